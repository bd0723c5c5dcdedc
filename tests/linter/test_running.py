"""What a runner needs hangs on the database that a series is judged for, whatever its files seem to be for."""

from pathlib import Path

import pytest

from towpath.linter.opening import Project
from towpath.project import Runner

NEEDED = "flyway.postgresql.transactional.lock=false"


def runner(root: Path, path: str, text: str, configuration: str = "") -> Runner:
    (root / path).parent.mkdir(parents=True)
    (root / path).write_text(text, "utf-8")
    (root / "towpath.toml").write_text(configuration, "utf-8")
    return Project(str(root)).workspace.loaded[0].found.runner


def test_no_lock_of_flyways_is_in_the_way_on_another_database(tmp_path: Path) -> None:
    made = runner(tmp_path, "db/migration/mysql/V1__a.sql", "create table a (id integer);")
    assert (made.concurrent_needs, made.commits) == ("", True)


@pytest.mark.parametrize("text", ["create table a (id integer);", "create table `a` (id integer) engine=InnoDB;"])
def test_it_is_where_the_configuration_says_postgresql(tmp_path: Path, text: str) -> None:
    made = runner(tmp_path, "db/migration/V1__a.sql", text, 'database = "postgresql"\n')
    assert (made.concurrent_needs, made.commits) == (NEEDED, False)
