"""The versions that file names begin with: numbers and points in time, and the one that comes next."""

from towpath.source import pattern

# As many digits as only a point in time has: seconds since 1970, or year, month, day, hour and minute.
LONG = 10
_FORMATS = {14: "%Y%m%d%H%M%S", 12: "%Y%m%d%H%M", 8: "%Y%m%d"}
_SECONDS = {14: 1, 12: 60, 8: 86_400}
_DIGITS = pattern(r"\d+")


def following(text: str) -> str | None:
    """The version right after this one, written like it: a second, a minute or a day later, or the next number.

    Signs between the digits stay where they are. None where the number would become longer.
    """
    digits = "".join(_DIGITS.findall(text))
    later = _later(digits) or str(int(digits) + 1).zfill(len(digits)) if digits else ""
    if not later or len(later) != len(digits):
        return None
    rest = iter(later)
    return "".join(next(rest) if character.isdigit() else character for character in text)


def is_time(text: str) -> bool:
    """Whether the digits of a version are a day, or a point in time to the minute or second."""
    return _later("".join(_DIGITS.findall(text))) is not None


def _later(digits: str) -> str | None:
    """The next point in time; None where the digits are none, or have a counter behind."""
    form = _FORMATS.get(len(digits))
    if form is None:
        return None
    from datetime import datetime, timedelta

    try:
        return (datetime.strptime(digits, form) + timedelta(seconds=_SECONDS[len(digits)])).strftime(form)
    except (ValueError, OverflowError):
        return None
