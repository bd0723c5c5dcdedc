"""What each call of a migration sends to the database."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from towpath.frameworks.rails import work
from towpath.frameworks.rails.asking import Asking
from towpath.frameworks.rails.gems import ADDED, Added, plain
from towpath.frameworks.rails.guards import is_connection
from towpath.frameworks.rails.inflections import singular
from towpath.frameworks.rails.sent import names, rows, tables
from towpath.frameworks.rails.sent.alterations import ALTERATIONS, of_table
from towpath.frameworks.rails.sent.asked import Action, Altered, Asked
from towpath.frameworks.rails.sent.indexes import WORDS
from towpath.frameworks.rails.sent.objects import OBJECTS, Named
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.versions import Version
from towpath.frameworks.rails.work import Work
from towpath.frameworks.sent import Sent
from towpath.operations import ControlTransaction, Opaque, Operation
from towpath.syntax.ruby import Attribute, Call, Given, Node, Reference, Symbol, Value, is_dict, is_list

TABLES = frozenset(("create_table", "create_join_table"))
_OF_JOINS = frozenset(("table_name", "column_options"))
_OF_SQLITE = frozenset(("create_virtual_table", "drop_virtual_table"))
_EXECUTING = frozenset("execute exec_update exec_insert exec_delete exec_query update insert delete".split())
# What is given a value of the column behind all else.
_VALUED = frozenset("change_column_default change_default change_column_null change_null".split())
_ASKING = frozenset("select_all select_value select_values select_one select_rows query_value query".split())


class Embedded(NamedTuple):
    """SQL that the file holds, and the expression that it comes from."""

    text: str
    source: str


Outcome = Sent | Embedded | Work | Operation


class Arguments(NamedTuple):
    """What a call is given: by position, and as options, whichever way these are spelled."""

    positional: tuple[Value, ...]
    options: Options


def given(call: Call) -> Arguments:
    """The arguments of a call, a hash at the end taken for options."""
    positional = [argument.value for argument in call.positional]
    options: dict[Value, Value] = {one.keyword: one.value for one in call.arguments if one.keyword}
    if positional and is_dict(positional[-1]) and call.name not in _VALUED:
        options = {**positional.pop(), **options}
    return Arguments(tuple(positional), options)


class Read(NamedTuple):
    """What a call is read with: how its source is spelled, the version that it is called in, and what is known.

    `inner` are the calls on the table that its block is given.
    """

    source: Callable[[Node], str]
    version: Version
    known: Asking
    inner: Sequence[Call] = ()


def outcomes(call: Call, read: Read, taken: bool = False) -> Iterator[Outcome]:
    """What a call does; nothing for one that is harmless."""
    owner, name = call.owner, call.name
    statement = owner is None or is_connection(owner)
    known = is_schema(plain(name)) or plain(name) in _EXECUTING
    if statement and plain(name) != name and known and call.block is None:
        # pg_ha_migrations' names of Active Record's statements.
        call = Call(Reference(name := plain(name)), call.arguments, call.node, call.splat, call.block, call.passed)
    if (statement or name == "refresh_materialized_view") and name in ADDED and not call.splat:
        yield from _added(call, read)
    elif statement and isinstance(call.function, (Reference, Attribute)) and is_schema(name):
        if call.splat:
            yield Opaque(f"what {name} is given cannot be told", read.source(call.node))
        else:
            yield from _schema(call, read)
    elif isinstance(owner, Given) and owner.call.name == "change_table":
        yield from _of_table(owner.call, call, read)
    elif statement and name in _EXECUTING:
        yield from _executed(call, read)
    elif statement and name in _ASKING:
        yield Work(reads=True)
    elif name in ("begin_db_transaction", "commit_db_transaction", "rollback_db_transaction"):
        yield ControlTransaction("begin" if "begin" in name else "commit" if "commit" in name else "rollback")
    else:
        yield from _of_models(call, read, taken)


def _added(call: Call, read: Read) -> Iterator[Outcome]:
    """What a statement of a gem's does."""
    found = given(call)
    for one in ADDED[call.name](Added(call, found.positional, found.options, read.known)):
        if isinstance(one, Call):
            # What is not spelled in it has no places there.
            yield from (sent._replace(flags=()) if isinstance(sent, Sent) else sent for sent in _schema(one, read))
        else:
            yield one if isinstance(one, Sent) else Opaque(one.reason, read.source(call.node))


