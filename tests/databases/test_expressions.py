"""What an expression means for a migration: volatility, what a CHECK proves, what is named and read."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from databases.scratch import Template
from towpath.databases.postgresql.types import UTC, same_storage
from towpath.operations import canonical
from towpath.sql.conditions import conjuncts, disjuncts, mentions, proves_not_null
from towpath.sql.expressions import builtin, volatility
from towpath.sql.reads import reads

OWN = {"app.pure": "immutable", "steady": "stable", "app.dice": "volatile"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("7", "constant"),
        ("-1.5", "constant"),
        ("'x'", "constant"),
        ("'it''s ( now() )'", "constant"),
        ("NULL", "constant"),
        ("TRUE", "constant"),
        ("'{}'::jsonb", "constant"),
        ("'x'::character varying(20)", "constant"),
        ("CAST('x' AS varchar(20))", "constant"),
        ("NULL::numeric(10,2)", "constant"),
        ("ARRAY['a', 'b']::text[]", "constant"),
        ("'a' || 'b'", "constant"),
        ("interval '1 day'", "constant"),
        ("E'a\\n'", "constant"),
        ("lower('X')", "constant"),
        ("make_date(2020, 1, 1)", "constant"),
        ("app.pure(1)", "constant"),
        ("now()", "stable"),
        ("NOW ( )", "stable"),
        ("pg_catalog.now()", "stable"),
        ("CURRENT_TIMESTAMP", "stable"),
        ("CURRENT_TIMESTAMP(3)", "stable"),
        ("(now() AT TIME ZONE 'utc')", "stable"),
        ("timezone('utc', now())", "stable"),
        ("now() + interval '1 day'", "stable"),
        ("upper(CURRENT_USER)", "stable"),
        ("steady()", "stable"),
        ("gen_random_uuid()", "volatile"),
        ("clock_timestamp()", "volatile"),
        ("random()", "volatile"),
        ("nextval('s'::regclass)", "volatile"),
        ("date_trunc('day', clock_timestamp())", "volatile"),
        ("coalesce(mine(), random())", "volatile"),
        ("'x' || random()::text", "volatile"),
        ("extensions.uuid_generate_v4()", "volatile"),
        ("app.dice()", "volatile"),
        ("uuidv7()", "volatile"),
        ("mine()", "unknown"),
        ("app.now()", "unknown"),
        ("upper(mine('x'))", "unknown"),
    ],
)
def test_volatility(expression: str, expected: str) -> None:
    assert volatility(expression, OWN.get) == expected


@pytest.mark.parametrize(
    ("condition", "proven"),
    [
        ("a IS NOT NULL", True),
        ("(a is not null)", True),
        ("t.a IS NOT NULL", True),
        ("A IS NOT NULL", True),
        ('"a" IS NOT NULL', True),
        ('"A" IS NOT NULL', False),
        ("a NOTNULL", True),
        ("NOT (a IS NULL)", True),
        ("NOT a IS NULL", True),
        ("a IS DISTINCT FROM NULL", True),
        ("a IS NOT NULL AND b > 0", True),
        ("b > 0 AND (c < 1 AND (a IS NOT NULL))", True),
        ("b BETWEEN 1 AND 2 AND a IS NOT NULL", True),
        ("(a IS NOT NULL AND b > 0) OR (a IS NOT NULL AND b < 0)", True),
        ("a > 0", False),
        ("a IS NULL", False),
        ("a IS NOT NULL OR b > 0", False),
        ("b IS NOT NULL", False),
        ("NOT (a IS NOT NULL)", False),
        ("CASE WHEN b THEN a IS NOT NULL END", False),
        ("coalesce(a, 1) IS NOT NULL", False),
        ("a + 1 IS NOT NULL", False),
        ("'a IS NOT NULL'", False),
        ("", False),
    ],
)
def test_proves_not_null(condition: str, proven: bool) -> None:
    assert proves_not_null(condition, "a") is proven


@pytest.mark.parametrize(
    ("expression", "named"),
    [("a > 0", True), ("lower(a)", True), ('"a"', True), ("a(b)", False), ("'a'", False), ("t.a", True), ("ab", False)],
)
def test_mentions(expression: str, named: bool) -> None:
    assert mentions(expression, "a") is named


def test_parts_of_a_condition() -> None:
    assert conjuncts("((k IS NOT NULL AND k >= 2) and k < 'x')") == (
        ("K", "IS", "NOT", "NULL"),
        ("K", ">=", "2"),
        ("K", "<", "'x'"),
    )
    assert disjuncts("a OR (b OR c AND d)") == (("A",), ("B",), ("C", "AND", "D"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * FROM t", "t"),
        ("SELECT a FROM ONLY t, s.u AS x, LATERAL (SELECT * FROM v) w", "t s.u v"),
        ("SELECT EXTRACT(year FROM a), substring(b FROM 2) FROM t WHERE a IS DISTINCT FROM b", "t"),
        (
            "WITH x AS (SELECT * FROM t), y (a) AS MATERIALIZED (SELECT 1 FROM u) SELECT * FROM x, y JOIN z ON true",
            "t u z",
        ),
        ("SELECT * FROM (a JOIN b ON a.i = b.i) j LEFT JOIN c USING (i), d", "a b c d"),
        ("SELECT * FROM generate_series(1, 3) g, t", "t"),
        ("SELECT f(a, b) FROM t GROUP BY a, b ORDER BY c, d", "t"),
        ("INSERT INTO l SELECT a, 1 FROM t", "t"),
        ("UPDATE l SET v = t.a FROM t WHERE t.i = l.i", "t"),
        ("DELETE FROM l USING t, u WHERE i IN (SELECT i FROM v)", "t u v"),
        ("MERGE INTO l USING t ON l.i = t.i WHEN MATCHED THEN UPDATE SET v = 1", "t"),
        ("TABLE t", "t"),
        ("SELECT 1", ""),
    ],
)
def test_reads(query: str, expected: str) -> None:
    assert [str(name) for name in reads(query)] == expected.split()


@settings(deadline=None)
@given(some.text("ab(),.'\"\\ \nANDORFMWITHSELECT:=$-/*;", max_size=40))
def test_no_text_is_an_error(text: str) -> None:
    assert volatility(text) in ("constant", "stable", "unknown", "volatile")
    proves_not_null(text, "a")
    conjuncts(text)
    mentions(text, "a")
    reads(text)


# What SQL can call: no function that takes or gives what only the server has, no part of an extension or of pg_upgrade.
CALLABLE = """
SELECT proname, max(array_position('{i,s,v}', provolatile)) FROM pg_proc
WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND proname ~ '^[a-z]'
AND proname !~ '^(binary_upgrade_|plpgsql_)'
AND prorettype::regtype::text !~ '^(internal|cstring|.*trigger|.*_handler)$'
AND NOT 'internal'::regtype = ANY (proargtypes::oid[]) AND NOT 'cstring'::regtype = ANY (proargtypes::oid[])
GROUP BY 1
"""


@pytest.mark.server
def test_volatilities_are_those_of_the_server(major: Callable[[int], Template]) -> None:
    """The list is that of PostgreSQL 18."""
    rows = major(18).outside.execute(CALLABLE)
    assert builtin()[0] == {name: ("constant", "stable", "volatile")[number - 1] for name, number in rows}


@pytest.mark.server
def test_time_zones_at_utc_are_those_of_the_server(postgresql: Template) -> None:
    with postgresql.copy() as scratch:
        session = scratch.connect()
        for zone in sorted(UTC):
            session.execute(f"SET timezone = '{zone}'".encode())
            with session.transaction(force_rollback=True):
                files = "SELECT pg_relation_filenode('t')"
                before = session.execute(files.encode()).fetchone()
                session.execute("ALTER TABLE t ALTER COLUMN tstz TYPE timestamp")
                assert session.execute(files.encode()).fetchone() == before, zone


@pytest.mark.server
def test_casts_that_change_nothing_are_those_of_the_server(postgresql: Template) -> None:
    """Every pair that the server casts without a function, the ones of its own inner types left out."""

    rows = postgresql.outside.execute(
        "SELECT castsource::regtype::text, casttarget::regtype::text FROM pg_cast"
        " WHERE castmethod = 'b' AND 'pg_node_tree'::regtype <> castsource AND casttarget <> 'bytea'::regtype"
    )
    pairs = {(canonical(old), canonical(new)) for old, new in rows}
    types = {name for pair in pairs for name in pair}
    assert {(old, new) for old in types for new in types if old != new and same_storage(old, new)} == pairs
