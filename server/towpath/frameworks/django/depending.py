"""What a migration has to depend on, so that the models that it asks for are there."""

import re
from collections.abc import Iterable, Iterator

from towpath.frameworks.django.configuration import renamed
from towpath.frameworks.django.live import USER, key_of
from towpath.frameworks.django.sheet import Sheet
from towpath.frameworks.python.code import Group, items, written
from towpath.frameworks.python.recalled import code_of
from towpath.frameworks.writing import Ask
from towpath.operations import Migration
from towpath.source import Edit

# The last migrations of Django's own apps, the same ones since version 3.1.
_LATEST = {
    "admin": "0003_logentry_add_action_flag_choices",
    "auth": "0012_alter_user_first_name_max_length",
    "contenttypes": "0002_remove_content_type_name",
    "flatpages": "0001_initial",
    "redirects": "0002_alter_redirect_new_path_help_text",
    "sessions": "0001_initial",
    "sites": "0002_alter_domain_unique",
}


def key(ask: Ask, path: str) -> tuple[str, str]:
    """The app and the name of a model, as they are written."""
    if path == USER:
        app, _, name = dict(ask.found.settings).get("AUTH_USER_MODEL", "auth.User").partition(".")
        return app, name
    app, name = key_of(path, ask.migration.identity.partition(".")[0])
    return renamed(ask.found).get(app, app), name


def needed_for(ask: Ask, sheet: Sheet, paths: Iterable[str]) -> tuple[Edit, ...] | None:
    """The edits that make the migration depend on where the models come from; None where that is not known."""
    missing: dict[tuple[str, str], None] = {}
    for path in paths:
        app, name = key(ask, path)
        if (path == USER and _is_swappable(sheet)) or any(_tells(ask, one, app, name) for one in _before(ask)):
            continue
        later = [one for one in ask.migrations[: ask.number] if _tells(ask, one, app, name)]
        last = [one for one in ask.migrations[: ask.number] if later and one.identity.startswith(f"{app}.")]
        if not last and app not in _LATEST:
            return None
        if last or not any(app == one for _, one, _ in sheet.dependencies()):
            missing[app, last[-1].identity.partition(".")[2] if last else _LATEST[app]] = None
    listed = sheet.value("dependencies")
    if not missing or (listed is None or listed.type != "list"):
        return None if missing else ()
    text = sheet.manner.text
    pairs = tuple(f"({text(app)}, {text(name)})" for app, name in missing)
    code = code_of(listed, sheet.tree)
    if not isinstance(code, Group):
        return None
    more = code._replace(items=(*code.items, *pairs)) if code.items else items(pairs)
    return (Edit(sheet.tree.span(listed), written(more, sheet.manner, sheet.indentation)),)


def _is_swappable(sheet: Sheet) -> bool:
    """Whether the migration depends on the model of users, whichever that is."""
    listed = sheet.value("dependencies")
    return listed is not None and "swappable_dependency(settings.AUTH_USER_MODEL)" in sheet.tree.source(listed)


def _before(ask: Ask) -> Iterator[Migration]:
    """The migrations that surely run before this one."""
    known = {one.identity: one for one in ask.migrations}
    stack, seen = [*ask.migration.parents], set[str]()
    while stack:
        identity = stack.pop()
        if identity in known and identity not in seen:
            seen.add(identity)
            stack += known[identity].parents
            yield known[identity]


def _tells(ask: Ask, one: Migration, app: str, name: str) -> bool:
    """Whether a migration of an app names a model."""
    if not one.identity.startswith(f"{app}."):
        return False
    return re.search(rf"[\"']{re.escape(name)}[\"']", ask.tree.text(one.path) or "", re.I) is not None
