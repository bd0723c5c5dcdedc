"""The changes of the generated series as an author of Rails' migrations would say them."""

from collections.abc import Sequence

# What has a call of its own; all else is SQL that is executed.
CALLS = {
    "create index users_email on users (email)": 'add_index :users, :email, name: "users_email"',
    "create unique index if not exists users_org on users (org)": (
        'add_index :users, :org, unique: true, if_not_exists: true, name: "users_org"'
    ),
    "create index concurrently users_id on users (id)": (
        'add_index :users, :id, name: "users_id", algorithm: :concurrently'
    ),
    "drop index users_age": 'remove_index :users, :age, name: "users_age"',
    "alter table users add constraint users_orgs foreign key (org) references orgs (id)": (
        'add_foreign_key :users, :orgs, column: :org, name: "users_orgs"'
    ),
    "alter table users alter column email set not null": "change_column_null :users, :email, false",
    "alter table users alter column age type bigint": "change_column :users, :age, :bigint",
    "alter table users add column kind text not null": "add_column :users, :kind, :text, null: false",
    "alter table users drop column org": "remove_column :users, :org, :bigint",
    "alter table users rename column age to years": "rename_column :users, :age, :years",
}


def said(statement: str) -> str:
    return CALLS.get(statement, f'execute "{statement}"')


def migration(number: int, statements: Sequence[str]) -> str:
    """The text of one migration."""
    body = "".join(f"    # about {place}\n    {said(one)}\n" for place, one in enumerate(statements, 1))
    return f"class Step{number} < ActiveRecord::Migration[7.1]\n  def change\n{body}  end\nend\n"


def files(series: Sequence[Sequence[str]]) -> dict[str, str]:
    """A project: its database.yml, and a migration for each list of statements."""
    return {
        "config/database.yml": "default: &default\n  adapter: postgresql\n",
        **{f"db/migrate/2024010{n}000000_step{n}.rb": migration(n, one) for n, one in enumerate(series, 1)},
    }
