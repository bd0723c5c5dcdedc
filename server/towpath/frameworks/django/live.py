"""The application's own models where a migration asks for them: as they are now, and not as they were then."""

from collections.abc import Iterator
from typing import NamedTuple

from towpath.syntax.python import Attribute, Call, Reference, Value, is_dict, is_list

USER = "django.contrib.auth.get_user_model"
MANAGERS = ("objects", "_base_manager", "_default_manager")


class Live(NamedTuple):
    """A class that is asked for, and what of it; `rows`: what is asked tells that it is a model.

    `path` is its dotted name, or that of the function that gives the model of users.
    """

    path: str
    asked: tuple[str, ...] = ()

    @property
    def rows(self) -> bool:
        return self.path == USER or (self.asked[:1] != () and self.asked[0] in MANAGERS)


def imported(path: str) -> Live | None:
    """The class among an application's models that a dotted name is of, and what of it the name asks for."""
    if ".models." not in path:
        return None
    package, _, rest = path.partition(".models.")
    if package.endswith("django.db") or package == "django.contrib.gis.db":
        return None
    parts = rest.split(".")
    for number, part in enumerate(parts, 1):
        if part[:1].isupper():
            return Live(".".join((package, "models", *parts[:number])), tuple(parts[number:]))
    return None


def key_of(path: str, app: str) -> tuple[str, str]:
    """The app and the name of an imported class; `app` is that of the migration, for what is named from there."""
    package, _, rest = path.partition(".models")
    return package.rpartition(".")[2] or app, rest.rpartition(".")[2]


def live(value: Value) -> Iterator[Live]:
    """The classes among an application's models that a value is made of."""
    if isinstance(value, Reference):
        if found := imported(value.path):
            yield found
    elif isinstance(value, Call):
        if value.path == USER:
            yield Live(USER)
        yield from live(value.function)
        for argument in value.arguments:
            yield from live(argument.value)
    elif isinstance(value, Attribute):
        yield from live(value.owner)
    elif is_list(value):
        for item in value:
            yield from live(item)
    elif is_dict(value):
        for item in value.values():
            yield from live(item)
