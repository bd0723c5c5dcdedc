"""Fixes where one transaction spans all pending migrations."""

from pathlib import Path

from laws.systems import findings, workspace

EMPTY = Path("/nonexistent-towpath-folder")
FILES = {
    "flyway.conf": "flyway.url=jdbc:postgresql://localhost/app\nflyway.group=true\n",
    "db/migration/V1__users.sql": "create table users (id bigint primary key, age int);\n",
    "db/migration/V2__age.sql": "alter table users add constraint adult check (age > 17);\n",
    "db/migration/V3__age.sql": "create index users_age on users (age);\n",
}


def fixed(files: dict[str, str]) -> dict[str, list[str]]:
    """The rules that spoke, and the titles of the fixes that could be written."""
    made = workspace(files, EMPTY)
    return {one.rule: [proposal.title for proposal in made.proposals(one)] for one in findings(made)}


def test_a_setting_goes_first_and_nothing_is_split() -> None:
    found = fixed(FILES)
    assert found["missing-lock-timeout"] == ["Set lock_timeout to 5s first"]
    assert (found["scanning-check"], found["blocking-index"]) == ([], [])


def test_without_a_group_both_are_split() -> None:
    found = fixed({**FILES, "flyway.conf": "flyway.url=jdbc:postgresql://localhost/app\n"})
    assert found["scanning-check"]
    assert found["blocking-index"]


def test_what_cannot_run_in_the_one_transaction_is_told() -> None:
    concurrent = "create index concurrently users_age on users (age);\n"
    found = fixed({**FILES, "db/migration/V3__age.sql": concurrent})
    assert found["concurrent-in-transaction"] == []
