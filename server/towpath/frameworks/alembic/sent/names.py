"""Names as the database holds them: quoted, shortened, and made up by a naming convention, as SQLAlchemy does it."""

from collections.abc import Mapping, Sequence
from hashlib import md5
from typing import NamedTuple

from towpath.frameworks.alembic.sent.speaking import longest, manner
from towpath.source import pattern
from towpath.syntax.python import HOLE, Attribute, Call, Class, Reference, Unknown, Value, is_dict, is_list
from towpath.syntax.text import HOLES

_TOKEN = pattern(r"%\((\w+)\)s")
_OTHER = pattern(r"\W+")


class Given(NamedTuple):
    """A name that a call is given; `final`: no convention makes another one of it (`op.f`)."""

    text: str
    final: bool = False


def hole(value: Value) -> str:
    """What stands for a value that is not known."""
    return HOLE % (_OTHER.sub("_", source(value)).strip("_")[:40] or "x")


def source(value: Value) -> str:
    """How a value that is not known may be called."""
    if isinstance(value, Unknown):
        return value.source
    if isinstance(value, Reference):
        return value.name
    if isinstance(value, Call):
        return value.name or "call"
    return value.name if isinstance(value, Attribute) else "value"


def given(value: Value) -> Given | None:
    """The name that a value is; None for None."""
    if value is None:
        return None
    if isinstance(value, str):
        return Given(str(value))
    if isinstance(value, Call) and value.name in ("f", "conv", "quoted_name") and value.arguments:
        inner = given(value.arguments[0].value)
        return inner and inner._replace(final=value.name != "quoted_name")
    return Given(hole(value), True)


def text(value: Value) -> str:
    """The name that a value is; empty for None."""
    found = given(value)
    return found.text if found else ""


def table_of(value: Value) -> tuple[str, str]:
    """Name and schema of what stands for a table: its name, a Table, a mapped class."""
    if isinstance(value, Class):
        arguments = value.body.look("__table_args__") if "__table_args__" in value.body.names else None
        last = arguments[-1] if is_list(arguments) and arguments else arguments
        schema = last.get("schema") if is_dict(last) else None
        return text(value.body.look("__tablename__") if "__tablename__" in value.body.names else value), text(schema)
    if isinstance(value, Attribute) and value.name == "__table__":
        return table_of(value.owner)
    if isinstance(value, Call) and value.name in ("Table", "table", "TableClause", "create_table", "alias"):
        return text(value.get("name", 0) or value.get("table_name")), text(value.get("schema"))
    return text(value), ""


def quoted(name: str) -> str:
    """A name as SQL spells it."""
    return manner().name(name)


def qualified(name: str, schema: str = "") -> str:
    """The name of a table or index as SQL spells it; a schema may have dots in it."""
    return ".".join(map(quoted, (*schema.split("."), name) if schema else (name,)))


def shortened(name: str) -> str:
    """A name that is made up, or final, as SQLAlchemy cuts it where it is too long for the database."""
    if len(name) <= longest() or HOLES.search(name):
        return name
    return f"{name[: longest() - 8]}_{md5(name.encode(), usedforsecurity=False).hexdigest()[-4:]}"


class Convention:
    """The templates of a naming convention, by `ix`, `uq`, `ck`, `fk`, `pk`; without one, only indexes are named."""

    def __init__(self, templates: Mapping[str, str]) -> None:
        self._templates = dict(templates) or {"ix": "ix_%(column_0_label)s"}

    def name(
        self,
        kind: str,
        given: Given | None,
        table: str,
        schema: str,
        columns: Sequence[str],
        referred: tuple[str, str, Sequence[str]] = ("", "", ()),
    ) -> str | None:
        """The name of a constraint or index; None where the database makes one up.

        `referred` are table, schema and columns that a foreign key points to.
        """
        template = self._templates.get(kind)
        if given and given.final:
            return shortened(given.text)
        if template is None or (given and "%(constraint_name)s" not in template):
            return given.text if given else None
        if given is None and "%(constraint_name)s" in template:
            return None
        tokens = _Tokens(given.text if given else "", table, schema, columns, referred)
        return shortened(_TOKEN.sub(lambda match: tokens.said(match[1]), template))


class _Tokens(NamedTuple):
    """What the tokens of a template stand for."""

    constraint: str
    table: str
    schema: str
    columns: Sequence[str]
    referred: tuple[str, str, Sequence[str]]

    def said(self, token: str) -> str:
        if token == "constraint_name":
            return self.constraint
        if token == "table_name":
            return self.table
        if token == "referred_table_name":
            return self.referred[0]
        if token.startswith("referred_column_"):
            table, schema, columns = self.referred
            return _of_columns(token[len("referred_") :], table, schema, columns)
        return _of_columns(token, self.table, self.schema, self.columns)


def _of_columns(token: str, table: str, schema: str, columns: Sequence[str]) -> str:
    """What `column_0_name`, `column_0N_name` (all of them), `column_0_N_label` (all, with underscores) stand for."""
    kind = token.rpartition("_")[2]
    which = token[len("column_") : -len(kind) - 1] if token.startswith("column_") else ""
    if kind not in ("name", "key", "label") or which.strip("0123456789N_") != "":
        return HOLE % token
    label = "_".join(filter(None, (schema.replace(".", "_"), table))) if kind == "label" else ""
    said = [f"{label}_{column}" if label else column for column in columns]
    if which.endswith("N"):
        return ("_" if which.endswith("_N") else "").join(said)
    return said[int(which)] if which.isdigit() and int(which) < len(said) else HOLE % token
