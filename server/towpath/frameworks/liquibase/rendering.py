"""Elements as text, in each of the syntaxes, as deep as they stand."""

import json
from collections.abc import Sequence
from typing import Union

from towpath.operations import value
from towpath.source import pattern
from towpath.syntax.markup import Node
from towpath.syntax.text import Text

# A number with one dash is an id; with two it could be a date.
_PLAIN = pattern(r"[A-Za-z_$(/][\w$./ ()+<>=,@'\"-]*|\d+-[A-Za-z0-9]+")
# In braces, commas and brackets end a value as well.
_PLAIN_INSIDE = pattern(r"[A-Za-z_$(/][\w$./ ()+<>=@-]*|\d+-[A-Za-z0-9]+")
_NUMBER = pattern(r"-?(?:0|[1-9]\d{0,14})")
_WORDS = frozenset(("true", "false"))
_TAKEN = pattern(r"(?i:y|n|yes|no|on|off|true|false|null)|.*(?:: | #).*|.*[: ]")


@value
class Style:
    """How a file is written: its syntax, line end, and indentation.

    `prefix` stands before names of XML. `offset` is how much deeper than its name what is in an element of YAML stands.
    `lines`: JSON has a line for each value. `hugs`: the brace around an element opens on the line of its name. `bare`:
    it is what YAML has in braces, where only that needs quotes which would be taken for something else.
    """

    syntax: str
    newline: str = "\n"
    unit: str = "  "
    prefix: str = ""
    offset: int = 4
    lines: bool = True
    hugs: bool = False
    bare: bool = False


def sql(text: str) -> Node:
    """The change that runs SQL."""
    return Node("sql", text=Text(text))


def element(node: Node, depth: str, style: Style) -> str:
    """An element without the blanks before it and the end of its last line; in a list, with its dash or braces."""
    if style.syntax == "xml":
        return _xml(node, depth, style)
    if style.syntax == "json":
        return _wrapped({node.name: data(node)}, depth, style)
    return f"- {_yaml(node.name, data(node), depth + '  ', style)}"


def pair(node: Node, depth: str, style: Style) -> str:
    """An element that stands by its name in a mapping, and in no list."""
    if style.syntax == "xml":
        return _xml(node, depth, style)
    if style.syntax == "json":
        return f"{key(node.name, style)}: {_json(data(node), depth, style)}"
    return _yaml(node.name, data(node), depth, style)


def _xml(node: Node, depth: str, style: Style) -> str:
    name = f"{style.prefix}{node.name}"
    given = "".join(f' {key}="{escaped(str(said), quoted=True)}"' for key, said in node.attributes.items())
    inner = depth + style.unit
    children = "".join(f"{style.newline}{inner}{_xml(child, inner, style)}" for child in node.children)
    if not children and node.text is None:
        return f"<{name}{given}/>"
    text = _inside(str(node.text or ""), style)
    return f"<{name}{given}>{text}{children}{style.newline + depth if children else ''}</{name}>"


def _inside(text: str, style: Style) -> str:
    """A text between tags, quoted as a whole where it has many signs that would have to be."""
    said = text.replace("\n", style.newline)
    if sum(said.count(sign) for sign in "<&") > 1 and "]]>" not in said:
        return f"<![CDATA[{said}]]>"
    return escaped(said)


def escaped(text: str, quoted: bool = False) -> str:
    """A text of XML, or the value of an attribute."""
    said = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return said.replace('"', "&quot;").replace("\n", "&#10;") if quoted else said


# What YAML and JSON hold: scalars, mappings, and lists of mappings.
Data = Union[str, "dict[str, Data]", "list[dict[str, Data]]"]


def data(node: Node) -> Data:
    """What YAML and JSON hold for an element."""
    if node.name in ("preConditions", "rollback"):
        said: list[dict[str, Data]] = [{key: str(text)} for key, text in node.attributes.items()]
        return said + [{child.name: data(child)} for child in node.children]
    found: dict[str, Data] = {key: str(said) for key, said in node.attributes.items()}
    if node.text is not None:
        found["sql" if node.name == "sql" else "value"] = str(node.text)
    columns: list[dict[str, Data]] = [{one.name: data(one)} for one in node.children if one.name == "column"]
    found |= {"columns": columns} if columns else {}
    return found | {child.name: data(child) for child in node.children if child.name != "column"}


def key(name: str, style: Style) -> str:
    """A name, as it stands before a colon in braces."""
    return name if style.bare else json.dumps(name)


def text(said: str, style: Style) -> str:
    """A text, or true or false, as it stands in braces."""
    if style.bare:
        return _bare(said)
    return said if said in _WORDS else json.dumps(said, ensure_ascii=False)


def _bare(said: str) -> str:
    plainly = _PLAIN_INSIDE.fullmatch(said) and not _TAKEN.fullmatch(said)
    as_it_is = plainly or said in _WORDS or _NUMBER.fullmatch(said)
    return said if as_it_is else json.dumps(said, ensure_ascii=False)


def _scalar(said: str, style: Style) -> str:
    return said if _NUMBER.fullmatch(said) else text(said, style)


def _json(found: Data, depth: str, style: Style) -> str:
    if isinstance(found, str):
        return _scalar(found, style)
    inner = depth + style.unit
    if isinstance(found, list):
        return json_list([_wrapped(one, inner, style) for one in found], depth, style)
    said = [f"{key(name, style)}: {_json(one, inner, style)}" for name, one in found.items()]
    if not said or not style.lines:
        return f"{{{', '.join(said)}}}"
    between = f",{style.newline}{inner}"
    return f"{{{style.newline}{inner}{between.join(said)}{style.newline}{depth}}}"


def _wrapped(found: "dict[str, Data]", depth: str, style: Style) -> str:
    """An element in braces of its own, as it stands in a list."""
    if not style.hugs:
        return _json(found, depth, style)
    return f"{{{', '.join(f'{key(name, style)}: {_json(one, depth, style)}' for name, one in found.items())}}}"


def json_list(items: Sequence[str], depth: str, style: Style) -> str:
    """A list of values that are said already, as deep as `depth`."""
    if not style.lines or not items:
        return f"[{', '.join(items)}]"
    inner = depth + style.unit
    between = f",{style.newline}{inner}"
    return f"[{style.newline}{inner}{between.join(items)}{style.newline}{depth}]"


def plain(said: str, depth: str, style: Style) -> str:
    """A scalar of YAML: without quotes where it is none but a text, in lines of its own where it has several."""
    if "\n" in said:
        lines = "".join(f"{style.newline}{depth}{line}" if line else style.newline for line in said.split("\n"))
        return f"|-{lines}"
    if said in _WORDS or _NUMBER.fullmatch(said):
        return said
    if _PLAIN.fullmatch(said) and not _TAKEN.fullmatch(said):
        return said
    return json.dumps(said, ensure_ascii=False)


def _yaml(name: str, found: Data, depth: str, style: Style) -> str:
    """A key with its value; `depth` is where the key stands."""
    if isinstance(found, str):
        return f"{name}: {plain(found, depth + '  ', style)}"
    if not found:
        return f"{name}: {'{}' if isinstance(found, dict) else '[]'}"
    inner = depth + (" " * (style.offset - 2) if isinstance(found, dict) else "  ")
    lines: list[str] = []
    if isinstance(found, dict):
        lines += [_yaml(key, one, inner, style) for key, one in found.items()]
    else:
        lines += [f"- {_yaml(key, one, inner + '  ', style)}" for each in found for key, one in each.items()]
    return f"{name}:" + "".join(f"{style.newline}{inner}{line}" for line in lines)
