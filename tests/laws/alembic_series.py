"""The changes of the generated series as an author of Alembic's revisions would say them."""

from collections.abc import Sequence

# What has a call of its own; all else is SQL that is executed.
CALLS = {
    "create index users_email on users (email)": 'op.create_index("users_email", "users", ["email"])',
    "create unique index if not exists users_org on users (org)": (
        'op.create_index("users_org", "users", ["org"], unique=True, if_not_exists=True)'
    ),
    "drop index users_age": 'op.drop_index("users_age", table_name="users")',
    "alter table users add constraint users_orgs foreign key (org) references orgs (id)": (
        'op.create_foreign_key("users_orgs", "users", "orgs", ["org"], ["id"])'
    ),
    "alter table users alter column email set not null": (
        'op.alter_column("users", "email", existing_type=sa.String(length=50), nullable=False)'
    ),
    "alter table users add constraint one_email unique (email)": (
        'op.create_unique_constraint("one_email", "users", ["email"])'
    ),
    "alter table users alter column age type bigint": (
        'op.alter_column("users", "age", existing_type=sa.Integer(), type_=sa.BigInteger())'
    ),
    "alter table users add column kind text not null": (
        'op.add_column("users", sa.Column("kind", sa.Text(), nullable=False))'
    ),
    "alter table users drop column org": 'op.drop_column("users", "org")',
    "alter table users rename column age to years": 'op.alter_column("users", "age", new_column_name="years")',
}
HEAD = '''\
"""step

Revision ID: {revision}
Revises: {parent}
Create Date: 2024-01-0{number} 10:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "{revision}"
down_revision = {down}
branch_labels = None
depends_on = None


def upgrade() -> None:
{body}

def downgrade() -> None:
    pass
'''


def said(statement: str) -> str:
    return CALLS.get(statement, f'op.execute("{statement}")')


def revision(number: int, statements: Sequence[str]) -> str:
    """The text of one revision, which comes behind the one before it."""
    name, parent = f"{number:012x}", f"{number - 1:012x}" if number > 1 else ""
    body = "".join(f"    # about {place}\n    {said(one)}\n" for place, one in enumerate(statements, 1))
    down = f'"{parent}"' if parent else None
    return HEAD.format(revision=name, parent=parent, number=number, down=down, body=body)


def files(series: Sequence[Sequence[str]], per_migration: bool) -> dict[str, str]:
    """A project: its configuration, env.py, and a revision for each list of statements."""
    switch = "context.configure(transaction_per_migration=True)\n" if per_migration else ""
    return {
        "alembic.ini": "[alembic]\nscript_location = db\nsqlalchemy.url = postgresql://localhost/app\n",
        "db/env.py": f"from alembic import context\n{switch}",
        **{f"db/versions/{number:012x}_step.py": revision(number, one) for number, one in enumerate(series, 1)},
    }
