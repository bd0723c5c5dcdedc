"""CREATE TABLE, with the types that it needs and the indexes and comments behind it."""

from collections.abc import Iterator, Sequence

from towpath.frameworks.alembic.sent import columns as columns_
from towpath.frameworks.alembic.sent import elsewhere, names, objects, types
from towpath.frameworks.alembic.sent.columns import Column, is_column, specified, with_options
from towpath.frameworks.alembic.sent.constraints import (
    WRITERS,
    Owner,
    beside,
    column_names,
    primary_key,
    several,
    unique,
)
from towpath.frameworks.alembic.sent.indexes import created
from towpath.frameworks.alembic.sent.speaking import POSTGRESQL, is_mysql, quoted_literal, spoken
from towpath.frameworks.sent import Sent
from towpath.syntax.python import Call, Node, Value, is_list, returned


def create_table(owner: Owner, call: Call, items: Sequence[Value]) -> Iterator[Sent]:
    """What `op.create_table` sends, in order."""
    given = list(_flat(items))
    found = [columns_.read(item) for item in given if is_column(item)]
    others = [item for item in given if isinstance(item, Call) and item.name in (*WRITERS, "Index")]
    for column in found:
        if made := objects.needed(column.type, column.call):
            yield made
    unknown = [item for item in given if not is_column(item) and item not in others]
    yield Sent(_text(owner, call, found, others, unknown))
    for column in found:
        if column.flag("index"):
            yield _index(owner, column)
    for item in others:
        if item.name == "Index":
            keys = [argument.value for argument in item.positional[1:]]
            made = created(owner, item, item.get("name", 0), keys, item.get("unique") is True)
            yield made._replace(said=item.node)
    if isinstance(comment := call.get("comment"), str) and spoken() == POSTGRESQL:
        yield Sent(f"COMMENT ON TABLE {owner.sql} IS {quoted_literal(str(comment))}", _node(call, "comment"))
    for text, column in columns_.comments(owner.sql, found):
        yield Sent(text, _node(column.call, "comment"))


def _flat(items: Sequence[Value]) -> Iterator[Value]:
    """The columns and constraints, those that functions of the file give back looked up."""
    for item in items:
        found = returned(item)
        if is_list(found):
            yield from _flat(found)
        elif isinstance(found, Call) and found.name in ("copy", "_copy") and found.owner is not None:
            yield found.owner
        elif found is not None:
            yield found


def _node(call: Call, keyword: str) -> Node:
    found = call.find(keyword)
    return found.node if found else call.node


def _index(owner: Owner, column: Column) -> Sent:
    """The index of a column that is said to have one."""
    made = created(owner, _no_options(column.call), None, [column.name], column.flag("unique"))
    return made._replace(said=_node(column.call, "index"), flags=())


def _no_options(call: Call) -> Call:
    """A call without arguments: an index that a column asks for takes no options."""
    return Call(call.function, (), call.node)


def _text(owner: Owner, call: Call, found: list[Column], others: list[Call], unknown: list[Value]) -> str:
    elements = [_specified(column, found, others) for column in found]
    elements += [f"{names.hole(item)} {names.hole(item)}" for item in unknown]
    elements += _constraints(owner, found, others)
    words = ["CREATE", *(str(word) for word in several(call.get("prefixes"))), "TABLE"]
    words += ["IF NOT EXISTS"] if call.get("if_not_exists") is True else []
    if call.splat:
        elements.append(f"{names.hole('columns')} {names.hole('columns')}")
    return f"{' '.join(words)} {owner.sql} ({', '.join(elements)}){_options(call)}"


def _constraints(owner: Owner, found: list[Column], others: list[Call]) -> list[str]:
    """The primary key, then those that are given, then those that columns are given."""
    keys = [item for item in others if item.name == "PrimaryKeyConstraint"]
    own = [column for column in found if column.flag("primary_key")]
    said = [WRITERS[item.name](owner, item) for item in keys]
    if own and not keys:
        said = [primary_key(owner, _no_options(own[0].call), [column.name for column in own], None)]
    for item in others:
        if item.name in WRITERS and item.name != "PrimaryKeyConstraint" and item.get("use_alter") is not True:
            said.append(WRITERS[item.name](owner, item))
    for column in found:
        said += [text for text, _ in attached(owner, column)]
    return said


