"""MySQL has a column said anew of which only something changes: so does what is written for it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from towpath.linter.opening import Project
from towpath.linter.placed import Placed

USERS = "create table users (id bigint primary key, email varchar(100) default 'none', age int);\n"
ALEMBIC = """import sqlalchemy as sa
from alembic import op

revision = "{0}"
down_revision = {1}


def upgrade():
{2}


def downgrade():
{3}
"""
MADE = "    op.execute(\"create table users (id bigint primary key, email varchar(100) default 'none', age int)\")"
LIQUIBASE = """<databaseChangeLog>
    <changeSet id="1" author="anna">
        <sql>create table users (id bigint primary key, email varchar(100) default 'none', age int)</sql>
    </changeSet>
    <changeSet id="2" author="anna">
        <modifyDataType tableName="users" columnName="age" newDataType="bigint"/>
    </changeSet>
</databaseChangeLog>
"""
CASES = {
    "sql": (
        {
            "migrations/1_users.up.sql": USERS,
            "migrations/1_users.down.sql": "drop table users;\n",
            "migrations/2_more.up.sql": "alter table users modify email varchar(200) not null default 'none';\n"
            "alter table users add constraint grown check (age > 17);\n",
        },
        "migrations/2_more.down.sql",
        "alter table users drop constraint grown;\n"
        "alter table users modify column email varchar(100) default 'none';\n",
    ),
    "alembic": (
        {
            "migrations/versions/a1.py": ALEMBIC.format("a1", None, MADE, '    op.drop_table("users")'),
            "migrations/versions/b2.py": ALEMBIC.format(
                "b2",
                '"a1"',
                '    op.alter_column("users", "age", existing_type=sa.Integer(), type_=sa.BigInteger())\n'
                '    op.alter_column("users", "email", existing_type=sa.String(100), nullable=False)',
                "    pass",
            ),
        },
        "migrations/versions/b2.py",
        """def downgrade():
    op.alter_column(
        "users",
        "email",
        existing_type=sa.String(length=100),
        nullable=True,
        server_default="none",
    )
    op.alter_column(
        "users",
        "age",
        existing_type=sa.BigInteger(),
        type_=sa.Integer(),
        existing_nullable=True,
    )
""",
    ),
    "liquibase": (
        {"db/changelog/db.changelog-master.xml": LIQUIBASE},
        "db/changelog/db.changelog-master.xml",
        "        <rollback>\n            <sql>ALTER TABLE users MODIFY COLUMN age int</sql>\n        </rollback>\n",
    ),
}


@pytest.mark.parametrize("system", CASES)
@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
def test_a_way_back_says_the_whole_column(system: str, dialect: str, tmp_path: Path) -> None:
    files, path, wanted = CASES[system]
    assert wanted in _taken_back(files, dialect, tmp_path).get(path, "")


def test_a_column_whose_type_is_not_known_cannot_be_said_anew(tmp_path: Path) -> None:
    files = {"migrations/1_more.up.sql": "alter table users modify email text not null;\n"}
    assert _taken_back(files, "mysql", tmp_path) == {}


@pytest.mark.parametrize(("dialect", "behind"), [("postgresql", " NOT VALID"), ("mysql", ""), ("mariadb", "")])
def test_only_postgresql_is_told_not_to_look_through_all_rows(dialect: str, behind: str, tmp_path: Path) -> None:
    files = {
        "migrations/1_a.up.sql": "create table a (b integer, constraint c check (b > 0));\n",
        "migrations/1_a.down.sql": "drop table a;\n",
        "migrations/2_b.up.sql": "alter table a drop constraint c;\n",
    }
    back = f"alter table a add constraint c check (b > 0){behind.lower()};\n"
    assert _taken_back(files, dialect, tmp_path)["migrations/2_b.down.sql"] == back


def _taken_back(files: Mapping[str, str], dialect: str, root: Path) -> dict[str, str]:
    """The files as they are once the missing way back is written."""
    for path, text in {**files, "towpath.toml": f'database = "{dialect}"\n'}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    workspace = Project(str(root), everything=True).workspace

    def missing(found: Placed) -> bool:
        return found.rule == "missing-downgrade"

    findings = [one for report in workspace.check().files for one in report.findings if missing(one)]
    proposals = [proposal for one in findings for proposal in workspace.proposals(one)]
    return {path: text or "" for one in proposals for path, text in one.rewrite.texts(workspace.tree).items()}
