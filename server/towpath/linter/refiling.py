"""Fixes of whole files: as the base has it, behind another parent or all heads, a later version; each read back."""

from collections.abc import Sequence

from towpath.changes import AsBefore, Change, Merge, OfFiles, Ref, Refused, Reparent, Retell
from towpath.frameworks.refiling import merged, reparented, restamped, restored, retold
from towpath.frameworks.writing import Ask
from towpath.history.landed import comes_before, does_the_same
from towpath.linter.loaded import Loaded
from towpath.linter.onward import onward
from towpath.linter.placed import Rewrite
from towpath.operations import Migration, replace
from towpath.project import Tree
from towpath.source import Edit, Source, smallest


def is_of_files(changes: Sequence[Change]) -> bool:
    """Whether changes are asked of a migration's files, and not of what stands in them."""
    return bool(changes) and all(isinstance(change, OfFiles) for change in changes)


def refiled(loaded: Loaded, tree: Tree, changes: Sequence[Change]) -> Rewrite | Refused | None:
    """The rewrite that says changes of the files of one migration; None where it cannot be said, or reads otherwise.

    Refused, where somebody may do instead what cannot be said.
    """
    change = changes[0]
    number = loaded.number(change.at.migration) if isinstance(change.at, Ref) else None
    if len(changes) != 1 or number is None:
        return None
    migration = loaded.migrations[number]
    if isinstance(change, AsBefore):
        if change.paths:
            return _brought_back(loaded, tree, change.paths)
        restored = _as_before(loaded, tree, migration) or _among_others(loaded, tree, number)
        return onward(loaded, tree, number, restored) if restored and change.onward else restored
    if loaded.has_landed(migration.path) or not loaded.may_fix(migration.path):
        return None
    if isinstance(change, Reparent):
        return _behind(loaded, tree, number, change)
    if isinstance(change, Retell):
        return _retold(loaded, tree, number)
    if isinstance(change, Merge):
        return _merged(loaded, tree, number, change)
    return _restamped(loaded, tree, migration)


def _brought_back(loaded: Loaded, tree: Tree, paths: Sequence[str]) -> Rewrite | None:
    """Files that are gone, again."""
    texts = {path: text for path in paths if (text := loaded.text_on_base(path)) is not None and not tree.there(path)}
    return Rewrite({}, texts, {}) if len(texts) == len(paths) else None


def _as_before(loaded: Loaded, tree: Tree, migration: Migration) -> Rewrite | None:
    """The files of a migration with the texts and the names that the base has for them."""
    found = loaded.landed.renamed if loaded.landed else ()
    was = next((one for one in found if one.identity == migration.identity), None)
    names = {migration.path: was.old_path} if was else {}
    edits: dict[str, tuple[Edit, ...]] = {}
    for path in dict.fromkeys(script.path for script in (migration.up, migration.down) if script):
        source, text = tree.read(path), loaded.text_on_base(names.get(path, path))
        # What else stands in the file would be lost.
        if not isinstance(source, Source) or text is None or not loaded.has_landed(path):
            return None
        if edit := smallest(source, text.replace("\n", source.newline)):
            edits[path] = (edit,)
    moved = {path: to for path, to in names.items() if path != to}
    return None if any(map(tree.there, moved.values())) else Rewrite(edits, {}, moved)


def _among_others(loaded: Loaded, tree: Tree, number: int) -> Rewrite | None:
    """One of several migrations in a file as the base has it; None where it would not be read as it is there."""
    migration = loaded.migrations[number]
    path, text = migration.path, loaded.text_on_base(migration.path)
    ask = Ask(loaded.found, tree, loaded.migrations, number, "up", ())
    edit = restored(ask, text) if text is not None else None
    if edit is None or text is None:
        return None
    rewrite = Rewrite({path: (edit,)}, {}, {})
    there = _read(loaded, tree.with_changes({path: text}), Rewrite({}, {}, {}), (path,))
    was, now = (
        next((one for one in read if one.identity == migration.identity), None)
        for read in (there, _read(loaded, tree, rewrite, (path,)))
    )
    return rewrite if was and now and does_the_same(was, now) else None


