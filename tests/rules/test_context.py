"""What a rule is told of the operations of a migration, and what is kept of its questions."""

from collections.abc import Iterator

from rules.told import EMPTY
from towpath.linter import Settings, Workspace
from towpath.rule import Context, Finding, Migration, rule


@rule(severity="error")
def each(migration: Migration, context: Context) -> Iterator[Finding]:
    for number, operation in enumerate(context.operations):
        yield Finding(str(context.at(number).impact(operation).provenance), at=number)


def test_what_is_assumed_for_one_finding_lowers_no_other():
    made = Workspace(EMPTY, lambda _: Settings((each,)))
    text = "create table t (a int);\nalter table old alter a type bigint;\nalter table t alter a type bigint;"
    made.update("db/migration/V1__a.sql", text)
    found = made.report("db/migration/V1__a.sql").findings
    assert [(len(one.assumes), one.severity) for one in found] == [(0, "error"), (1, "warning"), (0, "error")]
