"""CREATE TABLE as `create_table` and its block define it, with the indexes and comments behind it."""

from collections.abc import Iterator, Sequence

from towpath.frameworks.rails.sent import constraints, indexes, names
from towpath.frameworks.rails.sent.columns import Column, column, comment, commented, options_of, specified
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.sent.references import reference
from towpath.frameworks.rails.versions import Version
from towpath.frameworks.sent import Sent
from towpath.syntax.ruby import Call, Node, Symbol, Value, is_dict, is_list

_KEY_OPTIONS = ("limit", "default", "precision")
# Methods of a table's definition that define no column.
_OTHERS = frozenset(
    """
    column timestamps references belongs_to index foreign_key check_constraint exclusion_constraint unique_constraint
    primary_key remove_column
    """.split()
)
# Methods that every value has, or that ask something.
_NOTHING = frozenset(("name", "options", "columns", "with_options", "tap", "then"))


class Definition:
    """A table that is being defined."""

    def __init__(self, owner: str, version: Version) -> None:
        self.owner = owner
        self.version = version
        self.columns: list[Column] = []
        self.keys: list[str] = []
        self.constraints: dict[str, list[str]] = {"fk": [], "check": [], "excl": [], "uniq": []}
        self.indexes: list[tuple[Value, Options, Node | None]] = []

    def call(self, call: Call, options: Options) -> bool:
        """What one call on the definition defines; whether that is known."""
        given = [argument.value for argument in call.positional]
        name = call.name
        if name == "column":
            self._column(names.text(given[0] if given else None), given[1] if len(given) > 1 else None, options, call)
        elif name == "timestamps":
            self._timestamps(options, call)
        elif name in ("references", "belongs_to"):
            for one in given:
                self.reference(names.text(one), options, call.node)
        elif name == "index":
            self.indexes.append((given[0] if given else options.get("column"), options, call.node))
        elif name == "primary_key":
            self._key(names.text(given[0] if given else None), given[1] if len(given) > 1 else None, options, call.node)
        elif name == "remove_column":
            self.columns = [one for one in self.columns if one.name not in map(names.text, given)]
        elif name in _OTHERS:
            self._constraint(name, given, options)
        elif name in _NOTHING or name.endswith("?"):
            return True
        elif not given:
            return False
        else:
            for one in given:
                self._column(names.text(one), Symbol(name), options, call)
        return True

    def _column(self, name: str, kind: Value, options: Options, call: Call) -> None:
        indexed = options.get("index")
        rest = {key: value for key, value in options.items() if key != "index"}
        self.columns.append(column(name, kind, rest, self.version, call.node))
        if indexed:
            self.indexes.append((Symbol(name), options_of(indexed), call.node))

    def _timestamps(self, options: Options, call: Call) -> None:
        for name in ("created_at", "updated_at"):
            self._column(name, Symbol("datetime"), timestamps(options, self.version), call)

    def reference(self, name: str, options: Options, said: Node | None) -> None:
        found = reference(name, options, self.version, self.owner)
        for one, kind, rest in found.columns:
            self.columns.append(column(one, kind, rest, self.version, said))
        if found.index is not None:
            self.indexes.append((found.index, found.index_options, said))
        if found.target is not None:
            self._foreign_key(found.target, found.key_options)

    def _foreign_key(self, target: str, options: Options) -> None:
        self.constraints["fk"].append(constraints.foreign_key(self.owner, target, options, self.version))

    def _key(self, name: str, kind: Value, options: Options, said: Node | None) -> None:
        self.columns.append(key_column(name, kind or Symbol("primary_key"), options, self.version, said))

    def _constraint(self, name: str, given: Sequence[Value], options: Options) -> None:
        first = given[0] if given else None
        if name == "foreign_key":
            self._foreign_key(names.text(first), options)
        elif name == "check_constraint":
            self.constraints["check"].append(constraints.check(self.owner, names.text(first), options, self.version))
        elif name == "exclusion_constraint":
            self.constraints["excl"].append(constraints.exclusion(self.owner, names.text(first), options))
        else:
            self.constraints["uniq"].append(constraints.unique(self.owner, first, options))

    def elements(self) -> list[str]:
        found = [specified(one) for one in self.columns]
        found += [f"PRIMARY KEY ({names.columns(self.keys)})"] if self.keys else []
        if self.version.is_mysql:
            # Its indexes stand among the columns.
            given = (indexes.within(self.owner, on, said, self.version, table=False) for on, said, _ in self.indexes)
            found += given
        return found + [one for some in self.constraints.values() for one in some]


