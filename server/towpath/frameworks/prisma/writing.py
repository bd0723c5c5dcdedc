"""How Prisma's folders say a part: one file each, which is sent to the server as one batch."""

from collections.abc import Sequence

from towpath.changes import Part
from towpath.frameworks.prisma.naming import next_path
from towpath.frameworks.sqllanguage import SqlLanguage
from towpath.frameworks.writing import Ask, Written, alone, write_parts
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
        return SqlLanguage(source, heading)

    def next_path(self, ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
        return next_path(ask.found, ask.migrations, ask.number, slug, ask.tree, taken)

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        """What must be outside stands alone, unless this version of Prisma sends each statement by itself."""
        if ask.script.transactional is False and len(ask.parts) == 1 and not _joins(ask.parts[0]):
            return ask.parts
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


def _joins(part: Part) -> bool:
    """Whether a statement among these makes every version send the file as one message."""
    return any(isinstance(operation, DropIndex) and operation.concurrently for operation in part.operations)
