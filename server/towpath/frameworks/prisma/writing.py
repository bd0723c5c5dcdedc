"""How Prisma's folders say a part: one file each, which is sent to the server as one batch."""

from collections.abc import Sequence
from dataclasses import replace

from towpath.changes import Part, Said
from towpath.frameworks.writing import Ask, Written
from towpath.operations import (
    AddConstraint,
    CreateIndex,
    CreateTable,
    DropConstraint,
    DropIndex,
    DropTable,
    ForeignKey,
    Operation,
)

_HEADINGS: dict[type[Operation], str] = {
    CreateTable: "-- CreateTable",
    CreateIndex: "-- CreateIndex",
    DropIndex: "-- DropIndex",
    DropTable: "-- DropTable",
}


class PrismaSpelling:
    """There is no switch: a statement is outside of a transaction if it is alone in its file."""

    def parts(self, ask: Ask) -> Sequence[Part] | None:
        found: list[Part] = []
        for part in ask.parts:
            if part.transactional is False and len(part.operations) > 1:
                if ask.script.transactional is False and len(ask.parts) == 1:
                    found.append(part)  # This version sends each statement by itself.
                    continue
                found += [replace(part, said=(one,)) for said in part.said for one in _single(said)]
            else:
                found.append(part)
        return found

    def switch(self, ask: Ask, part: Part) -> Written | None:
        return Written({}, {})

    def created(self, ask: Ask, part: Part, path: str, text: str) -> dict[str, str] | None:
        return {path: text}

    def heading(self, operation: Operation, file: str) -> str | None:
        """The comment that Prisma's own generator writes, in files that have such comments."""
        if not any(line in file for line in ("-- CreateTable", "-- AlterTable", "-- CreateIndex", "-- AddForeignKey")):
            return None
        if isinstance(operation, AddConstraint) and isinstance(operation.constraint, ForeignKey):
            return "-- AddForeignKey"
        if isinstance(operation, DropConstraint):
            return "-- AlterTable"
        return _HEADINGS.get(type(operation), "-- AlterTable" if hasattr(operation, "table") else None)


def _single(said: Said) -> list[Said]:
    """What one statement says, if it is to be several: each operation by itself."""
    if len(said.operations) == 1:
        return [said]
    return [
        Said((operation,), said.origin, (number,)) for operation, number in zip(said.operations, said.numbers)
    ]
