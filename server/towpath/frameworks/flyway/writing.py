"""How Flyway's files say a part: the file itself, its `.conf`, and the setting that lets concurrent builds finish."""

import re
from collections.abc import Sequence

from towpath.changes import Part
from towpath.frameworks.flyway.lock import without_lock
from towpath.frameworks.flyway.next_name import next_path
from towpath.frameworks.flyway.transactions import SWITCH, SWITCH_FILE, detected
from towpath.frameworks.sqllanguage import SqlSpelling
from towpath.frameworks.writing import Ask, Written, apart, write_parts
from towpath.operations import CreateIndex, DropIndex, Operation
from towpath.source import Edit, Source, Span
from towpath.sql.write import write as write_sql

LINE = f"{SWITCH}=false"


def write(ask: Ask) -> Written | None:
    """The edits and new files that say the parts; None where Flyway's files cannot."""
    return write_parts(ask, FlywaySpelling())


class FlywaySpelling(SqlSpelling):
    """Flyway leaves a file out of a transaction by itself if it must be; else the file's `.conf` says so."""

    def next_path(self, ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
        return next_path(ask.found, ask.migrations, ask.number, slug, ask.tree, taken)

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        return apart(ask)

    def switch(self, ask: Ask, part: Part) -> Written | None:
        path = ask.script.path
        wanted = part.transactional is False
        if wanted == _detected(part.operations) and ask.tree.text(path + SWITCH_FILE) is None:
            return Written(*_lock(ask))
        if ask.script.transactional is False and not wanted:
            return None
        edits, creates = _lock(ask)
        if wanted and not _detected(part.operations):
            conf = ask.tree.read(path + SWITCH_FILE)
            if isinstance(conf, Source):
                edits[conf.path] = _switched(conf)
            else:
                creates[path + SWITCH_FILE] = LINE + "\n"
        return Written(edits, creates)

    def created(self, ask: Ask, part: Part, path: str, text: str) -> Written | None:
        files = {path: text}
        if part.transactional is False and not _detected(part.operations):
            files[path + SWITCH_FILE] = LINE + "\n"
        return Written({}, files)


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


def _lock(ask: Ask) -> tuple[dict[str, tuple[Edit, ...]], dict[str, str]]:
    """Flyway's own lock is a transaction that stays open, for which a concurrent build waits for ever: turned off."""
    runner = ask.found.runner
    concurrent = any(_waits(operation) for part in ask.parts for operation in part.operations)
    source = ask.tree.read(runner.concurrent_in) if concurrent and runner.concurrent_in else None
    edit = without_lock(source) if isinstance(source, Source) else None
    return ({runner.concurrent_in: (edit,)} if edit else {}), {}


def _waits(operation: Operation) -> bool:
    return isinstance(operation, (CreateIndex, DropIndex)) and operation.concurrently
