"""What is written into Alembic's files, letter by letter."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from laws.systems import workspace

HERE = Path(__file__).parent
HEAD = """\
from alembic import op
import sqlalchemy as sa

revision = "b2"
down_revision = "a1"


"""
BASE = """\
from alembic import op
import sqlalchemy as sa

revision = "a1"
down_revision = None


def upgrade():
    op.create_table("orgs", sa.Column("id", sa.BigInteger(), primary_key=True))
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("org", sa.BigInteger(), nullable=True),
    )
    op.create_index("users_org", "users", ["org"])


def downgrade():
    op.drop_table("users")
    op.drop_table("orgs")
"""
B2 = "m/versions/b2_change.py"
INDEX = """\
def upgrade():
    # many mails
    op.create_index(
        "i",
        "users",
        ["email"],  # whole
    )


def downgrade():
    op.drop_index("i")
"""
INDEXED = """\
def upgrade():
    with op.get_context().autocommit_block():
        # many mails
        op.create_index(
            "i",
            "users",
            ["email"],  # whole
            postgresql_concurrently=True,
        )


def downgrade():
    op.drop_index("i")
"""
CHECK = """\
def upgrade():
    op.create_check_constraint("c", "users", "org > 0")


def downgrade():
    op.drop_constraint("c", "users")
"""


def fixed(
    rule: str, text: str, path: str = B2, ini: str = "", others: Mapping[str, str] | None = None, number: int = 0
) -> dict[str, str]:
    """The files that a fix of a rule in one file, by default the first, changes or makes."""
    ini = f"[alembic]\nscript_location = m\nsqlalchemy.url = postgresql://localhost/x\n{ini}"
    files = {"alembic.ini": ini, "m/env.py": "from alembic import context\n", "m/versions/a1_base.py": BASE, path: text}
    made = workspace({**files, **(others or {})}, Path("/nonexistent-towpath-folder"))
    placed = [one for file in made.check().files for one in file.findings if one.rule == rule and one.path == path]
    proposals = [found for one in placed for found in made.proposals(one)]
    texts = proposals[number].rewrite.texts(made.tree) if proposals else {}
    return {path: text for path, text in texts.items() if text is not None}


def cases() -> list[tuple[str, str, str, dict[str, str]]]:
    """Title, rule, the file before, and the files after."""
    text = (HERE / "alembic_writing.txt").read_text(encoding="utf-8")
    found: list[tuple[str, str, str, dict[str, str]]] = []
    for part in re.split(r"(?m)^=== ", text)[1:]:
        title, _, rest = part.partition("\n")
        before, *files = re.split(r"(?m)^--- (.*)\n", rest)
        name, _, rule = title.removesuffix("]").rpartition(" [")
        found.append((name, rule, before, dict(zip(files[::2], files[1::2], strict=True))))
    return found


CASES = cases()


@pytest.mark.parametrize(("rule", "before", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_fix_is_written_as_its_author_would(rule: str, before: str, after: dict[str, str]) -> None:
    own = next(iter(after))
    head = "" if before.startswith(("from ", '"""', "#")) else HEAD
    assert fixed(rule, head + before, own) == {**after, own: head + after[own]}


BATCHED = """\
def upgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("age", sa.Integer(), nullable=True))
        batch_op.alter_column("email", existing_type=sa.Text(), nullable=False)
        batch_op.create_index("i", ["age"])


def downgrade():
    pass
"""


@pytest.mark.parametrize(
    ("env", "url", "back"),
    [
        (
            "context.configure(render_as_batch=True)\n",
            "postgresql://localhost/x",
            """\
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index("i")
        batch_op.alter_column("email", nullable=True)
        batch_op.drop_column("age")
""",
        ),
        (
            "",
            "sqlite:///x.db",
            """\
    op.drop_index("i", table_name="users")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column("email", nullable=True)
    op.drop_column("users", "age")
""",
        ),
    ],
)
def test_tables_are_changed_in_batches_where_the_project_or_the_database_wants_it(
    env: str, url: str, back: str
) -> None:
    others = {
        "m/env.py": f"from alembic import context\n{env}",
        "alembic.ini": f"[alembic]\nscript_location = m\nsqlalchemy.url = {url}\n",
    }
    after = fixed("missing-downgrade", HEAD + BATCHED, others=others)
    assert after == {B2: HEAD + BATCHED.replace("    pass\n", back)}


def test_the_ends_of_lines_stay() -> None:
    text = (HEAD + INDEX).replace("\n", "\r\n")
    assert fixed("blocking-index", text) == {B2: (HEAD + INDEXED).replace("\n", "\r\n")}


def test_tabs_stay() -> None:
    text = (HEAD + INDEX).replace("    ", "\t")
    assert fixed("blocking-index", text) == {B2: (HEAD + INDEXED).replace("    ", "\t")}


