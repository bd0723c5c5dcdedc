"""Names of objects, as the database holds them: folded, unquoted."""

from typing import NamedTuple


class Name(NamedTuple):
    """An object's name, and its schema (for MySQL: its database) where the author gave one."""

    name: str
    schema: str | None = None

    def __str__(self) -> str:
        return f"{self.schema}.{self.name}" if self.schema else self.name


def named(text: str) -> Name:
    """The name that a plain dotted text stands for: `named("app.users")` is `Name("users", "app")`."""
    schema, _, name = text.rpartition(".")
    return Name(name, schema or None)
