"""SQLAlchemy's tables: classes with a `__tablename__`, SQLModel's and Flask's without, and `Table("…", …)`."""

from collections.abc import Iterator

from towpath.models.classes import Assigned, Call, Model, call_of, calls, models, text_of
from towpath.models.files import Files
from towpath.models.use import Use, Wanted
from towpath.project import Found, Tree
from towpath.source import pattern
from towpath.syntax.tree import Tree as SyntaxTree

_COLUMNS = ("Column", "mapped_column", "Field")
_NAME = pattern(r"(?:__tablename__\s*(?::\s*str\s*)?=\s*|Table\(\s*)['\"](\w+)['\"]")
_MAPPED = pattern(r"(?:\w+\.)?Mapped\[")
_BORDER = pattern(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def uses(files: Files, tree: Tree, found: Found, wanted: Wanted) -> Iterator[Use]:
    """The classes, tables, attributes and columns that stand for a table or a column."""
    # What follows from a class's name is spelled in another way.
    needed = [wanted.table.name] if found.framework != "alembic" else []
    needed += [wanted.column] if wanted.column else []
    for path in files.holding(needed, (".py",)):
        if not _may_be(files.once(path, "sqlalchemy", _named), wanted, found.framework):
            continue
        parsed = files.tree(path)
        for model in models(parsed):
            if wanted.is_table(_table(model, found.framework)):
                yield from _of(model, path, wanted)
        yield from _tables(parsed, path, wanted)


def _named(text: str) -> frozenset[str]:
    """The names that a file gives to tables; an empty one for those that follow from classes."""
    said = (match[1] for match in _NAME.finditer(text)) if "__tablename__" in text or "Table(" in text else ()
    return frozenset((*said, "") if ".Model)" in text or "table=True" in text else said)


def _may_be(named: frozenset[str], wanted: Wanted, framework: str) -> bool:
    return wanted.table.name in named or (framework == "alembic" and "" in named)


def _table(model: Model, framework: str) -> str | None:
    """The table of a class. What follows from its name alone counts only where Alembic's migrations make the tables."""
    if "__tablename__" in model.assigned:
        return model.assigned["__tablename__"].text
    if framework != "alembic" or "__abstract__" in model.assigned:
        return None
    if model.given.get("table") == "True":
        return model.name.lower()
    return _BORDER.sub("_", model.name).lower() if any(base.endswith("db.Model") for base in model.bases) else None


def _of(model: Model, path: str, wanted: Wanted) -> Iterator[Use]:
    if wanted.column is None:
        yield Use(path, model.span, f"the class {model.name}")
    for name, one in model.assigned.items():
        if wanted.column is not None and _column(name, one, model) == wanted.column:
            yield Use(path, one.span, f"the attribute {model.name}.{name}")


def _column(name: str, one: Assigned, model: Model) -> str | None:
    """The column of an attribute; None of what has none."""
    call = one.call
    if call and call.called in _COLUMNS:
        said = call.first if call.called != "Field" else None
        return said or call.given.get("name") or name
    if model.given.get("table") == "True":
        return name if one.type and (call is None or call.called != "Relationship") else None
    return name if call is None and _MAPPED.match(one.type) else None


def _tables(tree: SyntaxTree, path: str, wanted: Wanted) -> Iterator[Use]:
    """What `Table("…", metadata, Column("…"), …)` says."""
    for _, arguments in calls(tree, "Table"):
        schema = next((said for one in arguments if (said := _schema(tree.source(one)))), None)
        if not arguments or not wanted.is_table(text_of(arguments[0], tree), schema):
            continue
        if wanted.column is None:
            yield Use(path, tree.span(arguments[0]), f"the table {wanted.table}")
        for one in arguments[1:]:
            call: Call | None = call_of(one, tree)
            if call and call.called == "Column" and call.first == wanted.column:
                yield Use(path, tree.span(one), f"the table {wanted.table}")


def _schema(argument: str) -> str | None:
    name, _, value = argument.partition("=")
    return value.strip().strip("'\"") if name.strip() == "schema" else None
