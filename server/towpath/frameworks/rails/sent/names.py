"""Names as the database holds them: quoted, and made up and shortened by Active Record's rules."""

from collections.abc import Sequence
from hashlib import sha256

from towpath.frameworks.rails.inflections import plural, singular
from towpath.frameworks.rails.versions import Version
from towpath.source import pattern
from towpath.syntax.ruby import HOLE, NAME_QUOTE, Attribute, Call, Reference, Symbol, Unknown, Value, is_list
from towpath.syntax.text import HOLES

_LONGEST_INDEX = 62
_QUOTE = '"'
_OTHER = pattern(r"\W+")


def hole(value: Value) -> str:
    """What stands for a value that is not known."""
    return HOLE % (_OTHER.sub("_", _source(value)).strip("_")[:40] or "x")


def _source(value: Value) -> str:
    if isinstance(value, Unknown):
        return value.source
    if isinstance(value, (Reference, Attribute, Call)):
        return value.name
    return "value"


def text(value: Value) -> str:
    """The name that a value is; empty for nil."""
    if value is None:
        return ""
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else hole(value)


def texts(value: Value) -> list[str]:
    """The names that a value is: one, or a list of them."""
    return [text(item) for item in value] if is_list(value) else [text(value)] if value is not None else []


def quoted(name: str) -> str:
    """A name as SQL spells it, but for the sign that quotes it; one with a placeholder in it is left as it is."""
    return name if "${" in name else f"{NAME_QUOTE}{name.replace(_QUOTE, _QUOTE * 2)}{NAME_QUOTE}"


def table(name: str) -> str:
    """The name of a table or of an index, perhaps with a schema, as SQL spells it."""
    return ".".join(
        quoted(part.strip(f"{_QUOTE}{NAME_QUOTE}")) for part in (name.split(".") if "${" not in name else [name])
    )


def columns(names: Sequence[str]) -> str:
    return ", ".join(map(quoted, names))


def bare(name: str) -> str:
    """The name of a table without its schema."""
    return name.rpartition(".")[2]


def is_expression(value: Value) -> bool:
    """Whether the column of an index is an expression: a text, and no symbol, with more in it than a name."""
    if not isinstance(value, str) or isinstance(value, Symbol):
        return False
    return _OTHER.search(HOLES.sub("x", value)) is not None


def index(owner: str, value: Value, version: Version) -> str:
    """The name that an index has where none is given; `value` is what it is on."""
    if is_expression(value):
        text = str(value)
        said = HOLE % "expression" if HOLES.search(text) else "_".join(_words(text))
        return _index(owner, [said], version)
    return _index(owner, texts(value), version)


def _words(expression: str) -> list[str]:
    return [word for word in _OTHER.split(expression) if word]


def _index(owner: str, names: Sequence[str], version: Version) -> str:
    said = owner if not version.short_names else bare(owner)
    name = f"index_{said}_on_{'_and_'.join(names)}"
    if not version.short_names or len(name.encode()) <= _LONGEST_INDEX or HOLES.search(name):
        return name
    behind = "_" + sha256(name.encode()).hexdigest()[:10]
    short = f"idx_on_{'_'.join(names)}".encode()[: _LONGEST_INDEX - len(behind)].decode("utf-8", "ignore")
    return short + behind


def foreign_key(owner: str, names: Sequence[str]) -> str:
    """The name that a foreign key has where none is given."""
    return f"fk_rails_{hashed(f'{owner}_' + '_and_'.join(names) + '_fk')}"


def check(owner: str, expression: str) -> str:
    return f"chk_rails_{hashed(f'{owner}_{expression}_chk')}"


def exclusion(owner: str, expression: str) -> str:
    return f"excl_rails_{hashed(f'{owner}_{expression}_excl')}"


def unique(owner: str, said: Sequence[str]) -> str:
    return f"uniq_rails_{hashed(f'{owner}_' + '_and_'.join(said) + '_unique')}"


def hashed(said: str) -> str:
    """The ten signs by which names that are made up differ; nobody knows those of what is not known."""
    return HOLE % "signs" if HOLES.search(said) else sha256(said.encode()).hexdigest()[:10]


def pointing(target: str, key: str = "id") -> str:
    """The column that points to a table by convention."""
    return f"{singular(bare(target))}_{key}"


def of_reference(name: str) -> str:
    """The table that a reference is to by convention."""
    return plural(name)


def joining(one: str, other: str) -> str:
    """The table that joins two tables: their names in order, what they both begin with said once."""
    first, second = sorted((one, other))
    common = f"{first}\0{second}"
    shared = pattern(r"^(.*[._])(.+)\0\1(.+)").sub(r"\1\2_\3", common)
    return shared.replace("\0", "_")
