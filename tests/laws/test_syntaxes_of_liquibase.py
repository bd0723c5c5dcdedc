"""The same change set in XML, YAML, JSON and formatted SQL does the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from laws import liquibase_series
from laws.systems import CHANGES
from towpath.frameworks import Kept, liquibase
from towpath.frameworks.mannered import plain
from towpath.operations import Operation
from towpath.project import Found, Runner, Tree

WRITERS = {
    "a.xml": liquibase_series.xml,
    "a.yaml": liquibase_series.yaml,
    "a.json": liquibase_series.as_json,
    "a.sql": liquibase_series.sql,
}
# What Liquibase sends for a change that says less than the statement.
SENT = {
    "alter table users alter column age type bigint": (
        "alter table users alter column age type bigint using (age::BIGINT)"
    )
}


def operations(path: str, series: list[list[str]]) -> list[list[Operation]]:
    """What each change set does; only a change names the table of an index that is dropped."""
    found = Found("liquibase", "", (path,), Runner("liquibase"), ("postgresql",), (), (("changelogs", path),))
    migrations = liquibase.read(found, Tree("/nowhere", {path: WRITERS[path](series)}), Kept())
    return [[plain(one) for step in migration.up.steps for one in step.operations] for migration in migrations]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4), min_size=1, max_size=3))
def test_all_syntaxes_do_the_same(series: list[list[str]]) -> None:
    sent = [[SENT.get(statement, statement) for statement in one] for one in series]
    expected = operations("a.sql", sent)
    assert len(expected) == len(series)
    for path in ("a.xml", "a.yaml", "a.json"):
        assert operations(path, series) == expected
