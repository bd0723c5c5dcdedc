"""Regular expressions that are compiled when they are first used.

Python keeps none of them from run to run, so compiling all that a program has would be a third of a short run.
"""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as pattern
else:

    class pattern:  # noqa: N801 - it stands for re.compile
        """What `re.compile` makes of the same arguments, as soon as one of its methods is asked for."""

        def __init__(self, said: str, flags: int = 0) -> None:
            self._said = said, flags

        def __getattr__(self, name: str) -> Any:
            compiled = re.compile(*self._said)
            self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
            return getattr(compiled, name)


_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")

__all__ = ["pattern"]
