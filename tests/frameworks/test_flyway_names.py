import pytest

from towpath.frameworks.flyway.names import EVENTS, Naming, parse, parse_code, version_of


@pytest.mark.parametrize(
    ("name", "kind", "identity", "description"),
    [
        ("V1__add_users.sql", "versioned", "V1", "add_users"),
        ("V1.2__a.sql", "versioned", "V1.2", "a"),
        ("V1_2__a.sql", "versioned", "V1.2", "a"),
        ("V001.020__a.SQL", "versioned", "V1.20", "a"),
        ("V1.0__a.sql", "versioned", "V1", "a"),
        ("V4_101_1631562784__a.sql", "versioned", "V4.101.1631562784", "a"),
        ("V7.sql", "versioned", "V7", ""),
        ("V1__a__b.sql", "versioned", "V1", "a__b"),
        ("V1___a.sql", "versioned", "V1", "_a"),
        ("U1.2__undo.sql", "undo", "U1.2", "undo"),
        ("B5__all.sql", "baseline", "B5", "all"),
        ("R__some_view.sql", "repeatable", "R__some_view", "some_view"),
        ("afterMigrate.sql", "callback", "afterMigrate", ""),
        ("afterMigrateError.sql", "callback", "afterMigrateError", ""),
        ("beforeEachMigrate__set_timeout.sql", "callback", "beforeEachMigrate__set_timeout", "set_timeout"),
    ],
)
def test_a_name_that_flyway_runs(name: str, kind: str, identity: str, description: str) -> None:
    found = parse(name)
    assert found is not None
    assert (found.kind, found.identity, found.description) == (kind, identity, description)


@pytest.mark.parametrize(
    "name",
    ["V__a.sql", "V1..2__a.sql", "V1x__a.sql", "v1__a.sql", "R1__a.sql", "R_a__b.sql", "Vacuum.sql", "schema.sql",
     "afterMigrate_x.sql", "V1__a.txt", "V1__a.sql.conf"],
)  # fmt: skip
def test_a_name_that_flyway_does_not_run(name: str) -> None:
    assert parse(name) is None


def test_a_project_may_name_its_migrations_otherwise() -> None:
    how = Naming(versioned="", repeatable="REPEAT", separator="-", suffixes=(".sql", ".pks"))
    assert [parse(name, how) and parse(name, how).identity for name in ("001-a.sql", "2.pks", "REPEAT-v.sql")] == [  # type: ignore[union-attr]
        "1",
        "2",
        "REPEAT__v",
    ]
    assert parse("V1__a.sql", how) is None


def test_versions_are_compared_number_by_number() -> None:
    written = ["1.10", "1_9", "2", "1.9.1", "01.9.0.2", "20240101120000"]
    ordered = sorted(written, key=lambda text: version_of(text) or ())
    assert ordered == ["1_9", "01.9.0.2", "1.9.1", "1.10", "2", "20240101120000"]


def test_equal_versions_are_equal_however_they_are_written() -> None:
    assert version_of("1_2") == version_of("1.2") == version_of("01.02.0") == (1, 2)
    assert version_of("0") == version_of("0.0") == (0,)


def test_migrations_in_java_and_kotlin() -> None:
    java, kotlin, other = (parse_code(name) for name in ("V1_2__Fill.java", "R__View.kt", "VeryNice.java"))
    assert (java and java.identity, kotlin and kotlin.identity, other) == ("V1.2", "R__View", None)


def test_every_event_is_a_callback() -> None:
    assert all((found := parse(f"{event}.sql")) and found.kind == "callback" for event in EVENTS)
    assert len(set(EVENTS)) == len(EVENTS)
