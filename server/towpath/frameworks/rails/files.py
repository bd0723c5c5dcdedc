"""Files of the application that a migration reads: which ones, as far as its text tells, and what stands in them."""

import posixpath
from collections.abc import Callable
from typing import NamedTuple

from towpath.syntax.ruby import Attribute, Call, Combined, Reference, Text, Value

_READING = frozenset(("binread", "read"))
_SAME = frozenset(("cleanpath", "expand_path", "to_path", "to_s"))
# What begins a text that names a file: the application's folder, or that of the migration, put into it.
_ROOT, _FOLDER = "${Rails_root}/", "${dir}/"


class Files(NamedTuple):
    """The files of an application: what gives their texts by their paths within it, and the file that asks."""

    text: Callable[[str], str | None]
    here: str

    def read(self, call: Call) -> Value:
        """What a call gives that reads a file which is there; None for any other."""
        found = self.asked(call)
        text = self.text(found) if found else None
        return Text(text) if text is not None else None

    def asked(self, call: Call) -> str | None:
        """The path of the file that a call reads."""
        if call.name not in _READING or not isinstance(call.function, Attribute):
            return None
        owner = call.function.owner
        return self.path(call.get("", 0) if _is(owner, "File", "IO") else None if call.arguments else owner)

    def path(self, value: Value) -> str | None:
        """The path within the application that a value is; None where that is not known, or is outside of it."""
        found = self._path(value)
        found = posixpath.normpath(found) if found else None
        return None if found is None or found.startswith(("..", "/")) else found

    def _path(self, value: Value) -> str | None:
        if isinstance(value, str):
            return self._spelled(str(value))
        if isinstance(value, Combined):
            return self._joined(*value.operands) if value.operator == "+" else None
        if not isinstance(value, Call):
            return None
        if isinstance(value.function, Reference):
            return {"__dir__": posixpath.dirname(self.here), "__FILE__": self.here}.get(value.name)
        return self._made(value, [one.value for one in value.arguments])

    def _spelled(self, said: str) -> str | None:
        if said.startswith(_FOLDER):
            said = f"{posixpath.dirname(self.here)}/{said.removeprefix(_FOLDER)}"
        said = said.removeprefix(_ROOT)
        return None if "${" in said else said

    def _made(self, call: Call, given: list[Value]) -> str | None:
        """What a method of File, of Pathname or of a path makes."""
        owner, name = call.owner, call.name
        if name == "root" and isinstance(owner, Reference):
            return "."
        if _is(owner, "File"):
            if name == "dirname" and given:
                return posixpath.dirname(self._path(given[0]) or "") or None
            if name == "expand_path":
                return self._joined(*reversed(given[:2]))
            return self._joined(*given) if name == "join" else None
        if _is(owner, "Pathname"):
            return self._joined(*given) if name == "new" else None
        if name == "join":
            return self._joined(owner, *given)
        return self._path(owner) if name in _SAME else None

    def _joined(self, *values: Value) -> str | None:
        found = [self._path(value) for value in values]
        return posixpath.join(*(one for one in found if one)) if found and None not in found else None


def _is(value: Value, *names: str) -> bool:
    return isinstance(value, Reference) and value.path in names
