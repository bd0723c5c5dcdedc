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
    "AddConstraintNotValid": "{model_name}_{constraint}_not_valid",
    "AddField": "{model_name}_{name}",
    "AddIndex": "{model_name}_{index}",
    "AddIndexConcurrently": "{model_name}_{index}",
    "AlterConstraint": "alter_{model_name}_{constraint}",
    "AlterField": "alter_{model_name}_{name}",
    "AlterIndexTogether": "alter_{name}_index_together",
    "AlterModelManagers": "alter_{name}_managers",
    "AlterModelOptions": "alter_{name}_options",
    "AlterModelTable": "alter_{name}_table",
    "AlterModelTableComment": "alter_{name}_table_comment",
    "AlterOrderWithRespectTo": "alter_{name}_order_with_respect_to",
    "AlterUniqueTogether": "alter_{name}_unique_together",
    "CreateCollation": "create_collation_{name}",
    "CreateExtension": "create_extension_{name}",
    "CreateModel": "{name}",
    "DeleteModel": "delete_{name}",
    "RemoveCollation": "remove_collation_{name}",
    "RemoveConstraint": "remove_{model_name}_{name}",
    "RemoveField": "remove_{model_name}_{name}",
    "RemoveIndex": "remove_{model_name}_{name}",
    "RemoveIndexConcurrently": "remove_{model_name}_{name}",
    "RenameField": "rename_{old_name}_{model_name}_{new_name}",
    "RenameIndex": "rename_{old_name}_{new_name}",
    "RenameModel": "rename_{old_name}_{new_name}",
    "RunPython": "{code}",
    "ValidateConstraint": "{model_name}_validate_{name}",
}
_ARGUMENT = re.compile(r"\{(\w+)\}")
_TELLS_NOTHING = re.compile(
    r"(apply|code|forwards?|func|migrate|noop|run|up|upgrade)(_(code|data|forwards?|func|function|migration))*"
)
# What rules and splits call a new migration: by a verb, and by the name of what it is about.
_OF_NAME = re.compile(r"(?P<verb>add|attach|build|check|create|drop|fill|require|validate)_(?P<rest>\w+)")
_DIGESTED = re.compile(r"(?P<rest>\w+)_[0-9a-f]{8}(?:_(?P<what>fk|uniq|like|check|pk)\w*)?")


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


def plain(slug: str, app: str) -> str:
    """What the name of a new migration says, without the app's name and the digest that Django puts into names."""
    found = _OF_NAME.fullmatch(slug)
    if found is None:
        return slug
    rest = found["rest"].removeprefix(f"{app}_")
    digested = _DIGESTED.fullmatch(rest)
    if digested is not None:
        of_index = "index" if found["verb"] in ("create", "drop") else ""
        what = digested["what"] or of_index
        rest = f"{digested['rest']}_{what}" if what else digested["rest"]
    return f"{found['verb']}_{rest}"


def suggested(elements: Iterable[str]) -> str:
    """The name that Django would suggest for a migration of these elements, but that SQL and code may stand among them.

    Empty where none of them has one to suggest.
    """
    name, more = "", False
    for fragment in map(_fragment, elements):
        longer = f"{name}_{fragment}" if name else fragment
        if name and fragment and len(longer) > _LIMIT:
            return f"{name}_and_more"
        more = more or not fragment
        name = longer if fragment else name
    return f"{name}_and_more" if name and more else name


def _fragment(element: str) -> str:
    call = taken_apart(element)
    kind = call.tree.source(call.function).rpartition(".")[2] if call else ""
    found = _ARGUMENT.findall(_FRAGMENTS.get(kind, ""))
    said = {name: _name(call, name) for name in found} if call else {}
    if not found or not all(said.values()):
        return ""
    return re.sub(r"\W+", "_", _FRAGMENTS[kind].format(**said))


def _name(call: Call, argument: str) -> str:
    """A name that is given as a text, or that of the index, constraint or function that is given; else empty."""
    value = call.value(argument)
    if value is not None and argument == "code":
        return _of_function(call.tree.source(value))
    if value is not None and value.type == "call":
        listed = value.child_by_field_name("arguments")
        named = (
            one.child_by_field_name("value")
            for one in (listed.named_children if listed else ())
            if one.type == "keyword_argument" and call.tree.source(one.named_children[0]) == "name"
        )
        value = next(named, None)
    return call.tree.source(value).strip("'\"").lower() if value is not None and value.type == "string" else ""


def _of_function(said: str) -> str:
    """What the name of a function tells of what it does; many only tell that it is called on the way up."""
    name = said.strip("_").lower()
    return name if name.isidentifier() and not _TELLS_NOTHING.fullmatch(name) else ""
