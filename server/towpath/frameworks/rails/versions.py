"""What `Migration[x.y]` means: the same call does something else under another version."""

from functools import lru_cache

from towpath.operations import value
from towpath.source import pattern

_BASE = pattern(r"(?:::)?(?P<owner>\w+(?:::\w+)*::)?Migration(?:\[\s*['\"]?(?P<version>\d+(?:\.\d+)?)['\"]?\s*\])?")
_NEWEST = (8, 1)
_BEFORE_VERSIONS = (4, 2)
# GitLab has its own numbers, each on top of one of Active Record's.
_OF_GITLAB = {(1, 0): (6, 1), (2, 0): (6, 1), (2, 1): (6, 1), (2, 2): (7, 0), (2, 3): (7, 1)}


@value
class Version:
    """What decides what a call sends: the version of Active Record's migrations, and the dialect of the database."""

    number: tuple[int, int]
    dialect: str = "postgresql"

    def __str__(self) -> str:
        return ".".join(map(str, self.number))

    @property
    def is_mysql(self) -> bool:
        return self.dialect in ("mysql", "mariadb")

    @property
    def is_sqlite(self) -> bool:
        return self.dialect == "sqlite"

    @property
    def is_postgresql(self) -> bool:
        return not self.is_mysql and not self.is_sqlite

    @property
    def indexes_references(self) -> bool:
        """Whether a reference has an index where nothing is said of one."""
        return self.number >= (5, 0)

    @property
    def big_keys(self) -> bool:
        """Whether keys and references are of type bigint."""
        return self.number >= (5, 1)

    @property
    def undoes_transactions(self) -> bool:
        """Whether what stands in a `transaction` of `change` is taken back, and not done again."""
        return self.number >= (6, 0)

    @property
    def wants_definitions(self) -> bool:
        """Whether `drop_table … if_exists: true` alone is no longer taken back, with an empty table."""
        return self.number >= (8, 0)

    @property
    def undoes_schemas(self) -> bool:
        """Whether `create_schema` and `drop_schema` are taken back."""
        return self.number >= (8, 0)

    @property
    def usual_keys(self) -> bool:
        """Whether `remove_foreign_key` means, of several keys to a table, the one on the column of its name."""
        return self.number >= (8, 1)

    @property
    def keeps_timestamps(self) -> bool:
        """Whether `timestamps` may not be null."""
        return self.number >= (5, 0)

    @property
    def precise_timestamps(self) -> bool:
        """Whether `timestamps` have microseconds."""
        return self.number >= (6, 0)

    @property
    def precise_datetimes(self) -> bool:
        """Whether every datetime has microseconds."""
        return self.number >= (7, 0)

    @property
    def one_alteration(self) -> bool:
        """Whether `change_column` says type, default and nullability in one statement."""
        return self.number >= (5, 2)

    @property
    def short_names(self) -> bool:
        """Whether the name of an index is shortened where it is too long."""
        return self.number >= (7, 1)

    @property
    def polymorphic_names(self) -> bool:
        """Whether the index of a polymorphic reference is named after the reference."""
        return self.number >= (6, 1)

    @property
    def forced_extensions(self) -> bool:
        """Whether an extension is dropped with what depends on it."""
        return self.number < (7, 1)

    @property
    def random_uuids(self) -> bool:
        """Whether keys of type uuid come from gen_random_uuid()."""
        return self.number >= (5, 1)


def newest(dialect: str) -> Version:
    """What a class is taken for that says no version."""
    return Version(_NEWEST, dialect)


@lru_cache(maxsize=1000)
def version(superclass: str, dialect: str = "postgresql") -> Version | None:
    """The version that the class of a migration is derived from; None where it is no class of migrations."""
    found = _BASE.fullmatch(superclass.strip())
    if found is None:
        return None
    owner, said = found["owner"] or "", found["version"]
    if said is None:
        return Version(_BEFORE_VERSIONS if owner == "ActiveRecord::" else _NEWEST, dialect)
    major, _, minor = said.partition(".")
    number = (int(major), int(minor or 0))
    return Version(_OF_GITLAB.get(number, number) if owner.startswith("Gitlab::") else number, dialect)
