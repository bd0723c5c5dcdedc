"""Generated series in each system's own files, and a workspace that holds them without a disk."""

from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from laws import alembic_series, django_series, liquibase_series, rails_series
from towpath.linter import Placed, Workspace
from towpath.linter.opening import Project

BASE = [
    "create table users (id bigint primary key, email varchar(50), org bigint, age integer)",
    "create table orgs (id bigint primary key, name text)",
    "create index users_age on users (age)",
    "create type mood as enum ('sad')",
]
CHANGES = [
    "create index users_email on users (email)",
    "create unique index if not exists users_org on users (org)",
    "create index concurrently users_id on users (id)",
    "create index concurrently if not exists orgs_name on orgs (name)",
    "drop index users_age",
    "alter table users add constraint users_orgs foreign key (org) references orgs (id)",
    "alter table users add constraint adult check (age > 17), add column note text",
    "alter table users alter column email set not null",
    "alter table users add constraint one_email unique (email)",
    "alter table users alter column age type bigint",
    "alter table users add column token uuid default gen_random_uuid()",
    "alter table users add column kind text not null",
    "alter table users drop column org",
    "alter table users rename column age to years",
    "update users set email = lower(email)",
    "delete from orgs where id = 1",
    "drop table orgs cascade",
    "create table fresh (id bigint primary key, org bigint references orgs (id))",
    "create index fresh_org on fresh (org)",
    "do $$ begin update users set age = 1; end $$",
    "set local lock_timeout = '5s'",
    "alter type mood add value 'glad'",
    "alter table users add column mood mood default 'glad'",
    "frobnicate everything",
]
Files = dict[str, str]
System = Callable[[Sequence[Sequence[str]]], Files]


def _text(statements: Sequence[str], newline: str = "\n") -> str:
    return "".join(f"-- about {number}{newline}{one};{newline}" for number, one in enumerate(statements, 1))


def flyway(series: Sequence[Sequence[str]]) -> Files:
    files = {f"db/migration/V{n}__step.sql": _text(one) for n, one in enumerate(series, 1)}
    return {**files, "flyway.conf": "flyway.url=jdbc:postgresql://localhost/app\n"}


def prisma(series: Sequence[Sequence[str]]) -> Files:
    files = {f"prisma/migrations/2024010{n}000000_step/migration.sql": _text(one) for n, one in enumerate(series, 1)}
    return {**files, "prisma/migrations/migration_lock.toml": 'provider = "postgresql"\n'}


def golang_migrate(series: Sequence[Sequence[str]]) -> Files:
    return {f"migrations/{n:04}_step.up.sql": _text(one) for n, one in enumerate(series, 1)}


def _in_transactions(series: Sequence[Sequence[str]]) -> list[list[str]]:
    return [["begin", *one, "commit"] for one in series]


def golang_migrate_in_transactions(series: Sequence[Sequence[str]]) -> Files:
    return golang_migrate(_in_transactions(series))


def flyway_in_transactions(series: Sequence[Sequence[str]]) -> Files:
    files = flyway(_in_transactions(series))
    switches = {f"{path}.conf": "executeInTransaction=false\n" for path in files if path.endswith(".sql")}
    return {**files, **switches}


def dbmate(series: Sequence[Sequence[str]]) -> Files:
    return {
        f"db/migrations/2024010{n}000000_step.sql": f"-- migrate:up\n{_text(one)}\n-- migrate:down\n"
        for n, one in enumerate(series, 1)
    }


def goose(series: Sequence[Sequence[str]]) -> Files:
    return {
        f"migrations/{n:05}_step.sql": f"-- +goose Up\n{_text(one)}\n-- +goose Down\n"
        for n, one in enumerate(series, 1)
    }


def diesel(series: Sequence[Sequence[str]]) -> Files:
    return {f"migrations/2024-01-0{n}-000000_step/up.sql": _text(one) for n, one in enumerate(series, 1)}


def windows(series: Sequence[Sequence[str]]) -> Files:
    files = {f"db/migration/V{n}__step.sql": _text(one, "\r\n") for n, one in enumerate(series, 1)}
    return {**files, "flyway.conf": "flyway.url=jdbc:postgresql://localhost/app\r\n"}


def alembic(series: Sequence[Sequence[str]]) -> Files:
    return alembic_series.files(series, per_migration=False)


def alembic_each(series: Sequence[Sequence[str]]) -> Files:
    return alembic_series.files(series, per_migration=True)


def django(series: Sequence[Sequence[str]]) -> Files:
    return django_series.files(series, in_fields=False)


def django_in_fields(series: Sequence[Sequence[str]]) -> Files:
    return django_series.files(series, in_fields=True)


def liquibase_xml(series: Sequence[Sequence[str]]) -> Files:
    return liquibase_series.files("db/changes.xml", liquibase_series.xml, series)


def liquibase_yaml(series: Sequence[Sequence[str]]) -> Files:
    return liquibase_series.files("db/changes.yaml", liquibase_series.yaml, series)


def liquibase_json(series: Sequence[Sequence[str]]) -> Files:
    return liquibase_series.files("db/changes.json", liquibase_series.as_json, series)


def liquibase_sql(series: Sequence[Sequence[str]]) -> Files:
    return liquibase_series.files("db/changes.sql", liquibase_series.sql, series)


SYSTEMS: dict[str, System] = {
    "alembic": alembic,
    "alembic, each by itself": alembic_each,
    "django": django,
    "django, in fields": django_in_fields,
    "flyway": flyway,
    "flyway with CRLF": windows,
    "liquibase in XML": liquibase_xml,
    "liquibase in YAML": liquibase_yaml,
    "liquibase in JSON": liquibase_json,
    "liquibase in SQL": liquibase_sql,
    "prisma": prisma,
    "rails": rails_series.files,
    "golang-migrate": golang_migrate,
    "flyway, in its own transactions": flyway_in_transactions,
    "golang-migrate, in its own transactions": golang_migrate_in_transactions,
    "dbmate": dbmate,
    "goose": goose,
    "diesel": diesel,
}
changes = st.lists(st.sampled_from(CHANGES), min_size=1, max_size=4, unique=True)


def _cut(found: Sequence[str], at: int) -> list[list[str]]:
    """One migration or two; what they do is done once, since no database would do it again."""
    return [BASE, *(part for part in (list(found[:at]), list(found[at:])) if part)]


series = st.builds(_cut, st.lists(st.sampled_from(CHANGES), min_size=1, max_size=7, unique=True), st.integers(1, 4))


def workspace(files: Files, root: Path) -> Workspace:
    """A workspace over a folder without files, that holds these as an editor would."""
    made = Project(str(root)).workspace
    for path, text in files.items():
        made.tree.hold(path, text)
    made.refresh()
    return made


def findings(made: Workspace) -> list[Placed]:
    return [placed for file in made.check().files for placed in file.findings]
