"""What Django's backends differ in: the column type of each kind of field, and what the schema editor of each sends."""

from collections.abc import Mapping

from towpath.operations import replace, value
from towpath.schema import Draft, Fact

_POSTGRESQL = """
    AutoField integer; BigAutoField bigint; BigIntegerField bigint; BigIntegerRangeField int8range; BinaryField bytea;
    BooleanField boolean; CITextField citext; CharField varchar({max_length}); DateField date;
    DateRangeField daterange; DateTimeField timestamptz; DateTimeRangeField tstzrange;
    DecimalField numeric({max_digits},{decimal_places}); DecimalRangeField numrange; DurationField interval;
    FileField varchar({max_length}); FilePathField varchar({max_length}); FloatField double precision;
    GenericIPAddressField inet; HStoreField hstore; IPAddressField inet; IntegerField integer;
    IntegerRangeField int4range; JSONField jsonb; PositiveBigIntegerField bigint; PositiveIntegerField integer;
    PositiveSmallIntegerField smallint; SearchQueryField tsquery; SearchVectorField tsvector;
    SlugField varchar({max_length}); SmallAutoField smallint; SmallIntegerField smallint; TextField text;
    TimeField time; UUIDField uuid
"""
_MYSQL = """
    AutoField integer; BigAutoField bigint; BigIntegerField bigint; BinaryField longblob; BooleanField bool;
    CharField varchar({max_length}); DateField date; DateTimeField datetime(6);
    DecimalField numeric({max_digits},{decimal_places}); DurationField bigint; FileField varchar({max_length});
    FilePathField varchar({max_length}); FloatField double precision; GenericIPAddressField char(39);
    IPAddressField char(15); IntegerField integer; JSONField json; PositiveBigIntegerField bigint unsigned;
    PositiveIntegerField integer unsigned; PositiveSmallIntegerField smallint unsigned;
    SlugField varchar({max_length}); SmallAutoField smallint; SmallIntegerField smallint; TextField longtext;
    TimeField time(6); UUIDField char(32)
"""
_SQLITE = """
    AutoField integer; BigAutoField integer; BigIntegerField bigint; BinaryField blob; BooleanField bool;
    CharField varchar({max_length}); DateField date; DateTimeField datetime; DecimalField decimal; DurationField bigint;
    FileField varchar({max_length}); FilePathField varchar({max_length}); FloatField real;
    GenericIPAddressField char(39); IPAddressField char(15); IntegerField integer; JSONField text;
    PositiveBigIntegerField bigint unsigned; PositiveIntegerField integer unsigned;
    PositiveSmallIntegerField smallint unsigned; SlugField varchar({max_length}); SmallAutoField integer;
    SmallIntegerField smallint; TextField text; TimeField time; UUIDField char(32)
"""
# DatabaseWrapper.data_type_check_constraints.
_POSITIVE = {
    "PositiveBigIntegerField": '"{column}" >= 0',
    "PositiveIntegerField": '"{column}" >= 0',
    "PositiveSmallIntegerField": '"{column}" >= 0',
}

_JSON = {"JSONField": '(JSON_VALID("{column}") OR "{column}" IS NULL)'}
_RELATED = {
    "AutoField": "IntegerField",
    "BigAutoField": "BigIntegerField",
    "PositiveBigIntegerField": "BigIntegerField",
    "PositiveIntegerField": "IntegerField",
    "PositiveSmallIntegerField": "SmallIntegerField",
    "SmallAutoField": "SmallIntegerField",
}


def _types(said: str) -> dict[str, str]:
    pairs = (one.split(None, 1) for one in said.strip().split(";"))
    return {kind: name.strip() for kind, name in pairs}


@value
class Backend:
    """One of Django's backends: DatabaseWrapper.data_types, with an argument of the field in braces, and its checks.

    `dialect` is the SQL that it takes.

    `related` are the kinds of what points to a column, where that is another one. `casts`: values are written with
    their types, `like`: LIKE has an index of its own on a text. `deferrable`: foreign keys may be put off until the
    transaction ends, `keyed`: the columns of foreign keys get an index from Django, and not from the database.
    `partial`: indexes may have a condition. `cascades`: what is dropped takes others along. `anew` is what the names of
    tables begin with that are made anew for what the database cannot change; empty where it can.
    """

    dialect: str
    types: Mapping[str, str]
    checks: Mapping[str, str]
    related: Mapping[str, str] = {}
    casts: bool = False
    like: bool = False
    deferrable: bool = False
    keyed: bool = True
    partial: bool = True
    cascades: bool = False
    anew: str = ""

    @property
    def database(self) -> str:
        return self.dialect.partition(" ")[0]


POSTGRESQL = Backend(
    "postgresql", _types(_POSTGRESQL), _POSITIVE, casts=True, like=True, deferrable=True, cascades=True
)
_OF_DIALECT = {
    "mariadb": Backend("mariadb", _types(_MYSQL), _POSITIVE, keyed=False, partial=False),
    "mysql": Backend("mysql", _types(_MYSQL), _POSITIVE, keyed=False, partial=False),
    "sqlite": Backend("sqlite", _types(_SQLITE), {**_POSITIVE, **_JSON}, _RELATED, deferrable=True, anew="new__"),
    # Their own types are not known here; the SQL beside the models is read as theirs, with the models' names.
    "sqlserver": Backend("sqlserver", _types(_POSTGRESQL), _POSITIVE),
    "oracle": Backend("oracle in small letters", _types(_POSTGRESQL), _POSITIVE, deferrable=True),
}
_FACT, _TABLESPACE = "backend", "index tablespace"
# The first Django that takes MariaDB's own type for UUIDs, which it has since 10.7.
_KNOWS_UUID = (5, 0)


def facts(dialects: tuple[str, ...], version: tuple[int, int], tablespace: str = "") -> tuple[Fact, ...]:
    """What the state of models knows of its database; of several, or none that is known here, PostgreSQL is taken.

    `version` is Django's, `tablespace` where indexes lie of which nothing else is said.
    """
    found = _OF_DIALECT.get(dialects[0]) if len(dialects) == 1 else None
    if found is not None and dialects == ("mariadb",) and version >= _KNOWS_UUID:
        found = replace(found, types={**found.types, "UUIDField": "uuid"})
    known: tuple[Fact, ...] = ((_FACT, found),) if found else ()
    return (*known, (_TABLESPACE, tablespace)) if tablespace else known


def index_tablespace(draft: Draft) -> str:
    """Where indexes lie of which nothing else is said (DEFAULT_INDEX_TABLESPACE)."""
    return draft.fact(_TABLESPACE) or ""


def backend(draft: Draft) -> Backend:
    """The backend that a state of models is for."""
    found: Backend | None = draft.fact(_FACT)
    return found or POSTGRESQL
