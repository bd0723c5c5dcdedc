"""Operations on what a database of PostgreSQL holds beside tables (django.contrib.postgres.operations)."""

from collections.abc import Callable

from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.elements import Element
from towpath.frameworks.django.signatures import EXTENSIONS
from towpath.operations import CreateObject, DropObject, Name


def _create_extension(editor: Editor, app: str, element: Element) -> None:
    name = EXTENSIONS.get(element.kind) or str(element.get("name"))
    said = f'CREATE EXTENSION IF NOT EXISTS "{name}"'
    editor.send(CreateObject("extension", Name(name), said, if_not_exists=True))


def _create_collation(editor: Editor, app: str, element: Element) -> None:
    name, provider = str(element.get("name")), element.get("provider", "libc")
    parts = [f'locale="{element.get("locale")}"']
    parts += [f'provider="{provider}"'] if provider != "libc" else []
    deterministic = element.get("deterministic") is not False
    parts += [] if deterministic else ["deterministic=false"]
    editor.draft.put(f"deterministic {name}", deterministic)
    said = f'CREATE COLLATION "{name}" ({", ".join(parts)})'
    editor.send(CreateObject("collation", Name(name), said))


def _remove_collation(editor: Editor, app: str, element: Element) -> None:
    name = str(element.get("name"))
    editor.draft.put(f"deterministic {name}", None)
    editor.send(DropObject("collation", Name(name)))


EFFECTS: dict[str, Callable[[Editor, str, Element], None]] = {
    "CreateExtension": _create_extension,
    **dict.fromkeys(EXTENSIONS, _create_extension),
    "CreateCollation": _create_collation,
    "RemoveCollation": _remove_collation,
}