def timestamps(options: Options, version: Version) -> Options:
    """The options of the columns of `timestamps`."""
    said = dict(options)
    if said.get("null") is None:
        said["null"] = not version.keeps_timestamps
    if "precision" not in said:
        said["precision"] = 6 if version.precise_timestamps else None
    return said


def key_column(name: str, kind: Value, options: Options, version: Version, said: Node | None = None) -> Column:
    """The column of a primary key."""
    given = {**options, "primary_key": True}
    if names.text(kind) == "primary_key" and not version.big_keys:
        kind = Symbol("integer")
    if names.text(kind) == "uuid" and "default" not in given:
        given["default"] = Symbol("gen_random_uuid()" if version.random_uuids else "uuid_generate_v4()")
    return column(name, kind, given, version, said)


def begun(owner: str, options: Options, version: Version) -> Definition:
    """The definition of a table as its block finds it: with its key."""
    definition = Definition(owner, version)
    kind = options.get("id", Symbol("primary_key" if version.big_keys else "integer"))
    if kind is False or kind is None or isinstance(options.get("as"), str):
        return definition
    given: dict[Value, Value] = {key: options[key] for key in _KEY_OPTIONS if key in options}
    if not version.big_keys and names.text(kind) in ("integer", "bigint") and "id" in options:
        given.setdefault("default", None)
    if is_dict(kind):
        given |= {key: value for key, value in kind.items() if key != "type"}
        kind = kind.get("type", Symbol("primary_key"))
    key = options.get("primary_key")
    if is_list(key):
        definition.keys = names.texts(key)
    else:
        kind = Symbol("primary_key") if kind is True else kind
        definition.columns.append(key_column(names.text(key) or "id", kind, given, version))
    return definition


def created(definition: Definition, options: Options) -> Iterator[Sent]:
    """The statements that make a table."""
    owner = definition.owner
    if options.get("force"):
        yield dropped([owner], {"force": options["force"], "if_exists": True}, definition.version)
    words = "CREATE TEMPORARY TABLE" if options.get("temporary") is True else "CREATE TABLE"
    words += " IF NOT EXISTS" if options.get("if_not_exists") is True else ""
    elements = definition.elements()
    behind = _options(options, definition.version)
    behind += f" AS {options['as']}" if isinstance(options.get("as"), str) else ""
    body = f" ({', '.join(elements)})" if elements or not options.get("as") else ""
    yield Sent(f"{words} {names.table(owner)}{body}{behind}")
    for on, said, node in definition.indexes if not definition.version.is_mysql else ():
        given = {**said, "if_not_exists": True} if options.get("if_not_exists") is True else said
        for one in indexes.created(owner, on, given, definition.version):
            yield one._replace(said=node)
    if not definition.version.is_postgresql:
        return
    if options.get("comment"):
        yield Sent(f"COMMENT ON TABLE {names.table(owner)} IS {commented(options['comment'])}")
    for found in definition.columns:
        if found.options.get("comment"):
            yield Sent(comment(owner, found), found.said)


def _options(options: Options, version: Version) -> str:
    """What stands behind the columns of a table."""
    said = options.get("options")
    own = f" {said}" if isinstance(said, str) else ""
    if not version.is_mysql:
        return own
    if said is None and not version.one_alteration:
        own = " ENGINE=InnoDB"
    charset, collation = (names.text(options.get(key)) for key in ("charset", "collation"))
    before = f" DEFAULT CHARSET={charset}" if charset else ""
    before += f" COLLATE={collation}" if collation else ""
    comment_ = f" COMMENT {commented(options['comment'])}" if options.get("comment") else ""
    return f"{before}{own}{comment_}"


def virtual(owner: str, module: str, arguments: Sequence[str]) -> Sent:
    """A table of SQLite's that a module keeps."""
    return Sent(f"CREATE VIRTUAL TABLE IF NOT EXISTS {names.table(owner)} USING {module} ({', '.join(arguments)})")


def dropped(tables: Sequence[str], options: Options, version: Version) -> Sent:
    words = "DROP TABLE IF EXISTS" if options.get("if_exists") is True else "DROP TABLE"
    behind = " CASCADE" if options.get("force") == "cascade" and not version.is_sqlite else ""
    return Sent(f"{words} {', '.join(map(names.table, tables))}{behind}")
