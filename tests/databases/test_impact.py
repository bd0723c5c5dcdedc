"""Impact as it is asked for: versions, databases without facts, and what is not in the state."""

import pytest

from databases.proofs import proofs
from databases.replay import read, replayed
from towpath.databases import CONFLICTS, UNKNOWN, Database, Impact, database, impact, strongest
from towpath.operations import AddColumn, CreateTable, ForeignKey, Name, Opaque, Operation, RedefineColumn, RunCode
from towpath.operations.tables import Column
from towpath.schema import Recorded, State

T = Name("t")
ANY = Database("postgresql", "", tuple(range(12, 19)))


def asked(text: str, setup: str = "", on: str = "postgresql@18", state: State | None = None) -> Impact:
    """The impact of one statement after some others."""
    where = database(on)
    assert where
    ((operation,),) = read(text)
    return impact(operation, replayed(state or State(), setup), where)


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        ("postgresql", (12, 13, 14, 15, 16, 17, 18)),
        ("postgresql@15", (15,)),
        ("postgresql@15.4", (15,)),
        (" PostgreSQL@18 ", (18,)),
        ("postgresql@9.6", (12,)),
        ("postgresql@21", (18,)),
        ("mysql@8.4", (8,)),
        ("mariadb", (10, 11)),
        ("sqlite@3.40.1", (40,)),
        ("sqlite@3", tuple(range(35, 55))),
        ("oracle@19", ()),
    ],
)
def test_a_database_is_named_with_or_without_a_version(text: str, versions: tuple[int, ...]) -> None:
    found = database(text)
    assert found
    assert found.versions == versions


@pytest.mark.parametrize("text", ["", "postgres", "pg@15", "postgresql@", "postgresql@x", "postgresql 15", "@15"])
def test_what_names_no_database(text: str) -> None:
    assert database(text) is None


def test_a_version_without_facts_is_said() -> None:
    assert asked("DROP TABLE t", on="postgresql@9.6").assumes == ("there are no facts for postgresql 9, taken as 12",)
    assert not asked("DROP TABLE t", on="postgresql@12").assumes


@pytest.mark.parametrize("operation", [Opaque("?"), RunCode("python", "x"), RedefineColumn(T, Column("a"))])
def test_what_is_not_understood_is_unknown(operation: Operation) -> None:
    assert impact(operation, State(), ANY) == UNKNOWN


def test_a_database_without_facts_is_unknown() -> None:
    assert impact(CreateTable(T), State(), Database("oracle")) == UNKNOWN


def test_of_several_versions_the_most_cautious_answer() -> None:
    detach = "ALTER TABLE pt DETACH PARTITION p1"
    assert dict(asked(detach, on="postgresql@13").locks)[Name("p1")] == "SHARE UPDATE EXCLUSIVE"
    assert dict(asked(detach, on="postgresql@14").locks)[Name("p1")] == "ACCESS EXCLUSIVE"
    assert dict(asked(detach, on="postgresql").locks)[Name("p1")] == "ACCESS EXCLUSIVE"
    assert asked("GRANT SELECT ON t TO x", on="postgresql@17").locks == ()
    assert asked("GRANT SELECT ON t TO x", on="postgresql").locks == ((T, "ACCESS SHARE"),)


def test_what_no_version_in_play_runs_is_refused() -> None:
    late = "ALTER TABLE t ADD CONSTRAINT n NOT NULL a NOT VALID"
    assert asked(late, on="postgresql@15").refused == "there is no such thing before version 18"
    assert not asked(late, on="postgresql").refused
    divided = "CREATE TABLE t (k integer) PARTITION BY RANGE (k); CREATE TABLE u PARTITION OF t DEFAULT"
    key = "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (k) REFERENCES p (id) NOT VALID"
    assert asked(key, divided, "postgresql@17").refused
    assert not asked(key, divided, "postgresql@18").refused
    assert asked("CREATE INDEX CONCURRENTLY i ON t (k)", divided).refused


