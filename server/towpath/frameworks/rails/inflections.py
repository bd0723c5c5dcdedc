"""The plural and the singular of English words, as Active Support forms them."""

import re
from collections.abc import Sequence
from functools import cache

_UNCOUNTABLE = frozenset("equipment information rice money species series fish sheep jeans police".split())
_IRREGULAR = {
    "person": "people",
    "man": "men",
    "child": "children",
    "sex": "sexes",
    "move": "moves",
    "zombie": "zombies",
}
_Rule = tuple[str, str]
# The first that fits makes the other form.
_PLURAL: tuple[_Rule, ...] = (
    (r"(quiz)$", r"\1zes"),
    (r"^(oxen)$", r"\1"),
    (r"^(ox)$", r"\1en"),
    (r"^(m|l)ice$", r"\1ice"),
    (r"^(m|l)ouse$", r"\1ice"),
    (r"(matr|vert|ind)(?:ix|ex)$", r"\1ices"),
    (r"(x|ch|ss|sh)$", r"\1es"),
    (r"([^aeiouy]|qu)y$", r"\1ies"),
    (r"(hive)$", r"\1s"),
    (r"([^f])fe$", r"\1ves"),
    (r"([lr])f$", r"\1ves"),
    (r"sis$", "ses"),
    (r"([ti])a$", r"\1a"),
    (r"([ti])um$", r"\1a"),
    (r"(buffal|tomat)o$", r"\1oes"),
    (r"(bu)s$", r"\1ses"),
    (r"(alias|status)$", r"\1es"),
    (r"(octop|vir)i$", r"\1i"),
    (r"(octop|vir)us$", r"\1i"),
    (r"^(ax|test)is$", r"\1es"),
    (r"s$", "s"),
    (r"$", "s"),
)
_SINGULAR: tuple[_Rule, ...] = (
    (r"(database)s$", r"\1"),
    (r"(quiz)zes$", r"\1"),
    (r"(matr)ices$", r"\1ix"),
    (r"(vert|ind)ices$", r"\1ex"),
    (r"^(ox)en", r"\1"),
    (r"(alias|status)(?:es)?$", r"\1"),
    (r"(octop|vir)(?:us|i)$", r"\1us"),
    (r"^(a)x[ie]s$", r"\1xis"),
    (r"(cris|test)(?:is|es)$", r"\1is"),
    (r"(shoe)s$", r"\1"),
    (r"(o)es$", r"\1"),
    (r"(bus)(?:es)?$", r"\1"),
    (r"^(m|l)ice$", r"\1ouse"),
    (r"(x|ch|ss|sh)es$", r"\1"),
    (r"(m)ovies$", r"\1ovie"),
    (r"(s)eries$", r"\1eries"),
    (r"([^aeiouy]|qu)ies$", r"\1y"),
    (r"([lr])ves$", r"\1f"),
    (r"(tive)s$", r"\1"),
    (r"(hive)s$", r"\1"),
    (r"([^f])ves$", r"\1fe"),
    (r"(^analy)(?:sis|ses)$", r"\1sis"),
    (r"(analy|ba|diagno|parenthe|progno|synop|the)(?:sis|ses)$", r"\1sis"),
    (r"([ti])a$", r"\1um"),
    (r"(n)ews$", r"\1ews"),
    (r"(ss)$", r"\1"),
    (r"s$", ""),
)


@cache
def plural(word: str) -> str:
    """`user` to `users`; only the last word of several joined by underscores changes."""
    return _formed(word, _PLURAL, _IRREGULAR)


@cache
def singular(word: str) -> str:
    """`users` to `user`."""
    return _formed(word, _SINGULAR, {many: one for one, many in _IRREGULAR.items()})


def table_of(name: str) -> str:
    """The table that the class of a model has by convention: `Admin::BlogPost` to `blog_posts`."""
    return plural(underscored(name.rpartition("::")[2]))


def underscored(name: str) -> str:
    """`BlogPost` to `blog_post`."""
    found = re.sub(r"([A-Z\d]+)([A-Z][a-z])", r"\1_\2", name.replace("::", "/"))
    return re.sub(r"([a-z\d])([A-Z])", r"\1_\2", found).replace("-", "_").lower()


def _formed(word: str, rules: Sequence[_Rule], irregular: dict[str, str]) -> str:
    if re.split(r"[\W_]+", word.lower())[-1] in _UNCOUNTABLE or not word:
        return word
    for one, other in irregular.items():
        if word.endswith(other):
            return word
        if word.endswith(one):
            return word[: -len(one)] + other
    for pattern, replacement in rules:
        found, count = re.subn(pattern, replacement, word, count=1, flags=re.I)
        if count:
            return found
    return word
