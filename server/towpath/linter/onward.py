"""What an edit of a landed migration says besides, in a new migration behind all others."""

from collections.abc import Mapping, Sequence

from towpath.changes import NewMigration, Ref, Refused
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Rewrite
from towpath.linter.rewriting import rewritten
from towpath.operations import Migration, Name, Opaque, Operation, RunCode, replace
from towpath.project import Tree
from towpath.schema import alike, between

# What is left where operations on tables do not say all of it.
_BY_HAND = "the change has to be written into a new migration by hand"
# The words of names of new migrations that do one thing, by what they do.
_WORDS = {
    "AddColumn": "add_{0.column.name}_to_{0.table.name}",
    "AddConstraint": "add_constraint_to_{0.table.name}",
    "AlterColumnType": "change_{0.column}_of_{0.table.name}",
    "CreateIndex": "index_{0.table.name}",
    "CreateTable": "create_{0.table.name}",
    "DropColumn": "drop_{0.column}_of_{0.table.name}",
    "RenameColumn": "rename_{0.column}_of_{0.table.name}",
}


def onward(loaded: Loaded, tree: Tree, number: int, restored: Rewrite) -> Rewrite | Refused:
    """A rewrite that restores a migration, and says in a new one what the edited one did besides; or why not."""
    if loaded.found.framework == "django":
        # Operations on tables would leave Django's models as they were.
        return Refused("makemigrations writes the change into a new migration")
    was, head = _as_restored(loaded, tree, loaded.migrations[number], restored), _head(loaded, number)
    if was is None or head is None:
        return Refused("there are several heads to put the change behind")
    migrations = (*loaded.migrations[:number], was, *loaded.migrations[number + 1 :])
    before, there = loaded.as_if(migrations, number), tree.with_changes(restored.texts(tree))
    operations = between(before.end, loaded.end)
    if _is_built_on(loaded, number, operations):
        return Refused("migrations that have not landed build on the change")
    creates = _created(before, there, head, operations)
    if creates is None:
        return Refused(_BY_HAND)
    new = _read(before, there, Rewrite({}, creates, {}))
    after = before.as_if((*migrations[: head + 1], *new, *migrations[head + 1 :]), head + 1)
    if not alike(after.end, loaded.end) or _does(loaded, was.identity) != _does(before, was.identity):
        return Refused(_BY_HAND)
    return replace(restored, creates=creates)


def _created(loaded: Loaded, tree: Tree, head: int, operations: Sequence[Operation]) -> Mapping[str, str] | None:
    """The files of a new migration behind another one; None where its system cannot say the operations."""
    if not operations:
        return None
    at = Ref(loaded.migrations[head].identity, 0)
    change = NewMigration(tuple(operations), _slug(operations), at=at, joins=True)
    made = rewritten(loaded, tree, at.migration, "up", (change,))
    return made.rewrite.creates if made and not made.by_hand and not made.rewrite.edits else None


def _as_restored(loaded: Loaded, tree: Tree, migration: Migration, restored: Rewrite) -> Migration | None:
    """The migration as it reads where its files are as before."""
    scripts = (migration.up, migration.down)
    paths = tuple(dict.fromkeys(restored.renames.get(one.path, one.path) for one in scripts if one))
    found = replace(loaded.found, files=paths)
    read = loaded.framework.read(found, tree.with_changes(restored.texts(tree)), loaded.kept.part(paths))
    return next((one for one in read if one.identity == migration.identity), None)


def _read(loaded: Loaded, tree: Tree, rewrite: Rewrite) -> tuple[Migration, ...]:
    """The migrations in new files."""
    found = replace(loaded.found, files=tuple(rewrite.creates))
    kept = loaded.kept.part(tuple(rewrite.creates))
    return loaded.framework.read(found, tree.with_changes(rewrite.texts(tree)), kept)


def _head(loaded: Loaded, number: int) -> int | None:
    """The migration of its line that a new one comes behind; None where there are several, or the base has more."""
    line, graph = loaded.migrations[number].line, loaded.series.graph
    heads = [head for head in graph.heads if graph.known[head].line == line]
    if len(heads) != 1 or (loaded.landed and loaded.landed.ahead):
        return None
    return loaded.number(heads[0])


def _does(loaded: Loaded, identity: str) -> list[Operation]:
    """What a migration does that the schema does not show: to rows, by code, or nobody knows what."""
    records = loaded.replay[identity, "up"].records
    every = ((operation, record.written) for record in records for _, operation, _ in record.exact)
    return [operation for operation, left in every if not left or isinstance(operation, (Opaque, RunCode))]


def _is_built_on(loaded: Loaded, number: int, operations: Sequence[Operation]) -> bool:
    """Whether a later migration that may not have run yet looks at what comes behind it now."""
    tables = {named for operation in operations if isinstance(named := getattr(operation, "table", None), Name)}
    later = (one for one in loaded.migrations[number + 1 :] if loaded.landed and loaded.landed.judges(one))
    records = (record for one in later for record in loaded.replay[one.identity, "up"].records)
    return any(getattr(operation, "table", None) in tables for one in records for _, operation, _ in one.exact)


def _slug(operations: Sequence[Operation]) -> str:
    words = _WORDS.get(type(operations[0]).__name__) if len(operations) == 1 else None
    if words:
        return words.format(operations[0])
    tables = dict.fromkeys(named.name for one in operations if isinstance(named := getattr(one, "table", None), Name))
    return f"change_{'_and_'.join([*tables][:2])}"
