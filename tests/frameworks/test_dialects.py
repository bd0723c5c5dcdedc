import pytest

from towpath.frameworks import dialects


@pytest.mark.parametrize(
    ("address", "dialect"),
    [
        ("jdbc:postgresql://localhost/app", "postgresql"),
        ("jdbc:tc:postgresql:15:///app", "postgresql"),
        ("jdbc:aws-wrapper:postgresql://host/app", "postgresql"),
        ("${URL:jdbc:mysql://localhost/app}", "mysql"),
        ("jdbc:mariadb://localhost/app", "mariadb"),
        ("jdbc:sqlite::memory:", "sqlite"),
        ("jdbc:sqlserver://localhost;databaseName=app", "sqlserver"),
        ("jdbc:oracle:thin:@localhost:1521/app", "oracle"),
        ("jdbc:h2:mem:app;MODE=PostgreSQL", "h2"),
        ("r2dbc:pool:postgresql://localhost/app", "postgresql"),
        ("postgres://user@localhost/app", "postgresql"),
    ],
)
def test_an_address_tells_the_database(address: str, dialect: str) -> None:
    assert dialects.of_addresses([address]) == (dialect,)


def test_a_stand_in_counts_only_alone() -> None:
    assert dialects.of_addresses(["jdbc:h2:mem:app", "jdbc:postgresql://db/app"]) == ("postgresql",)


def test_several_addresses_are_several_databases() -> None:
    assert dialects.of_addresses(["jdbc:mysql://db/app", "jdbc:postgresql://db/app"]) == ("mysql", "postgresql")


def test_drivers_and_dialects_by_their_class_names() -> None:
    assert dialects.of_classes(["org.postgresql.Driver"]) == ("postgresql",)
    assert dialects.of_classes(["org.hibernate.dialect.PostgreSQL10Dialect"]) == ("postgresql",)


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("select a::text from b", "postgresql"),
        ("alter table a add column b timestamptz", "postgresql"),
        ("CREATE INDEX CONCURRENTLY i ON a (b)", "postgresql"),
        ("create table `a` (id int) engine=InnoDB", "mysql"),
        ("create table a (id integer primary key autoincrement)", "sqlite"),
        ("create table dbo.a (b nvarchar(3))", "sqlserver"),
        ("create table a (b varchar2(3))", "oracle"),
        ("create table a (b String) engine = MergeTree()", "clickhouse"),
    ],
)
def test_statements_tell_the_database(text: str, dialect: str) -> None:
    told = dialects.of_statements([text])
    assert told is not None
    assert told[0] == dialect


def test_statements_that_every_database_understands_tell_nothing() -> None:
    assert dialects.of_statements(["create table a (id integer primary key)"]) is None


def test_what_the_files_disagree_about_is_not_guessed() -> None:
    assert dialects.of_statements(["select a::text", "create table `a` (id int)"]) is None


def test_the_nearest_folder_that_is_named_after_a_database() -> None:
    assert dialects.of_folder("mysql/db/PostgreSQL/2024") == "postgresql"
    assert dialects.of_folder("db/SQL_SERVER") == "sqlserver"
    assert dialects.of_folder("src/main/resources/db") is None


@pytest.mark.parametrize("prose", ["-- the `a` table", "/* of `a` */", "insert into a values ('as `b`, or b::text')"])
def test_comments_and_strings_tell_nothing(prose: str) -> None:
    assert dialects.of_statements([prose]) is None


def test_what_two_databases_understand_is_a_hint() -> None:
    assert dialects.of_statements(["create table a (b jsonb)"]) is None
    assert dialects.of_hints(["create table a (b jsonb)"]) == ("postgresql", "jsonb")