ANNOTATED = """\
\"\"\"Checks.

Revision ID: b2c3d4e5f6a7
Revises: a1
Create Date: 2024-03-05 08:30:00.123456

\"\"\"
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = 'b2c3d4e5f6a7'
down_revision: Union[str, None] = 'a1'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    \"\"\"Upgrade schema.\"\"\"
    op.create_check_constraint('a long name of c', 'users', 'org > 0')


def downgrade() -> None:
    \"\"\"Downgrade schema.\"\"\"
    op.drop_constraint('a long name of c', 'users', type_='check')
"""
VALIDATING = """\
\"\"\"validate a long name of c

Revision ID: NEW
Revises: b2c3d4e5f6a7
Create Date: 2024-03-05 08:31:00.123456

\"\"\"
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa

# revision identifiers, used by Alembic.
revision: str = 'NEW'
down_revision: Union[str, None] = 'b2c3d4e5f6a7'
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    \"\"\"Upgrade schema.\"\"\"
    with op.get_context().autocommit_block():
        op.execute('ALTER TABLE users VALIDATE CONSTRAINT "a long name of c"')


def downgrade() -> None:
    \"\"\"Downgrade schema.\"\"\"
    pass
"""
TEMPLATE = """\
file_template = %%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d-%%(rev)s_%%(slug)s
truncate_slug_length = 18
"""
CHILD = """\
\"\"\"child

Revision ID: c3
Revises: b2c3d4e5f6a7, a1

\"\"\"
revision = "c3"
down_revision = ("b2c3d4e5f6a7", "a1")  # b2c3d4e5f6a7 is one
depends_on = "b2c3d4e5f6a7"


def upgrade():
    pass
"""


def test_a_new_revision_looks_like_its_neighbour_and_stands_before_the_children() -> None:
    after = fixed("scanning-check", ANNOTATED, ini=TEMPLATE, others={"m/versions/c3.py": CHILD})
    new = next(path for path in after if path not in (B2, "m/versions/c3.py"))
    identity = new.partition("-")[2].partition("_")[0]
    assert re.fullmatch("[0-9a-f]{12}", identity)
    assert new == f"m/versions/2024_03_05_0831-{identity}_validate_a_long_.py"
    assert after[new] == VALIDATING.replace("NEW", identity)
    child = CHILD.replace("Revises: b2c3d4e5f6a7", f"Revises: {identity}")
    assert after["m/versions/c3.py"] == child.replace('("b2c3d4e5f6a7"', f'("{identity}"')


@pytest.mark.parametrize("folder", ["m/versions", "m/versions/2023/12"])
def test_folders_that_the_template_names_stand_in_the_one_of_all_versions(folder: str) -> None:
    ini = "file_template = %%(year)d/%%(month).2d/%%(rev)s\nrecursive_version_locations = true\n"
    path = f"{folder}/b2_change.py"
    (new,) = fixed("scanning-check", ANNOTATED, path, ini).keys() - {path}
    assert re.fullmatch(r"m/versions/2024/03/[0-9a-f]{12}\.py", new)


REMARKED = """\
def upgrade():
    # above
    op.alter_column(
        "users",
        "org",
        existing_type=sa.BigInteger(),  # the key of another table
        nullable=False,  # noqa: E501
    )  # behind
    op.execute("SELECT 1")
"""
REMARKS_LEFT = """\
def upgrade():
    # above
    # the key of another table
    op.create_check_constraint(
        "users_org_not_null_check",
        "users",
        "org IS NOT NULL",
        postgresql_not_valid=True,
    )  # behind
    op.execute("SELECT 1")
"""


def test_comments_within_a_call_that_becomes_others_stand_above_them() -> None:
    assert fixed("scanning-not-null", HEAD + REMARKED)[B2] == HEAD + REMARKS_LEFT


@pytest.mark.parametrize("above", ["", "    # all mails\n"])
def test_comments_of_a_call_that_goes_stay(above: str) -> None:
    made = (
        f'{above}    op.create_unique_constraint(\n        "u",\n        "users",\n        ["email"],  # once\n    )\n'
    )
    text = f'{HEAD}def upgrade():\n{made}    op.execute("SELECT 1")\n'
    after = fixed("blocking-unique", text)[B2]
    assert [line.strip() for line in after.splitlines() if "#" in line] == [
        *([above.strip()] if above else []),
        "# once",
    ]


def test_the_name_of_a_new_revision_follows_from_what_it_says() -> None:
    assert fixed("scanning-check", HEAD + CHECK) == fixed("scanning-check", HEAD + CHECK)


def test_a_name_that_the_convention_would_change_is_kept_from_it() -> None:
    env = (
        "from alembic import context\nfrom sqlalchemy import MetaData\n"
        'target_metadata = MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"})\n'
        "context.configure(target_metadata=target_metadata)\n"
    )
    up = 'def upgrade():\n    op.drop_constraint("ck_users_c", "users")\n'
    before = BASE.replace(
        "nullable=True),\n    )", 'nullable=True),\n        sa.CheckConstraint("org > 0", name="c"),\n    )'
    )
    others = {"m/env.py": env, "m/versions/a1_base.py": before}
    after = fixed("missing-downgrade", HEAD + up, others=others)[B2]
    assert 'op.create_check_constraint(\n        op.f("ck_users_c"),' in after


