"""The names that Django gives to tables, constraints and indexes when nobody names them."""

from collections.abc import Sequence
from hashlib import md5

# How long a name may be in PostgreSQL, which Django asks its backend for.
LONGEST = 63


def digest(*names: str, length: int) -> str:
    """The part of a name that tells it from others (django.db.backends.utils.names_digest)."""
    return md5("".join(names).encode(), usedforsecurity=False).hexdigest()[:length]


def truncated(name: str) -> str:
    """A name cut to what the database takes (django.db.backends.utils.truncate_name)."""
    return name if len(name) <= LONGEST else name[: LONGEST - 4] + digest(name, length=4)


def held(name: str) -> str:
    """A name that somebody gives, as PostgreSQL holds it: the first bytes of one that is too long."""
    return name if len(name) < LONGEST // 4 else name.encode()[:LONGEST].decode(errors="ignore")


def table_name(app: str, model: str) -> str:
    """The table of a model that does not name one."""
    return truncated(f"{app}_{model.lower()}")


def many_to_many_table(table: str, field: str) -> str:
    """The table between two models; `table` is that of the model that the field stands in."""
    return truncated(f"{table}_{field}")


def index_name(table: str, columns: Sequence[str], suffix: str = "") -> str:
    """A constraint's or an index's name (BaseDatabaseSchemaEditor._create_index_name)."""
    ending = digest(table, *columns, length=8) + suffix
    joined = "_".join(columns)
    name = f"{table}_{joined}_{ending}"
    if len(name) <= LONGEST:
        return name
    ending = ending[: LONGEST // 3]
    length = (LONGEST - len(ending)) // 2 - 1
    name = f"{table[:length]}_{joined[:length]}_{ending}"
    return f"D{name[:-1]}" if name[0] == "_" or name[0].isdigit() else name


def foreign_key_name(table: str, column: str, target: str, target_column: str) -> str:
    """The name of a foreign key that its field makes."""
    return index_name(table, [column], f"_fk_{target}_{target_column}")


def automatic_index_name(table: str, columns: Sequence[str], descending: Sequence[bool], suffix: str) -> str:
    """The name that an `Index` in a model's Meta gets where it has none (Index.set_name_with_model)."""
    marked = [f"-{column}" if down else column for column, down in zip(columns, descending)]
    name = f"{table[:11]}_{columns[0][:7]}_{digest(table, *marked, suffix, length=6)}_{suffix}"
    return f"D{name[1:]}" if name[0] == "_" or name[0].isdigit() else name
