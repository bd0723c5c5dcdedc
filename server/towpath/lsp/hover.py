"""What a person reads when pointing at a statement: what it will do, and the pages of what was found there."""

from collections.abc import Iterable, Iterator, Sequence

from towpath.databases import Database, Fact, Impact, by_version, impact, known_from, table_path
from towpath.history import Record
from towpath.linter import Placed, Workspace
from towpath.linter.loaded import Loaded
from towpath.lsp.convert import file_uri
from towpath.lsp.pages import page
from towpath.navigation.symbols import title
from towpath.operations import Name, Opaque, Operation, Transactional
from towpath.schema import Irreversible, State, applied, reverse
from towpath.source import Span
from towpath.sql.write import Manner
from towpath.sql.write_among import write_all_among, write_among


def text_at(workspace: Workspace, path: str, offset: int) -> str:
    """The hover text at an offset of a file, as Markdown; empty where there is nothing to say."""
    loaded = workspace.series_of(path)
    if loaded is None:
        return ""
    report = workspace.report(path)
    touched = [one for one in report.findings if one.span.start <= offset <= one.span.end]
    found = (_found(one, workspace.withheld(one)) for one in touched)
    parts = [*_operations(loaded, path, offset), *found, *_pages(touched, loaded)]
    return "\n\n---\n\n".join(parts)


def _operations(loaded: Loaded, path: str, offset: int) -> Iterator[str]:
    """What each operation of the statement at an offset will do."""
    database = loaded.rules.around.database
    if database is None:
        return
    for migration, direction, script in loaded.scripts(path):
        replayed = loaded.replay.get((migration.identity, direction))
        if replayed is None:
            continue
        for number in script.touched(Span(offset, offset)):
            record = replayed.records[number]
            inside = False if record.step.outside else script.transactional
            yield from _of_step(record, inside, database)


def _of_step(record: Record, inside: Transactional, database: Database) -> Iterator[str]:
    for place, (_, operation, _) in enumerate(record.exact):
        if not isinstance(operation, Opaque):
            yield said(operation, record.state(place), inside, database, record.together)


def said(
    operation: Operation,
    state: State,
    inside: Transactional,
    database: Database,
    beside: Sequence[Operation] = (),
) -> str:
    """One operation's title, the SQL that will run, what it will do, and what undoes it, a line for each."""
    found = impact(operation, state, database, beside)
    differing = _by_version(operation, state, database, beside)
    proof = _proof(known_from(operation, state, database, beside), found, database)
    lines = (*_lines(found, inside), *differing, _undone(operation, state, database.dialect), proof)
    text = write_among(operation, state, Manner(dialect=database.dialect))
    sql = f"```sql\n{text}\n```\n\n" if text else ""
    return f"**{_titled(*title(operation, state))}**\n\n{sql}" + "\n".join(f"- {line}" for line in lines)


def _by_version(operation: Operation, state: State, database: Database, beside: Sequence[Operation]) -> Iterator[str]:
    """What it does on each version, where that is not the same on all that are in play."""
    groups = by_version(operation, state, database, beside)
    for versions, found in groups if len(groups) > 1 else ():
        first, last = versions[0], versions[-1]
        locks = ", ".join(f"{mode} on `{name}`" for name, mode in found.locks)
        more = "; ".join(f"{words} {_listed(names)}" for words, names in _costs(found) if names)
        done = "; ".join(filter(None, (locks, more))) or "only entries of the catalogue"
        said = f"it is refused: {found.refused}" if found.refused else done
        yield f"on {first if first == last else f'{first} to {last}'}: {said}"


def _proof(rows: list[Fact], found: Impact, database: Database) -> str:
    """How an answer is known, with a link to each row that it comes from."""
    where = file_uri(table_path(database.dialect)) if rows else ""
    lines = {row.id: row.line for row in reversed(rows)}
    links = (f"[{row}]({where}#L{line})" for row, line in reversed(lines.items()))
    return ": ".join(filter(None, (_KNOWN[found.provenance], ", ".join(links))))


def _titled(words: str, about: str) -> str:
    return f"{words}: `{about}`" if about else words


def _undone(operation: Operation, state: State, dialect: str) -> str:
    found = reverse(operation, state)
    if isinstance(found, Irreversible):
        return f"cannot be undone: {found.reason}"
    statements = write_all_among(found.operations, applied(state, operation), Manner(dialect=dialect))
    if None in statements or not statements:
        return "undone by nothing that can be written as SQL" if statements else "nothing needs to be undone"
    but = "" if found.restores_data else "; the data does not come back"
    return f"undone by `{'; '.join(filter(None, statements))}`{but}"


def _lines(found: Impact, inside: Transactional) -> Iterator[str]:
    if found.refused:
        yield f"the server refuses it: {found.refused}"
    for table, mode in found.locks:
        yield f"locks `{table}` in {mode} mode: {_who_waits(table, found)}"
    for words, names in _costs(found):
        if names:
            yield f"{words} {_listed(names)}"
    locked = dict(found.locks)
    for words, blocked in (("reads", found.blocks_reads), ("writes to", found.blocks_writes)):
        if reached := tuple(name for name in blocked if name not in locked):
            yield f"who {words} {_listed(reached)} waits too"
    if found.waits_for:
        yield f"waits for {', '.join(found.waits_for)}"
    yield from _transaction(found, inside)
    yield from found.assumes


def _costs(found: Impact) -> tuple[tuple[str, tuple[Name, ...]], ...]:
    return (
        ("rewrites", found.rewrites),
        ("builds the indexes anew of", found.rebuilds_indexes),
        ("reads every row of", found.scans),
    )


def _listed(names: tuple[Name, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _who_waits(table: Name, found: Impact) -> str:
    if table in found.blocks_reads:
        return "reads and writes wait"
    return "writes wait, reads go on" if table in found.blocks_writes else "reads and writes go on"


def _transaction(found: Impact, inside: Transactional) -> Iterator[str]:
    if found.in_transaction == "refused":
        yield "cannot run in a transaction" + (", and this one does" if inside is True else "")
    elif found.in_transaction == "ends it":
        yield "commits by itself, and what was before it"
    elif found.locks and inside is True:
        yield "runs in a transaction, and keeps its locks until that ends"


_KNOWN = {
    "proven": "known from a test on the real server",
    "documented": "known from the documentation",
    "assumed": "assumed, not proven",
    "unknown": "there are no facts about it",
}


def _found(one: Placed, withheld: str) -> str:
    """What a finding says, what was assumed for it, and why its fix is not offered."""
    no_fix = (f"There is no fix for it here: {withheld}.",) if withheld else ()
    return "\n\n".join((f"**{one.rule}** ({one.severity}): {one.message}", *one.assumes, *no_fix))


def _pages(touched: Iterable[Placed], loaded: Loaded) -> Iterator[str]:
    names = [one.rule for one in touched]
    for rule in loaded.settings.rules:
        if rule.name in names:
            yield page(rule, loaded.found.framework)
