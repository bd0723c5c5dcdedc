"""Where something stands in the bytes of an encoded text, and where in its code points."""

from bisect import bisect_right
from collections.abc import Callable

from towpath.source import pattern


class Points:
    """The code point that each byte of an encoded text belongs to; costs what is not ASCII in it."""

    __slots__ = ("_before", "_ends")

    def __init__(self, text: str) -> None:
        # Where each character that takes several bytes ends, and how many bytes more than characters there are then.
        self._ends: list[int] = [0]
        self._before: list[int] = [0]
        more = 0
        for match in _WIDE.finditer(text):
            code = ord(match[0])
            more += 1 if code < 0x800 else 2 if code < 0x10000 else 3
            self._ends.append(match.end() + more)
            self._before.append(more)

    def __getitem__(self, byte: int) -> int:
        return byte - self._before[bisect_right(self._ends, byte) - 1]


_WIDE = pattern(r"[^\x00-\x7f]")


def byte(text: str, at: int) -> int:
    """The byte that a code point of a text starts with."""
    return len(text[:at].encode("utf-8", "surrogatepass"))


def changed(old: bytes, new: bytes) -> tuple[int, int, int]:
    """Where two texts begin to differ, and where that ends in the old one and in the new one."""
    start = _common(old, new, lambda length: old.startswith(new[:length]), 0)
    end = _common(old, new, lambda length: length == 0 or old.endswith(new[-length:]), start)
    return start, len(old) - end, len(new) - end


def _common(old: bytes, new: bytes, agree: Callable[[int], bool], taken: int) -> int:
    """How many bytes are the same at one end, of those that are not taken."""
    low, high = 0, min(len(old), len(new)) - taken
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if agree(middle) else (low, middle - 1)
    return low


def point(data: bytes, at: int) -> tuple[int, int]:
    """Row and column of an offset."""
    return data.count(b"\n", 0, at), at - data.rfind(b"\n", 0, at) - 1


def lines_of(data: bytes, start: int, end: int) -> str:
    """The text of the lines that hold a stretch of bytes."""
    after = data.find(b"\n", end)
    return data[data.rfind(b"\n", 0, start) + 1 : after if after >= 0 else len(data)].decode("utf-8", "surrogatepass")