def _behind(loaded: Loaded, tree: Tree, number: int, change: Reparent) -> Rewrite | None:
    """A migration behind another one."""
    migration = loaded.migrations[number]
    edits = reparented(Ask(loaded.found, tree, loaded.migrations, number, "up", ()), change.old, change.new)
    rewrite = Rewrite({migration.path: edits}, {}, {})
    parents = tuple(change.new if parent == change.old else parent for parent in migration.parents)
    others = [one.path for one in loaded.migrations if one.identity in parents]
    after = _read(loaded, tree, rewrite, (migration.path, *others))
    now = next((one for one in after if one.identity == migration.identity), None)
    wanted = replace(migration, parents=parents)
    alike = now is not None and set(now.parents) == set(parents)
    return rewrite if edits and now and alike and does_the_same(wanted, replace(now, parents=parents)) else None


def _retold(loaded: Loaded, tree: Tree, number: int) -> Rewrite | None:
    """A migration of which its file tells what is so, and which is the same otherwise."""
    migration = loaded.migrations[number]
    edits = retold(Ask(loaded.found, tree, loaded.migrations, number, "up", ()))
    rewrite = Rewrite({migration.path: edits}, {}, {})
    after = _read(loaded, tree, rewrite, (migration.path,))
    now = next((one for one in after if one.identity == migration.identity), None)
    return rewrite if edits and now and not now.misnamed and does_the_same(migration, now) else None


def _merged(loaded: Loaded, tree: Tree, number: int, change: Merge) -> Rewrite | None:
    """A new migration behind all heads, which does nothing."""
    heads = [one for one in loaded.migrations if one.identity in change.heads]
    ask = Ask(loaded.found, tree, loaded.migrations, number, "up", ())
    made = merged(ask, heads) if len(heads) == len(change.heads) else None
    if made is None:
        return None
    rewrite = Rewrite({}, dict((made,)), {})
    after = _read(loaded, tree, rewrite, (*(one.path for one in heads), made[0]))
    new = next((one for one in after if one.path == made[0]), None)
    idle = new is not None and not new.up.steps and new.identity not in {one.identity for one in loaded.migrations}
    return rewrite if new and idle and set(new.parents) == set(change.heads) else None


def _restamped(loaded: Loaded, tree: Tree, migration: Migration) -> Rewrite | None:
    """A migration with the version behind all others, of which some may be on the base only."""
    ahead = [one for one in (loaded.landed.ahead if loaded.landed else ()) if one.identity != migration.identity]
    others = [one for one in loaded.migrations if one is not migration and not one.repeatable]
    last = max(others, key=others.index, default=None)
    for one in loaded.landed.ahead if loaded.landed else ():
        last = one if last is None or comes_before(last, one) else last
    if last is None:
        return None
    known = [*(one for one in others if one is not last), *(one for one in ahead if one is not last), last]
    renames = restamped(Ask(loaded.found, tree, known, len(known) - 1, "up", ()), migration)
    if renames is None or any(map(tree.there, renames.values())):
        return None
    rewrite = Rewrite({}, {}, renames)
    after = _read(loaded, tree, rewrite, tuple(renames.values()))
    same = len(after) == 1 and does_the_same(after[0], migration) and comes_before(last, after[0])
    return rewrite if same else None


def _read(loaded: Loaded, tree: Tree, rewrite: Rewrite, paths: Sequence[str]) -> tuple[Migration, ...]:
    """The migrations of some files as they would be."""
    found = replace(loaded.found, files=tuple(paths))
    kept = loaded.kept.part(paths)
    return loaded.framework.read(found, tree.with_changes(rewrite.texts(tree)), kept)
