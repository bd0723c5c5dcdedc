"""How Flyway's files say a part: the file itself, its `.conf`, and the setting that lets concurrent builds finish."""

import re
from collections.abc import Sequence

from towpath.changes import Part
from towpath.frameworks.flyway.next_name import next_path
from towpath.frameworks.flyway.transactions import SWITCH, SWITCH_FILE, detected
from towpath.frameworks.writing import Ask, Written, write_parts
from towpath.operations import CreateIndex, DropIndex, Operation
from towpath.source import Edit, Source, Span
from towpath.sql.write import write as write_sql

LINE = f"{SWITCH}=false"
LOCK = "flyway.postgresql.transactional.lock"


def write(ask: Ask) -> Written | None:
    """The edits and new files that say the parts; None where Flyway's files cannot."""
    return write_parts(ask, FlywaySpelling())


class FlywaySpelling:
    """Flyway leaves a file out of a transaction by itself if it must be; else the file's `.conf` says so."""

    next_path = staticmethod(next_path)

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        return ask.parts

    def switch(self, ask: Ask, part: Part) -> Written | None:
        path = ask.script.path
        wanted = part.transactional is False
        if wanted == _detected(part.operations) and ask.tree.text(path + SWITCH_FILE) is None:
            return Written(*_lock(ask, [part]))
        if ask.script.transactional is False and not wanted:
            return None
        edits, creates = _lock(ask, [part])
        if wanted and not _detected(part.operations):
            conf = ask.tree.read(path + SWITCH_FILE)
            if isinstance(conf, Source):
                edits[conf.path] = _switched(conf)
            else:
                creates[path + SWITCH_FILE] = LINE + "\n"
        return Written(edits, creates)

    def created(self, ask: Ask, part: Part, path: str, text: str) -> dict[str, str] | None:
        files = {path: text}
        if part.transactional is False and not _detected(part.operations):
            files[path + SWITCH_FILE] = LINE + "\n"
        return files

    def heading(self, operation: Operation, file: str) -> str | None:
        return None


def _detected(operations: Sequence[Operation]) -> bool:
    """Whether Flyway itself leaves a file of these statements out of a transaction."""
    return bool(operations) and all(detected(write_sql(operation) or "") for operation in operations)


def _switched(conf: Source) -> tuple[Edit, ...]:
    """The `.conf` with the switch: its line changed, or one more at its end."""
    said = re.search(rf"^[ \t]*{SWITCH}[ \t]*=[ \t]*(\S*)", conf.text, re.M)
    if said:
        return (Edit(Span(*said.span(1)), "false"),)
    lead = "" if not conf.text or conf.text.endswith(("\n", "\r")) else conf.newline
    return (conf.insertion(len(conf.text), f"{lead}{LINE}{conf.newline}"),)


def _lock(ask: Ask, parts: Sequence[Part]) -> tuple[dict[str, tuple[Edit, ...]], dict[str, str]]:
    """Flyway's own lock is a transaction that stays open, for which a concurrent build waits for ever: turned off."""
    concurrent = any(_waits(operation) for part in ask.parts for operation in part.operations)
    if not concurrent or not ask.found.runner.locks_out_concurrent:
        return {}, {}
    for path in ask.found.configuration:
        source = ask.tree.read(path)
        edit = _without_lock(source) if isinstance(source, Source) else None
        if edit and isinstance(source, Source):
            return {source.path: (edit,)}, {}
    return {}, {}


def _waits(operation: Operation) -> bool:
    return isinstance(operation, (CreateIndex, DropIndex)) and operation.concurrently


def _without_lock(source: Source) -> Edit | None:
    """The setting in a file of Flyway's or Spring's; None where the file is of another kind."""
    name = source.path.rpartition("/")[2]
    if name.endswith(".toml"):
        return _in_toml(source)
    if name.endswith(".conf"):
        return _line(source, f"{LOCK}=false", "flyway.")
    if name.endswith(".properties"):
        return _line(source, "spring.flyway.postgresql.transactional-lock=false", "spring.flyway.")
    if name.endswith((".yml", ".yaml")):
        return _in_yaml(source)
    return None


def _line(source: Source, line: str, beside: str) -> Edit:
    """A line behind the last one of its kind, or at the end of the file."""
    last = None
    for last in re.finditer(rf"^[ \t]*{re.escape(beside)}[^\r\n]*(?:\r\n|\n|\r|\Z)", source.text, re.M):
        pass
    at = last.end() if last else len(source.text)
    lead = "" if at == 0 or source.text[at - 1] in "\r\n" else source.newline
    return source.insertion(at, f"{lead}{line}{source.newline}")


def _in_toml(source: Source) -> Edit:
    at = len(source.text)
    lead = "" if not source.text or source.text.endswith("\n") else source.newline
    gap = source.newline if source.text.strip() else ""
    return source.insertion(at, f"{lead}{gap}[flyway.postgresql.transactional]{source.newline}lock = false{source.newline}")


def _in_yaml(source: Source) -> Edit | None:
    """Below `flyway:` under `spring:`, one level deeper than it stands."""
    found = re.search(r"^spring:[^\n]*\n(?:[ \t]+[^\n]*\n|\s*\n)*?(?P<indent>[ ]+)flyway:[ \t]*\r?\n", source.text, re.M)
    if not found:
        return None
    indent = found["indent"]
    inner, newline = indent * 2, source.newline
    return source.insertion(
        found.end(), f"{inner}postgresql:{newline}{inner}{indent}transactional-lock: false{newline}"
    )
