"""What an edit of a landed migration says besides, in a new migration behind all others."""

from collections.abc import Sequence

from towpath.changes import NewMigration, Ref, Refused
from towpath.frameworks.refiling import onward as of_models
from towpath.frameworks.writing import Ask
from towpath.linter.loaded import Loaded
from towpath.linter.placed import Rewrite
from towpath.linter.rewriting import added
from towpath.operations import Migration, Name, Opaque, Operation, RunCode, replace
from towpath.project import Tree
from towpath.schema import alike, between
from towpath.source import Source, apply, smallest

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
    was, head = _as_restored(loaded, tree, loaded.migrations[number], restored), _head(loaded, number)
    if was is None or head is None:
        return Refused("there are several heads to put the change behind")
    migrations = (*loaded.migrations[:number], was, *loaded.migrations[number + 1 :])
    before, there = loaded.as_if(migrations, number), tree.with_changes(restored.texts(tree))
    operations = between(before.end, loaded.end)
    if _is_built_on(loaded, number, operations):
        return Refused("migrations that have not landed build on the change")
    if loaded.found.framework == "django":
        # Operations on tables would leave Django's models as they were.
        made = _of_models(loaded, tree, head, was, loaded.migrations[number])
    else:
        made = _made(before, there, head, operations)
    if made is None:
        return Refused(_BY_HAND)
    new = [one for one in _read(before, there, made) if before.number(one.identity) is None]
    after = before.as_if((*migrations[: head + 1], *new, *migrations[head + 1 :]), head + 1)
    if not alike(after.end, loaded.end) or _does(loaded, was.identity) != _does(before, was.identity):
        return Refused(_BY_HAND)
    return _joined(tree, there, restored, made) or Refused(_BY_HAND)


def _joined(tree: Tree, there: Tree, restored: Rewrite, made: Rewrite) -> Rewrite | None:
    """Both rewrites, where the second is of what the first leaves."""
    edits = dict(restored.edits)
    for path, own in made.edits.items():
        source, after = tree.read(path), there.text(path)
        if not isinstance(source, Source) or after is None:
            return None
        edits[path] = tuple(edit for edit in (smallest(source, apply(after, own)),) if edit)
    return replace(restored, edits=edits, creates=made.creates)


def _of_models(loaded: Loaded, tree: Tree, head: int, was: Migration, now: Migration) -> Rewrite | None:
    """What says to models, in a new migration behind another one, what an edited one says besides."""
    made = of_models(Ask(loaded.found, tree, loaded.migrations, head, "up", ()), was, now)
    return Rewrite({}, dict((made,)), {}) if made else None


def _made(loaded: Loaded, tree: Tree, head: int, operations: Sequence[Operation]) -> Rewrite | None:
    """What says a new migration behind another one; None where its system cannot say the operations."""
    if not operations:
        return None
    at = Ref(loaded.migrations[head].identity, 0)
    change = NewMigration(tuple(operations), _slug(operations), at=at, joins=True)
    made = added(loaded, tree, at.migration, change)
    return made.rewrite if made and not made.by_hand else None


def _as_restored(loaded: Loaded, tree: Tree, migration: Migration, restored: Rewrite) -> Migration | None:
    """The migration as it reads where its files are as before."""
    scripts = (migration.up, migration.down)
    paths = tuple(dict.fromkeys(restored.renames.get(one.path, one.path) for one in scripts if one))
    found = replace(loaded.found, files=paths)
    read = loaded.framework.read(found, tree.with_changes(restored.texts(tree)), loaded.kept.part(paths))
    return next((one for one in read if one.identity == migration.identity), None)


def _read(loaded: Loaded, tree: Tree, rewrite: Rewrite) -> tuple[Migration, ...]:
    """The migrations in new and in edited files."""
    files = (*rewrite.creates, *rewrite.edits)
    found = replace(loaded.found, files=files)
    kept = loaded.kept.part(files)
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
