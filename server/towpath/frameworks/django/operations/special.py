"""Operations in which the author says what runs: SQL, Python, and what the database and the models each get."""

from collections.abc import Iterator

from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.functions import Around, Code, Work, code
from towpath.frameworks.django.models import concrete, is_known, model
from towpath.frameworks.embedded import Inner, statements
from towpath.operations import (
    DeleteRows,
    InsertRows,
    Inside,
    Name,
    Opaque,
    Operation,
    Places,
    RunCode,
    Statement,
    UpdateRows,
)
from towpath.syntax.python import Reference, Value, is_list

NOTHING = Statement("nothing")


def of_sql(value: Value, source: str, dialect: str) -> list[Inner]:
    """The statements that RunSQL is given: a text, or a list of texts and of texts with their parameters."""
    if isinstance(value, str):
        return statements(value, source, dialect)
    if is_list(value):
        return [inner for item in value for inner in _listed(item, source, dialect)]
    if is_noop(value):
        return [_inner(NOTHING)]
    return [_inner(Opaque(f"the SQL is put together at run time: {_short(source)}"))]


def _listed(item: Value, source: str, dialect: str) -> list[Inner]:
    text = item[0] if is_list(item) and item else item
    return statements(text, source, dialect) if isinstance(text, str) else of_sql(Reference(""), source, dialect)


def _inner(operation: Operation) -> Inner:
    return Inner((operation,), None, _nowhere)


def _nowhere() -> tuple[Places, ...]:
    return ({},)


def _short(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def is_noop(value: Value) -> bool:
    """Whether it is RunSQL.noop or RunPython.noop: declared that there is nothing to do."""
    return isinstance(value, Reference) and value.name == "noop"


def of_python(editor: Editor, value: Value, app: str) -> tuple[Operation, Inside | None]:
    """What RunPython does with a function, and where."""
    if is_noop(value):
        return NOTHING, None
    around = Around(app, editor.project.user, editor.project.labels)
    found = code(value, around)
    if found is None:
        named = value.path if isinstance(value, Reference) else getattr(value, "source", "a function")
        return Opaque(f"what {named} does is not in the project's files"), None
    tables = tuple(dict.fromkeys(_table(editor, work.model) for work in found.works if work.model))
    work = tuple(operation for one in found.works for operation in _operations(editor, one))
    live = _live(editor, found, around)
    inside = Inside(found.text, found.at)
    return RunCode("python", found.text, found.reads, found.writes, tables, work, live), inside


def _live(editor: Editor, code: Code, around: Around) -> tuple[str, ...]:
    """The models of the application's own that a function uses; other classes and their constants are not meant."""
    asked = [one for one in code.live if one.rows or (not one.asked and is_known(editor.draft, around.key(one)))]
    return tuple(dict.fromkeys(one.path for one in asked))


def _table(editor: Editor, key: tuple[str, str]) -> Name:
    return concrete(editor.draft, model(editor.draft, key)).relation


def _operations(editor: Editor, work: Work) -> Iterator[Operation]:
    """What of a function's work is one statement for the database."""
    if work.action == "execute":
        dialect = editor.backend.dialect
        for inner in of_sql(work.sql, work.source, dialect) if isinstance(work.sql, str) else ():
            yield from inner.operations
    if work.model is None or work.loop:
        return
    table = _table(editor, work.model)
    if work.action == "update":
        yield UpdateRows(table, work.source, _columns(editor, work), work.where)
    elif work.action == "delete":
        yield DeleteRows(table, work.source, work.where)
    elif work.action in ("create", "bulk_create", "get_or_create", "update_or_create"):
        yield InsertRows(table, work.source, work.action == "bulk_create")


def _columns(editor: Editor, work: Work) -> tuple[str, ...]:
    found = model(editor.draft, work.model) if work.model else None
    fields = [(name, found.field(name) if found else None) for name in work.columns]
    return tuple(f"{name}_id" if field and field.to else name for name, field in fields)
