"""Methods that a migration has from modules of the project's own (`include MigrationHelpers`), found by their names."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from towpath.frameworks.rails.calls import is_statement
from towpath.frameworks.rails.files import Files
from towpath.frameworks.rails.inflections import underscored
from towpath.frameworks.rails.model_tables import gives
from towpath.syntax import ruby
from towpath.syntax.ruby import Call, Class, Reference, Scope, evaluate, modules

_INCLUDING = frozenset(("extend", "include", "prepend"))
_REQUIRING = frozenset(("require", "require_dependency", "require_relative"))
# Where Rails looks for a module by its name, and where projects keep what only migrations need.
_FOLDERS = (
    "lib",
    "app/lib",
    "app/helpers",
    "app/models/concerns",
    "app/services",
    "app/migrations",
    "db/migrate",
    "db",
)
# A module by one of these names is Active Record's own, to which a file of the project adds.
_OF_ACTIVE_RECORD = ("ActiveRecord::ConnectionAdapters", "ActiveRecord::Migration")
_WAYS = frozenset(("change", "down", "up"))

Module = tuple[str, Scope]


def include(parsed: ruby.Tree, scope: Scope, classes: Sequence[Class], files: Files) -> tuple[str, ...]:
    """Gives classes the methods of the modules that they include; returns the names of those that are not found."""
    asked = {id(one): list(_included(one)) for one in classes}
    required = list(_required(parsed, scope, files)) if "require" in parsed.text else []
    lost: list[str] = []
    for one in classes:
        for _, found in _added(required):
            _give(one, found)
        for name in asked[id(one)]:
            module = _find(name, [*modules(parsed), *required]) or _find(name, _by_name(name, files))
            if module is None:
                lost.append(name)
            else:
                _give(one, module)
    return tuple(lost)


def _included(found: Class) -> Iterator[str]:
    for node in found.body:
        call = evaluate(node, found.scope) if node.type == "call" else None
        if isinstance(call, Call) and call.owner is None and call.name in _INCLUDING:
            yield from (one.value.path for one in call.arguments if isinstance(one.value, Reference))


def _required(parsed: ruby.Tree, scope: Scope, files: Files) -> Iterator[Module]:
    """The modules of the files that a file requires by a path of the project's."""
    for node in parsed.root.named_children:
        call = evaluate(node, scope) if node.type == "call" else None
        if isinstance(call, Call) and call.owner is None and call.name in _REQUIRING:
            yield from _of_file(_path(call, files), files)


def _path(call: Call, files: Files) -> str | None:
    value = call.get("", 0)
    if call.name == "require_relative" and isinstance(value, str):
        value = f"{files.here.rpartition('/')[0]}/{value}"
    elif isinstance(value, str) and "${" not in value:
        value = f"lib/{value}"
    found = files.path(value)
    return found and (found if found.endswith(".rb") else f"{found}.rb")


def _by_name(name: str, files: Files) -> Iterator[Module]:
    for folder in _FOLDERS:
        yield from _of_file(f"{folder}/{underscored(name)}.rb", files)


def _of_file(path: str | None, files: Files) -> Iterator[Module]:
    text = files.text(path) if path else None
    if text is not None:
        yield from modules(ruby.parse(text), partial(gives, files))


def _added(required: Iterable[Module]) -> Iterator[Module]:
    return (one for one in required if one[0].startswith(_OF_ACTIVE_RECORD))


def _find(name: str, found: Iterable[Module]) -> Scope | None:
    """The module of a name; in `A::B` a module C may be called by its last name alone."""
    return next((scope for own, scope in found if own == name or own.endswith(f"::{name}")), None)


def _give(found: Class, module: Scope) -> None:
    """The methods of a module, but for those whose meaning is known anyhow."""
    for name, method in module.methods.items():
        if name not in _WAYS and not is_statement(name):
            found.scope.methods.setdefault(name, method)
