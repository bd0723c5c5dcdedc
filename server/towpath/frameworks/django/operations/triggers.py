"""Triggers of django-pgtrigger, which its migrations spell out, and django-pghistory's with them."""

from collections.abc import Callable

from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.elements import Element
from towpath.frameworks.django.operations.special import of_sql
from towpath.operations import Opaque
from towpath.syntax.python import Call, Value

# As its compiler has them, but for the function that lets a session ignore triggers, which is the same for all.
_FUNCTION = """
CREATE OR REPLACE FUNCTION {pgid}() RETURNS TRIGGER AS $$
    {declare}
    BEGIN
        {func}
    END;
$$ LANGUAGE plpgsql;
"""
_TRIGGER = """
DROP TRIGGER IF EXISTS {pgid} ON {table};
CREATE{constraint} TRIGGER {pgid} {when} {operation} ON {table}{timing}{referencing}
FOR EACH {level}{condition} EXECUTE PROCEDURE {execute};
COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
"""
_BETWEEN = ("constraint", "timing", "referencing", "condition")
_NEEDED = {"pgid", "table", "func", "when", "operation"}


def _add_trigger(editor: Editor, app: str, element: Element) -> None:
    trigger = element.get("trigger")
    sql = trigger.get("sql") if isinstance(trigger, Call) else None
    parts = {one.keyword: one.value for one in sql.arguments if one.keyword} if isinstance(sql, Call) else {}
    texts = {name: str(one) for name, one in parts.items() if isinstance(one, str) and not getattr(one, "holes", False)}
    if not isinstance(trigger, Call) or len(texts) < len(parts) or not texts.keys() >= _NEEDED:
        editor.send(Opaque("what trigger this is is put together at run time", element.block))
        return
    editor.draft.put(_key(app, element, trigger.get("name")), (texts["pgid"], texts["table"]))
    between = {name: f" {texts[name]}" if texts.get(name) else "" for name in _BETWEEN}
    usual = {"declare": "", "level": "ROW", "execute": f"{texts['pgid']}()", "hash": ""}
    said = {**usual, **texts, **between, "table": _quoted(texts["table"])}
    _send(editor, element, (_FUNCTION + _TRIGGER).format(**said))


def _remove_trigger(editor: Editor, app: str, element: Element) -> None:
    found: tuple[str, str] | None = editor.draft.fact(key := _key(app, element, element.get("name")))
    if found is None:
        editor.send(Opaque("what trigger this is is not in the files", element.block))
        return
    editor.draft.put(key, None)
    _send(editor, element, f"DROP TRIGGER IF EXISTS {found[0]} ON {_quoted(found[1])}")


def _key(app: str, element: Element, name: Value) -> str:
    return f"pgtrigger {app}.{str(element.get('model_name')).lower()}.{name}"


def _quoted(table: str) -> str:
    return f'"{table}"'


def _send(editor: Editor, element: Element, sql: str) -> None:
    for inner in of_sql(sql, element.block, editor.backend.dialect):
        editor.send(*inner.operations)


EFFECTS: dict[str, Callable[[Editor, str, Element], None]] = {
    "AddTrigger": _add_trigger,
    "RemoveTrigger": _remove_trigger,
}
