"""How Prisma's folders say a part: one file each, which is sent to the server as one batch."""

from collections.abc import Sequence
from itertools import groupby

from towpath.changes import Part, Said
from towpath.frameworks.prisma.naming import next_path
from towpath.frameworks.prisma.splitting import splits
from towpath.frameworks.sqllanguage import SqlLanguage
from towpath.frameworks.writing import Ask, Written, alone, apart, write_parts
from towpath.operations import (
    AddConstraint,
    CreateIndex,
    CreateTable,
    DeleteRows,
    DropConstraint,
    DropIndex,
    DropTable,
    ForeignKey,
    InsertRows,
    MergeRows,
    Operation,
    UpdateRows,
    replace,
)
from towpath.source import Source

_HEADINGS: dict[type[Operation], str] = {
    CreateTable: "-- CreateTable",
    CreateIndex: "-- CreateIndex",
    DropIndex: "-- DropIndex",
    DropTable: "-- DropTable",
}


def write(ask: Ask) -> Written | None:
    """The edits and new files that say the parts; None where Prisma's files cannot."""
    return write_parts(ask, PrismaSpelling())


class PrismaSpelling:
    """There is no switch: a statement is outside of a transaction if it is alone in its file."""

    def language(self, ask: Ask, source: Source) -> SqlLanguage:
        return SqlLanguage(source, heading, ask.found.dialect)

    def next_path(self, ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
        return next_path(ask.found, ask.migrations, ask.number, slug, ask.tree, taken)

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        """What must be outside stands alone, unless this version of Prisma sends each statement by itself."""
        if ask.found.dialect not in ("", "postgresql"):
            return ask.parts
        if splits(ask.found.runner.version):
            return [*_cut(ask.parts[0]), *apart(ask)[1:]]
        return [single for part in ask.parts for single in alone(part)]

    def switch(self, ask: Ask, part: Part) -> Written | None:
        return Written({}, {})

    def created(self, ask: Ask, part: Part, path: str, text: str) -> Written | None:
        return Written({}, {path: text})


def heading(operation: Operation, file: str) -> str | None:
    """The comment that Prisma's own generator writes, in files that have such comments."""
    if not any(line in file for line in ("-- CreateTable", "-- AlterTable", "-- CreateIndex", "-- AddForeignKey")):
        return None
    if isinstance(operation, AddConstraint) and isinstance(operation.constraint, ForeignKey):
        return "-- AddForeignKey"
    if isinstance(operation, DropConstraint):
        return "-- AlterTable"
    if isinstance(operation, (InsertRows, UpdateRows, DeleteRows, MergeRows)):
        return None
    return _HEADINGS.get(type(operation), "-- AlterTable" if hasattr(operation, "table") else None)


def _cut(part: Part) -> list[Part]:
    """A part that must be outside, cut only around what makes every version send its file as one message."""
    if part.transactional is not False:
        return [part]
    groups = groupby(enumerate(part.said), key=lambda item: item[0] if _joins(item[1]) else -1)
    return [replace(part, said=tuple(said for _, said in group)) for _, group in groups]


def _joins(said: Said) -> bool:
    return any(isinstance(operation, DropIndex) and operation.concurrently for operation in said.operations)