@pytest.mark.parametrize(
    ("text", "setup", "assumed"),
    [
        ("ALTER TABLE t ALTER COLUMN a TYPE bigint", "", "the type of t.a is not in the files"),
        ("ALTER TABLE t ALTER COLUMN a SET NOT NULL", "", "whether a CHECK proves t.a"),
        ("ALTER TABLE t ADD COLUMN n integer DEFAULT mine()", "", "whether mine() is volatile"),
        ("ALTER TABLE t ADD COLUMN n odd", "", "what odd is is not in the files"),
        ("ALTER TABLE t ADD CONSTRAINT p PRIMARY KEY USING INDEX i", "", "the columns of i"),
        ("DELETE FROM t WHERE a = 1", "", "whether an index of t serves the WHERE"),
        ("ALTER TABLE t ALTER COLUMN a TYPE timestamptz", "CREATE TABLE t (a timestamp)", "the session's time zone"),
        ("ALTER TABLE t ALTER COLUMN a TYPE odd", "CREATE TABLE t (a text)", "what odd is, is not in the files"),
        ("ALTER TABLE t ALTER COLUMN g SET EXPRESSION AS (1)", "", "whether t.g is stored"),
    ],
)
def test_what_decides_and_is_not_known_is_assumed(text: str, setup: str, assumed: str) -> None:
    found = asked(text, setup)
    assert [said for said in found.assumes if said.startswith(assumed)]
    assert found.provenance in ("proven", "documented")


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE t ADD COLUMN n integer DEFAULT 7",
        "ALTER TABLE t DROP COLUMN a",
        "DROP TABLE t",
        "CREATE INDEX i ON t (a)",
        "DROP INDEX i",
        "ALTER TABLE t DROP CONSTRAINT c",
        "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)",
        "INSERT INTO t VALUES (1)",
    ],
)
def test_an_unknown_table_is_old_and_in_use_which_is_no_assumption(text: str) -> None:
    found = asked(text)
    assert not found.assumes
    assert found.locks


def test_an_index_of_an_unknown_table_stands_for_it() -> None:
    assert asked("DROP INDEX i").blocks_reads == (Name("i"),)
    assert asked("DROP INDEX i", "CREATE INDEX i ON t (a)").blocks_reads == (T,)
    assert asked("REINDEX TABLE t").blocks_reads == (T,)


def test_a_table_known_to_have_no_index_rebuilds_none() -> None:
    bare = asked("ALTER TABLE t ADD COLUMN n serial", "CREATE TABLE t (a integer)")
    assert (bare.rewrites, bare.rebuilds_indexes) == ((T,), ())
    keyed = asked("ALTER TABLE t ADD COLUMN n serial", "CREATE TABLE t (a integer PRIMARY KEY)")
    assert keyed.rebuilds_indexes == (T,)


def test_every_table_of_a_schema_is_said_as_one() -> None:
    assert asked("REINDEX SCHEMA app").blocks_writes == (Name("*", "app"),)
    assert asked("VACUUM FULL").blocks_reads == (Name("*"),)


def test_names_are_found_along_the_search_path() -> None:
    found = asked("ALTER TABLE t ALTER COLUMN a SET NOT NULL", "CREATE TABLE public.t (a integer NOT NULL)")
    assert not found.scans


def test_a_length_in_a_template_is_no_error() -> None:
    found = asked("ALTER TABLE t ALTER COLUMN a TYPE varchar(${n})", "CREATE TABLE t (a varchar(10))")
    assert found.rewrites == (T,)


def test_modes_that_no_other_covers() -> None:
    assert strongest(("ACCESS SHARE", "ROW SHARE")) == ("ROW SHARE",)
    assert strongest(("SHARE", "SHARE UPDATE EXCLUSIVE")) == ("SHARE UPDATE EXCLUSIVE", "SHARE")
    assert strongest(("SHARE", "ACCESS EXCLUSIVE", "SHARE UPDATE EXCLUSIVE")) == ("ACCESS EXCLUSIVE",)
    assert all((one in CONFLICTS[other]) == (other in CONFLICTS[one]) for one in CONFLICTS for other in CONFLICTS)


@pytest.mark.parametrize("on", ["postgresql", "postgresql@12", "postgresql@18", "sqlite"])
def test_no_operation_is_an_error_whatever_is_known(on: str, base: State) -> None:
    where = database(on)
    assert where
    for proof in proofs():
        for operations in read(f"{proof.setup}; {proof.statement}"):
            for operation in operations:
                for state in (State(), base):
                    assert isinstance(impact(operation, state, where), Impact)


def test_what_was_asked_of_the_state_can_be_recorded(base: State) -> None:
    """Whoever keeps an answer asks through a lookup that is no state and only gives facts."""
    for proof in proofs():
        for operations in read(proof.statement):
            for operation in operations:
                assert impact(operation, Recorded(base), ANY) == impact(operation, base, ANY)


def test_a_key_of_which_the_type_is_not_known_is_taken_as_no_domain() -> None:
    where = database("postgresql@18")
    assert where
    key = ForeignKey(("owner_id",), Name("users"), ("id",))
    of_key = impact(AddColumn(T, Column("owner_id", None, True), (key,)), State(), where)
    assert of_key.rewrites == ()
    assert of_key.assumes == ("the type of t.owner_id is not in the files, taken as no domain with a constraint",)
    other = impact(AddColumn(T, Column("owner_id", None, True)), State(), where)
    assert other.rewrites
    assert "taken as a domain" in other.assumes[0]


def test_a_type_that_a_program_chooses_is_no_domain() -> None:
    found = asked("ALTER TABLE t ADD COLUMN a ${Kind}", "CREATE TABLE t (id int)")
    assert (found.rewrites, found.assumes) == (
        (),
        ("what ${Kind} is is not in the files, taken as no domain with a constraint",),
    )
