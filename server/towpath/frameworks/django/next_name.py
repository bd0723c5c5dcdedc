"""The name of a new migration right behind another one."""

import re
from collections.abc import Iterable, Sequence

from towpath.frameworks.django.calls import Call, taken_apart
from towpath.frameworks.writing import Ask

# Django's own limit, behind which the rest is "and more".
_LIMIT = 52
# What an operation says in the name of its migration, by its class: its arguments in braces, in lower case.
_FRAGMENTS = {
    "AddConstraint": "{model_name}_{constraint}",
    "AddConstraintNotValid": "{model_name}_{constraint}",
    "AddField": "{model_name}_{name}",
    "AddIndex": "{model_name}_{index}",
    "AddIndexConcurrently": "{model_name}_{index}",
    "AlterField": "alter_{model_name}_{name}",
    "AlterModelManagers": "alter_{name}_managers",
    "AlterModelOptions": "alter_{name}_options",
    "AlterModelTable": "alter_{name}_table",
    "AlterModelTableComment": "alter_{name}_table_comment",
    "AlterOrderWithRespectTo": "alter_{name}_order_with_respect_to",
    "AlterUniqueTogether": "alter_{name}_unique_together",
    "CreateModel": "{name}",
    "DeleteModel": "delete_{name}",
    "RemoveConstraint": "remove_{model_name}_{name}",
    "RemoveField": "remove_{model_name}_{name}",
    "RemoveIndex": "remove_{model_name}_{name}",
    "RemoveIndexConcurrently": "remove_{model_name}_{name}",
    "RenameField": "rename_{old_name}_{model_name}_{new_name}",
    "RenameModel": "rename_{old_name}_{new_name}",
    "ValidateConstraint": "{model_name}_validate_{name}",
}
_ARGUMENT = re.compile(r"\{(\w+)\}")


def next_path(ask: Ask, slug: str, taken: Sequence[str]) -> str | None:
    """The path of a new migration with the next number, and behind the new ones whose paths are taken.

    Other migrations may have that number too: the order is that of dependencies.
    """
    path = taken[-1] if taken else ask.migration.path
    folder, _, file = path.rpartition("/")
    number = re.match(r"\d+", file)
    digits = f"{int(number[0]) + 1:0{len(number[0])}}_" if number else ""
    words = re.sub(r"\W+", "_", slug).strip("_").lower()
    new = f"{folder}/{digits}{words}.py"
    return None if ask.tree.has(new) or new in taken else new


def suggested(elements: Iterable[str]) -> str:
    """The name that Django would suggest for a migration of these elements; empty where one has none to suggest."""
    name = ""
    for element in elements:
        fragment = _fragment(element)
        if not fragment:
            return ""
        longer = f"{name}_{fragment}" if name else fragment
        if name and len(longer) > _LIMIT:
            return f"{name}_and_more"
        name = longer
    return name


def _fragment(element: str) -> str:
    call = taken_apart(element)
    kind = call.tree.source(call.function).rpartition(".")[2] if call else ""
    found = _ARGUMENT.findall(_FRAGMENTS.get(kind, ""))
    said = {name: _name(call, name) for name in found} if call else {}
    if not found or not all(said.values()):
        return ""
    return re.sub(r"\W+", "_", _FRAGMENTS[kind].format(**said))


def _name(call: Call, argument: str) -> str:
    """A name that is given as a text, or that of the index or constraint that is given; empty where it is none."""
    value = call.value(argument)
    if value is not None and value.type == "call":
        listed = value.child_by_field_name("arguments")
        named = (
            one.child_by_field_name("value")
            for one in (listed.named_children if listed else ())
            if one.type == "keyword_argument" and call.tree.source(one.named_children[0]) == "name"
        )
        value = next(named, None)
    return call.tree.source(value).strip("'\"").lower() if value is not None and value.type == "string" else ""
