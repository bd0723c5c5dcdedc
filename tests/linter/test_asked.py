"""What rules are asked of, and what is remembered of that."""

from pathlib import Path

import pytest

from towpath.linter.opening import Project

KEY = "alter table orders add constraint orders_user foreign key (user_id) references users (id) not valid;\n"
VALIDATED = "alter table orders validate constraint orders_user;\n"
FIRST, LAST = "db/migration/V1__key.sql", "db/migration/V2__later.sql"


def rules(project: Project, path: str) -> list[str]:
    return [placed.rule for placed in project.workspace.report(path).findings]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "db/migration"
    folder.mkdir(parents=True)
    (tmp_path / "towpath.toml").write_text('database = "postgresql"\n')
    (tmp_path / FIRST).write_text(KEY)
    (tmp_path / LAST).write_text("select 1;\n")
    return tmp_path


@pytest.mark.parametrize("once", [False, True])
def test_what_comes_later_is_asked_again(root: Path, once: bool) -> None:
    project = Project(str(root), everything=True, once=once)
    assert "unvalidated-forever" in rules(project, FIRST)
    project.workspace.update(LAST, VALIDATED)
    assert "unvalidated-forever" not in rules(project, FIRST)


def test_nothing_is_kept_of_what_is_looked_at_once(root: Path) -> None:
    projects = [Project(str(root), everything=True, once=once) for once in (False, True)]
    found = [[rules(project, path) for path in (FIRST, LAST)] for project in projects]
    assert found[0] == found[1]
    assert found[0][0]


@pytest.mark.parametrize(
    ("added", "asked"),
    [
        ("check (total > 0)", "scanning-check"),
        ("n int default 1 check (n > 0)", "scanning-check"),
        ("unique (total)", "blocking-unique"),
        ("n int unique", "blocking-unique"),
    ],
)
def test_a_rule_is_asked_of_the_constraints_that_it_is_about(root: Path, added: str, asked: str) -> None:
    (root / LAST).write_text(f"alter table orders add {added};\n")
    found = [one for one in rules(Project(str(root), everything=True), LAST) if one.startswith(("scan", "block"))]
    assert found == [asked]