def is_statement(name: str) -> bool:
    """Whether it is a statement of Active Record's, or of a gem's that is known."""
    return is_schema(name) or name in ADDED or name in _EXECUTING


def is_schema(name: str) -> bool:
    """Whether it is one of the statements that change a schema."""
    return name in ALTERATIONS or name in OBJECTS or name in _WHOLE


def _schema(call: Call, read: Read) -> Iterator[Outcome]:
    found = given(call)
    if call.name in OBJECTS and not read.version.is_postgresql:
        # Extensions, types and schemas are PostgreSQL's: others have no such thing, and nothing is sent.
        return
    if call.name in _OF_SQLITE and not read.version.is_sqlite:
        yield Opaque(f"{call.name} is for SQLite only", read.source(call.node))
        return
    if call.name in OBJECTS:
        yield from OBJECTS[call.name](Named(found.positional, found.options, read.version, call))
    elif call.name in _WHOLE:
        yield from _WHOLE[call.name](call, found, read)
    else:
        owner = names.text(found.positional[0] if found.positional else None)
        asked = Asked(owner, found.positional[1:], found.options, read.version, call, read.known)
        yield from statements(owner, ALTERATIONS[call.name](asked), read.version)


def statements(owner: str, altered: Iterator[Altered], version: Version) -> Iterator[Sent]:
    """Each action as a statement of its own."""
    for one in altered:
        yield one if isinstance(one, Sent) else _alter(owner, [one], version)


def _alter(owner: str, actions: Sequence[Action], version: Version) -> Sent:
    said = ", ".join(one.sql for one in actions)
    guard = " and ".join(dict.fromkeys(one.guard for one in actions if one.guard))
    flags = actions[0].flags if len(actions) == 1 else ()
    # SQLite alters one thing at a time, or not at all: Active Record makes the table anew.
    words = WORDS if version.is_sqlite else next((one.dialect for one in actions if one.dialect), "")
    says = {name: parts for one in actions for name, parts in one.says.items()}
    return Sent(f"ALTER TABLE {names.table(owner)} {said}", guard=guard, flags=flags, dialect=words, says=says)


def _create_table(call: Call, found: Arguments, read: Read) -> Iterator[Outcome]:
    owner = names.text(found.positional[0] if found.positional else None)
    yield from _defined(tables.begun(owner, found.options, read.version), call, found.options, read)


def _defined(definition: tables.Definition, call: Call, options: Options, read: Read) -> Iterator[Outcome]:
    for one in read.inner:
        inner = given(one)
        positional = tuple(argument for argument in one.arguments if argument.keyword is None)
        plain = Call(one.function, positional[: len(inner.positional)], one.node, one.splat, one.block)
        if one.splat or not definition.call(plain, inner.options):
            yield Opaque(f"what {read.source(one.node)} defines is not known", read.source(call.node))
            return
    yield from tables.created(definition, options)


def _join_table(call: Call, found: Arguments, read: Read) -> Iterator[Outcome]:
    one, other = (names.text(value) for value in (*found.positional, None, None)[:2])
    owner = names.text(found.options.get("table_name")) or names.joining(one, other)
    # It has no key, whatever is said of one.
    options: dict[Value, Value] = {key: found.options[key] for key in found.options if key not in _OF_JOINS}
    options["id"] = False
    given_ = found.options.get("column_options")
    columns: dict[Value, Value] = {"null": False, "index": False, **(given_ if is_dict(given_) else {})}
    if not read.version.big_keys:
        columns.setdefault("type", Symbol("integer"))
    definition = tables.begun(owner, options, read.version)
    for name in (one, other):
        definition.reference(singular(names.bare(name)), columns, call.node)
    yield from _defined(definition, call, options, read)


def _drop_table(call: Call, found: Arguments, read: Read) -> Iterator[Outcome]:
    yield tables.dropped([names.text(value) for value in found.positional], found.options, read.version)


