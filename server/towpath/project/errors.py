"""The errors of configuration: each names a file, a line, what was found and what was expected."""

from collections.abc import Iterable


class ConfigurationError(Exception):
    """Something in a configuration that cannot be taken as it is written. `line` is 1-based; 0: no particular one."""

    def __init__(self, path: str, line: int, message: str) -> None:
        super().__init__(path, line, message)
        self.path = path
        self.line = line
        self.message = message

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}" if self.line else f"{self.path}: {self.message}"


class NotTomlError(ConfigurationError):
    """The file is not TOML."""


class UnknownNameError(ConfigurationError):
    """A key, a rule, a family or an option that does not exist."""


class WrongValueError(ConfigurationError):
    """A key holds something else than it may."""


def nearest(name: str, known: Iterable[str], least: float = 0.7) -> str | None:
    """The one of the known names that an unknown one nearly is, if one is at `least` so like it (1: the same)."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(known), 1, least)), None)


def meant(name: str, known: Iterable[str]) -> str:
    """The end of a message about an unknown name: the nearest known one, if one is near."""
    near = nearest(name, known)
    return f'; did you mean "{near}"?' if near else ""
