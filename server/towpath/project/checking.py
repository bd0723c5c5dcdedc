"""Settings held against the schema and the catalogue: what is wrong is told and left out."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from towpath.project.configuration import Keys, Layer
from towpath.project.errors import ConfigurationError, UnknownNameError, WrongValueError, meant
from towpath.project.keys import SCHEMA
from towpath.project.validate import said, wrong


def layer(path: str, values: Mapping[str, Any], text: str = "", prefix: Keys = ()) -> Layer:
    """A layer of the values that are right, with an error for each that is not."""
    checked = Layer(path, values, (), text, prefix)
    problems: list[ConfigurationError] = []
    right: Any = dict(values)
    # From the last one on, since what goes from a list moves what is behind it.
    for one in reversed(list(wrong(SCHEMA, values))):
        kind = UnknownNameError if one.unknown else WrongValueError
        problems.append(kind(path, checked.line(one.keys, one.found), one.message))
        right = _without(right, one.keys)
    return checked._replace(values=right, problems=tuple(reversed(problems)))


def _without(values: Any, keys: Keys) -> Any:
    """The values without the one at these keys; a list that holds something wrong goes as a whole, but for folders."""
    first, rest = keys[0], keys[1:]
    if isinstance(first, str) and first not in values:
        return values
    whole = not rest or not (isinstance(values[first], dict) or first == "folder")
    if isinstance(first, int):
        kept = () if whole or rest == ("path",) else (_without(values[first], rest),)
        return [*values[:first], *kept, *values[first + 1 :]]
    if whole:
        return {key: item for key, item in values.items() if key != first}
    return {**values, first: _without(values[first], rest)}


def misnamed(
    one: Layer, rules: Mapping[str, Mapping[str, object]], families: Collection[str]
) -> Iterator[ConfigurationError]:
    """The names in a layer that are no rule, family or option of a rule, and options of the wrong kind."""
    yield from _misnamed(one, one.values, (), rules, families)
    for number, folder in enumerate(one.values.get("folder", ())):
        yield from _misnamed(one, folder, ("folder", number), rules, families)


def _misnamed(
    one: Layer,
    values: Mapping[str, Any],
    at: Keys,
    rules: Mapping[str, Mapping[str, object]],
    families: Collection[str],
) -> Iterator[ConfigurationError]:
    known = [*rules, *families, "ALL"]
    for key in ("select", "ignore", "only", "severity"):
        for name in values.get(key, ()):
            if name not in known or (key == "severity" and name == "ALL"):
                line = one.line((*at, key, name) if key == "severity" else (*at, key), name)
                yield UnknownNameError(one.path, line, f'there is no rule or family "{name}"{meant(name, known)}')
    for rule, options in values.get("rule", {}).items():
        if rule not in rules:
            yield UnknownNameError(
                one.path, one.line((*at, "rule", rule)), f'there is no rule "{rule}"{meant(rule, rules)}'
            )
            continue
        for option, item in options.items():
            yield from _option(one, (*at, "rule", rule, option), item, rules[rule])


def _option(one: Layer, keys: Keys, item: object, known: Mapping[str, object]) -> Iterator[ConfigurationError]:
    rule, option = keys[-2], str(keys[-1])
    if option not in known:
        has = meant(option, known) if known else ", it has none"
        yield UnknownNameError(one.path, one.line(keys), f'the rule {rule} has no option "{option}"{has}')
        return
    default = known[option]
    kind = list if isinstance(default, tuple | list | set | frozenset) else type(default)
    if not isinstance(item, kind) or isinstance(item, bool) != isinstance(default, bool):
        expected = _KINDS.get(kind, kind.__name__)
        message = f"rule.{rule}.{option} is {said(item)}, expected {expected}"
        yield WrongValueError(one.path, one.line(keys), message)


_KINDS: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    list: "a list",
}