def _drop_join_table(call: Call, found: Arguments, read: Read) -> Iterator[Outcome]:
    one, other = (names.text(value) for value in (*found.positional, None, None)[:2])
    owner = names.text(found.options.get("table_name")) or names.joining(one, other)
    yield tables.dropped([owner], found.options, read.version)


def _change_table(call: Call, found: Arguments, read: Read) -> Iterator[Outcome]:
    """With `bulk`, all that the block says; what combines is put into one ALTER TABLE."""
    owner = names.text(found.positional[0] if found.positional else None)
    waiting: list[Action] = []
    behind: list[Sent] = []
    for one in read.inner:
        for altered in _table_call(owner, one, read, bulk=True) if not one.name.endswith("?") else ():
            if isinstance(altered, Action) and altered.combines and not read.version.is_sqlite:
                waiting.append(altered)
            elif isinstance(altered, Sent) and altered.sql.startswith("COMMENT"):
                behind.append(altered)
            else:
                if waiting:
                    yield _alter(owner, waiting, read.version)
                yield from behind
                waiting, behind = [], []
                yield from statements(owner, iter([altered]), read.version)
    if waiting:
        yield _alter(owner, waiting, read.version)
    yield from behind


def _table_call(owner: str, call: Call, read: Read, bulk: bool = False) -> Iterator[Altered]:
    found = given(call)
    yield from of_table(Asked(owner, found.positional, found.options, read.version, call, read.known, bulk))


def _of_table(table: Call, call: Call, read: Read) -> Iterator[Outcome]:
    """A call on the table of `change_table`, where each is done by itself."""
    if call.splat:
        yield Opaque(f"what {call.name} is given cannot be told", read.source(call.node))
        return
    if call.name.endswith("?"):
        return
    owner = names.text(table.get("table_name", 0))
    yield from statements(owner, _table_call(owner, call, read), read.version)


def _create_virtual_table(call: Call, found: Arguments, read: Read) -> Iterator[Outcome]:
    owner, module, arguments = (*found.positional, None, None, None)[:3]
    yield tables.virtual(names.text(owner), names.text(module), names.texts(arguments))


def _drop_virtual_table(call: Call, found: Arguments, read: Read) -> Iterator[Outcome]:
    yield tables.dropped([names.text(found.positional[0] if found.positional else None)], {}, read.version)


_WHOLE: dict[str, Callable[[Call, Arguments, Read], Iterator[Outcome]]] = {
    "change_table": _change_table,
    "create_join_table": _join_table,
    "create_table": _create_table,
    "create_virtual_table": _create_virtual_table,
    "drop_join_table": _drop_join_table,
    "drop_table": _drop_table,
    "drop_virtual_table": _drop_virtual_table,
}


def is_bulk(call: Call) -> bool:
    """Whether it is a `change_table` that puts together what its block says."""
    return call.name == "change_table" and given(call).options.get("bulk") is True


def _executed(call: Call, read: Read) -> Iterator[Outcome]:
    argument = call.arguments[0] if call.arguments else None
    if argument is None:
        return
    value = argument.value
    if isinstance(value, Call) and value.name.startswith("sanitize_sql"):
        value = value.get("", 0)
        if is_list(value) and value and isinstance(value[0], str):
            value = rows.filled(str(value[0]), value[1:])
    if isinstance(value, str):
        yield Embedded(value, read.source(argument.node))
    elif missing := read.known.missing(value):
        yield Opaque(f"{missing} is not there", read.source(call.node))
    else:
        yield Opaque(f"the SQL is put together at run time: {' '.join(read.source(argument.node).split())}")


def _of_models(call: Call, read: Read, taken: bool) -> Iterator[Outcome]:
    found = work.of_models(call)
    if found is not None:
        root, calls = work.chain(call)
        plain = not any(isinstance(one.owner, Given) for one in calls)
        table = work.table(root) if plain and work.is_model(root) else None
        sql = rows.statement(table, calls) if table is not None else None
        if sql is not None:
            yield Sent(sql, batched=any(one.name == "in_batches" for one in calls))
        elif found.writes or not taken:
            yield found
    elif reason := work.not_followed(call, taken):
        of = " and ".join(read.known.lost) if isinstance(call.function, Reference) else ""
        yield Opaque(f"{reason}, and {of} is not found" if of else reason, read.source(call.node))