def test_a_file_that_cannot_be_edited_is_left_alone() -> None:
    beside = 'def upgrade(): op.create_index("i", "users", ["email"])\n\n\ndef downgrade(): op.drop_index("i")\n'
    turns = 'def upgrade():\n    for one in ("org", "email"):\n        op.create_index(one, "users", [one])\n'
    assert fixed("blocking-index", HEAD + beside) == {}
    assert fixed("blocking-index", HEAD + turns) == {}


@pytest.mark.parametrize(
    ("rule", "body", "known"),
    [
        ("missing-downgrade", 'op.add_column({}, sa.Column("x", sa.Text()))', '"orgs"'),
        ("missing-downgrade", 'op.add_column("users", {})', 'sa.Column("x", sa.Text())'),
        ("missing-downgrade", 'op.execute("CREATE INDEX " + {} + " ON users (org)")', '"i"'),
        ("scanning-foreign-key", 'op.create_foreign_key("fk_" + {}, "users", "orgs", ["org"], ["id"])', '"i"'),
    ],
)
def test_what_is_not_known_of_a_text_is_not_written(rule: str, body: str, known: str) -> None:
    text = f"{HEAD}def upgrade():\n    {body}\n\n\ndef downgrade():\n    pass\n"
    assert fixed(rule, text.format("of_today()")) == {}
    assert fixed(rule, text.format(known)) != {}


@pytest.mark.parametrize("back", ['op.drop_index("i", "users", {})', 'op.execute("DROP INDEX CONCURRENTLY i")'])
def test_what_goes_to_the_next_revision_is_taken_back_there_once(back: str) -> None:
    concurrently = "postgresql_concurrently=True"
    block = "    with op.get_context().autocommit_block():\n        {}\n"
    up = block.format(f'op.create_index("i", "users", ["email"], if_not_exists=True, {concurrently})')
    down = block.format(back.format(concurrently))
    text = f"{HEAD}def upgrade():\n{up}\n\ndef downgrade():\n{down}"
    made = fixed("masked-invalid-index", text, number=1)
    (later,) = (said for path, said in made.items() if path != B2)
    said = 'op.drop_index("i", table_name="users", postgresql_concurrently=True)'
    assert later.partition("def downgrade():\n")[2] == block.format(said)
    assert made[B2].partition("def downgrade():\n")[2] == "    pass\n"


def test_a_new_revision_calls_things_as_its_neighbour_does() -> None:
    text = (
        'import sqlalchemy as db\nfrom alembic import op as ops\n\nrevision = "b2"\ndown_revision = "a1"\n\n\n'
        'def upgrade():\n    ops.create_foreign_key("fk", "users", "orgs", ["org"], ["id"])\n'
    )
    made = fixed("scanning-foreign-key", text)
    (later,) = (said for path, said in made.items() if path != B2)
    assert later.startswith("import sqlalchemy as db\nfrom alembic import op as ops\n\nrevision")
    assert 'autocommit_block():\n        ops.execute("ALTER TABLE users VALIDATE CONSTRAINT fk")\n' in later


def test_what_is_done_under_a_condition_is_not_completed_without_it() -> None:
    key = 'op.create_foreign_key("fk", "users", "orgs", ["org"], ["id"])\n'
    guarded = f'def upgrade():\n    if op.get_bind().dialect.name != "sqlite":\n        {key}'
    assert fixed("scanning-foreign-key", HEAD + guarded) == {}
    assert fixed("scanning-foreign-key", f"{HEAD}def upgrade():\n    {key}") != {}


def titles(text: str, database: str) -> list[str]:
    """The fixes of the way up of a revision that runs on these databases."""
    files = {
        "towpath.toml": f"database = {database}\n",
        "alembic.ini": "[alembic]\nscript_location = m\n",
        "m/env.py": "from alembic import context\n",
        "m/versions/a1_base.py": BASE,
        B2: HEAD + text,
    }
    made = workspace(files, Path("/nonexistent-towpath-folder"))
    placed = [one for file in made.check().files for one in file.findings if (one.path, one.direction) == (B2, "up")]
    return [proposal.title for one in placed for proposal in made.proposals(one)]


def test_on_several_databases_only_what_all_of_them_take_is_written() -> None:
    up = "def upgrade():\n    {}\n\n\ndef downgrade():\n    op.execute('SELECT 1')\n"
    index = up.format('op.create_index("i", "users", ["email"])')
    assert "Build it concurrently" in titles(index, '["postgresql", "sqlite"]')
    check = up.format('op.create_check_constraint("c", "users", "org > 0")')
    assert titles(check, '["postgresql"]')
    assert titles(check, '["postgresql", "sqlite"]') == []


def test_a_way_back_that_one_of_the_databases_does_not_take_is_not_written() -> None:
    column = 'def upgrade():\n    op.add_column("users", sa.Column("x", sa.Text()))\n'
    assert titles(column, '["postgresql", "mysql"]') == ["Write the downgrade"]
    null = 'def upgrade():\n    op.alter_column("users", "id", existing_type=sa.BigInteger(), nullable=True)\n'
    assert "Write the downgrade" in titles(null, '["postgresql"]')
    assert titles(null, '["postgresql", "mysql"]') == []