def attached(owner: Owner, column: Column) -> Iterator[tuple[str, Call]]:
    """The constraints of a table that one of its columns is given, and what gives them."""
    for item in column.items:
        if item.name == "ForeignKey" and item.get("use_alter") is not True:
            yield beside(owner, column.name, item), item
    if column.flag("unique") and not column.flag("index"):
        yield unique(owner, _no_options(column.call), [column.name], None), column.call
    if types.is_checked_number(column.type):
        called = owner.called("ck", types.name_of(column.type), ())
        yield f"{called}CHECK ({names.quoted(column.name)} IN (0, 1))", column.call
    if labels := types.checked(column.type):
        said = f"{names.quoted(column.name)} IN ({', '.join(map(quoted_literal, labels))})"
        yield f"{owner.called('ck', types.name_of(column.type), ())}CHECK ({said})", column.call


def _key(found: list[Column], others: list[Call]) -> list[str]:
    """The names of the columns of the primary key."""
    keys = [item for item in others if item.name == "PrimaryKeyConstraint"]
    named = [name for key in keys for name in column_names(_columns_of(key))]
    return named or [one.name for one in found if one.flag("primary_key")]


def _specified(column: Column, found: list[Column], others: list[Call], added: bool = False) -> str:
    key = _key(found, others)
    counting = _serial(column, key, others)
    if spoken() != POSTGRESQL:
        return elsewhere.specified(column, column.name in key, counting is not None, added)
    return specified(column, column.name in key, counting)


def _serial(column: Column, key: list[str], others: list[Call]) -> str | None:
    """The type of a key that counts up by itself: alone, of whole numbers, pointing nowhere."""
    if column.name not in key or column.call.get("default") is not None:
        return None
    if column.item("Identity", "Sequence") and spoken() == POSTGRESQL:
        return None
    auto = column.call.get("autoincrement")
    if auto is False or (len(key) > 1 and auto is not True):
        return None
    pointing = {name for item in others if item.name == "ForeignKeyConstraint" for name in _pointing(item)}
    points = column.name in pointing or column.item("ForeignKey") is not None
    if (points and auto not in (True, "ignore_fk")) or column.call.get("server_default") is not None:
        return None
    return types.serial(column.type)


def _columns_of(key: Call) -> list[Value]:
    return several(key.get("columns")) or [argument.value for argument in key.positional]


def _pointing(item: Call) -> list[str]:
    return column_names(several(item.get("columns", 0)))


def _options(call: Call) -> str:
    """What stands behind the closing bracket, on lines as SQLAlchemy breaks them."""
    if spoken() != POSTGRESQL:
        return elsewhere.table_options(call) if is_mysql() else ""
    said: list[str] = []
    inherits = ", ".join(map(names.quoted, column_names(several(call.get("postgresql_inherits")))))
    said += [f"INHERITS ({inherits})"] if inherits else []
    for word, key in (("PARTITION BY", "postgresql_partition_by"), ("USING", "postgresql_using")):
        value = call.get(key)
        said += [f"{word} {value}"] if isinstance(value, str) else []
    if call.get("postgresql_with"):
        said.append(f"WITH ({with_options(call.get('postgresql_with'))})")
    if isinstance(commit := call.get("postgresql_on_commit"), str):
        said.append(f"ON COMMIT {commit.replace('_', ' ').upper()}")
    if space := names.text(call.get("postgresql_tablespace")):
        said.append(f"TABLESPACE {names.quoted(space)}")
    return "".join(f"\n {one}" for one in said)


def add_column(owner: Owner, call: Call, found: Call) -> Iterator[Sent]:
    """What `op.add_column` sends: the column, then what is said beside it."""
    column = columns_.read(found)
    exists = "IF NOT EXISTS " if call.get("if_not_exists") is True else ""
    text = f"ALTER TABLE {owner.sql} ADD COLUMN {exists}{_specified(column, [column], [], added=True)}"
    inline = call.get("inline_references") is True
    text += " PRIMARY KEY" if call.get("inline_primary_key") is True and column.flag("primary_key") else ""
    beside_ = [
        one
        for one in attached(owner, column)
        if spoken() != "sqlite" or one[1] is not column.call or column.flag("unique")
    ]
    for said, item in beside_ if inline else ():
        if item.name == "ForeignKey":
            text += said[said.index(" REFERENCES ") :]
    yield Sent(text)
    for said, item in beside_:
        if not (inline and item.name == "ForeignKey"):
            node = item.node if item.name == "ForeignKey" else _node(column.call, "unique")
            yield Sent(f"ALTER TABLE {owner.sql} ADD {said}", node)
    if column.flag("index"):
        yield _index(owner, column)
    for said, _ in columns_.comments(owner.sql, [column]):
        yield Sent(said, _node(column.call, "comment"))
