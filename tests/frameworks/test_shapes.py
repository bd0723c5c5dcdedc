"""Statements that differ in their names alone: what was read of one holds for the others."""

from collections.abc import Mapping

import pytest

from towpath.frameworks import shapes
from towpath.frameworks.embedded import statements
from towpath.frameworks.liquibase.sent.names import given
from towpath.frameworks.sent import sign
from towpath.operations import Operation
from towpath.syntax.markup import xml
from towpath.syntax.text import NAME_QUOTE

SENT = [
    'ALTER TABLE "a" ADD COLUMN "b" integer DEFAULT 0 NOT NULL',
    'ALTER TABLE "a" ADD COLUMN "b" varchar(20) COLLATE "c"',
    'ALTER TABLE "a" ADD CONSTRAINT "b" FOREIGN KEY ("c") REFERENCES "d" ("e") ON DELETE CASCADE',
    'ALTER TABLE "a" ADD CONSTRAINT "b" FOREIGN KEY ("c") REFERENCES "a" ("c")',
    'ALTER TABLE "a" ADD CONSTRAINT "b" CHECK ("c" > 0 AND "c" < "d") NOT VALID',
    'ALTER TABLE "a"."b" DROP COLUMN "c"',
    'ALTER TABLE "a" ALTER COLUMN "b" TYPE bigint USING "b"::bigint, ALTER COLUMN "b" SET NOT NULL',
    'ALTER TABLE "a" ALTER COLUMN "b" TYPE "c"',
    'COMMENT ON COLUMN "a"."b" IS \'the "c" of __0__\'',
    'CREATE UNIQUE INDEX CONCURRENTLY "a" ON "b" USING gin ("c", lower("d") DESC) WHERE "e" IS NULL',
    'CREATE TABLE "a" ("b" bigserial primary key, "c" bigint, CONSTRAINT "d" FOREIGN KEY ("c") REFERENCES "a" ("b"))',
    'UPDATE "a" SET "b" = 1 WHERE "c" IN (SELECT "d" FROM "e")',
    'DROP INDEX "a", "b"',
    'CREATE SOMETHING "a"',
]
NAMES: list[Mapping[str, str]] = [
    dict(zip("abcde", ("users", "name", "team_id", "teams", "id"))),
    dict(zip("abcde", ("teams", "count", "int4", "public", "select"))),
    dict(zip("abcde", ("x", "x", "x", "x", "x"))),
    dict(zip("abcde", ("order", "Mixed", "größe", "n" * 80, "a b"))),
    dict(zip("abcde", ("zeta", "eta", "alpha", "beta", "gamma"))),
]


def read(sql: str, dialect: str) -> tuple[Operation, ...]:
    return tuple(operation for inner in statements(sql, "", dialect) for operation in inner.operations)


def named(sql: str, names: Mapping[str, str]) -> str:
    """The statement with these names between what stands for quotes."""
    for letter, name in names.items():
        sql = sql.replace(f'"{letter}"', f"{NAME_QUOTE}{name}{NAME_QUOTE}")
    return sql


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite"])
@pytest.mark.parametrize("sent", SENT)
def test_what_is_told_is_what_would_be_read(sent: str, dialect: str) -> None:
    quote = sign(dialect)
    for names in (*NAMES, *reversed(NAMES)):
        sql = named(sent, names)
        told = shapes.operations(sql, quote, dialect, lambda said: read(said, dialect))
        assert told == read(sql.replace(NAME_QUOTE, quote), dialect)


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite"])
@pytest.mark.parametrize("sent", SENT)
def test_names_without_quotes_are_told_as_they_would_be_read(sent: str, dialect: str) -> None:
    for number in (*range(4), *range(4)):
        names = [f"{word}_{number * place}" for place, word in enumerate(("users", "name", "team", "int4", "id"))]
        sql = named(sent, dict(zip("abcde", names)))
        told = shapes.operations(sql, "", dialect, lambda said: read(said, dialect))
        assert told == read(sql.replace(NAME_QUOTE, ""), dialect)


def test_the_names_that_a_change_of_liquibase_gives() -> None:
    """None that a database could take for a word of its own, nor one that it would have in other letters."""
    change = xml.parse(
        '<addColumn tableName="t_1" catalogName="row" remarks="r_1"><column name="a1" type="int4"/>'
        '<column name="Id_2"/><column name="is"/>'
        '<name>b_2</name><constraints foreignKeyName="fk_1" columnNames="c_1, c_2"/></addColumn>'
    )
    assert sorted(given(change)) == ["a1", "b_2", "c_1", "c_2", "fk_1", "t_1", "t_1_pkey"]


def test_a_shape_is_read_no_more_than_three_times() -> None:
    said: list[str] = []

    def noted(sql: str) -> tuple[Operation, ...]:
        said.append(sql)
        return read(sql, "postgresql")

    for number in range(9):
        sql = named('ALTER TABLE "a" DROP COLUMN "b" CASCADE', {"a": f"shop{number}", "b": "name"})
        shapes.operations(sql, '"', "postgresql", noted)
    assert said == [
        'ALTER TABLE "shop0" DROP COLUMN "name" CASCADE',
        'ALTER TABLE "shop1" DROP COLUMN "name" CASCADE',
        'ALTER TABLE "__0__" DROP COLUMN "__1__" CASCADE',
    ]
