"""What stands around the elements of a migration: all that they may hang on beside their own text."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from towpath.source import Span, pattern
from towpath.syntax.python import Function, Reference, Scope

_WORD = pattern(r"\w+")
# An import of one line, whose names are compared by what they stand for.
_IMPORT = pattern(r"(?m)^(?:from [\w.]+ import [\w, ]+|import [\w., ]+)$")


class Named(NamedTuple):
    """The functions of a file by name, each with its text, and its imported names with what they stand for."""

    functions: Mapping[str, str] = {}
    imports: frozenset[tuple[str, str]] = frozenset()


class Around:
    """The text of a file but for its `elements`. It is taken apart when two versions of a file are compared.

    `header` is what the class says of itself, on which no element hangs. `broken` are the lines that are no valid
    Python.
    """

    def __init__(
        self,
        text: str = "",
        elements: Span | None = None,
        header: tuple[Span, ...] = (),
        named: Named = Named(),
        broken: tuple[str, ...] = (),
    ) -> None:
        self._text = text
        self._elements = elements or Span(len(text), len(text))
        self._header = header
        self._functions, self._imports = named
        self._broken = broken

    def differs(self, before: "Around") -> frozenset[str] | None:
        """The names that may mean something else than before; None where nobody can tell which."""
        if self._broken != before._broken:
            return None
        if self._letters == before._letters:
            return frozenset()
        functions = frozenset(self._functions)
        if not self._outer or self._outer != before._outer or functions != frozenset(before._functions):
            return None
        return functions | {name for name, _ in self._imports ^ before._imports}

    @property
    def _letters(self) -> tuple[str, str]:
        return self._text[: self._elements.start], self._text[self._elements.end :]

    @cached_property
    def _outer(self) -> str:
        """All of it but header, functions and imports; empty where it uses a function itself."""
        outer = "".join(self._pieces())
        for source in self._functions.values():
            outer = outer.replace(source, "", 1)
        if '"""' not in outer and "'''" not in outer:
            outer = "\n".join(line for line in _IMPORT.sub("", outer).splitlines() if line.strip())
        return "" if self._functions.keys() & words(outer) else outer

    def _pieces(self) -> Iterator[str]:
        end = 0
        for span in sorted((*self._header, self._elements)):
            if span.start >= end:
                yield self._text[end : span.start]
                end = span.end
        yield self._text[end:]


def named(scope: Scope) -> Named:
    """What a scope and those around it name."""
    functions: dict[str, str] = {}
    imports: set[tuple[str, str]] = set()
    here: Scope | None = scope
    while here is not None:
        for name, one in here.names.items():
            if isinstance(one.value, Function):
                functions[name] = one.value.scope.tree.source(one.value.node)
            elif type(one.value) is Reference:
                imports.add((name, one.value.path))
        here = here.around
    return Named(functions, frozenset(imports))


def words(text: str) -> set[str]:
    """The words of a text."""
    return set(_WORD.findall(text))
