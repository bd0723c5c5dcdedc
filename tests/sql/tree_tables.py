"""libpg_query's trees of CREATE TABLE, ALTER TABLE and their parts, said as our operations in normal form."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from postgast import pg_query_pb2 as pg

from sql.normal import bound_of_tree, dotted, elements_of_tree, expression_of_tree, strings, type_of_tree
from towpath import operations as ops
from towpath.operations import Name, Operation


class Found(NamedTuple):
    """An operation, whether it said ONLY, and whether it hangs on IF EXISTS (of ALTER)."""

    operation: Operation
    only: bool = False
    guarded: bool = False


def name(relation: pg.RangeVar) -> Name:
    return Name(relation.relname, relation.schemaname or None)


def definition(command: Any) -> Any:
    """The content of a node's `def` field, a word that Python keeps for itself."""
    return inner(getattr(command, "def"))


def inner(node: pg.Node) -> Any:
    """What a node holds, whatever its kind; None for an empty node."""
    kind = node.WhichOneof("node")
    return kind and getattr(node, kind)


def expression(message: Any, field: str) -> str | None:
    return expression_of_tree(getattr(message, field)) if message.HasField(field) else None


def type_value(node: pg.TypeName) -> ops.Type:
    """The whole text of a type stands in its name: normal forms are only ever compared."""
    return ops.Type(type_of_tree(node))


ROLES = {
    pg.RoleSpecType.ROLESPEC_CURRENT_ROLE: "current_role",
    pg.RoleSpecType.ROLESPEC_CURRENT_USER: "current_user",
    pg.RoleSpecType.ROLESPEC_SESSION_USER: "session_user",
    pg.RoleSpecType.ROLESPEC_PUBLIC: "public",
}


def role(node: pg.RoleSpec) -> Name:
    return Name(node.rolename or ROLES[node.roletype])


ACTIONS = {"a": None, "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
MATCHES = {"s": None, "f": "FULL", "p": "PARTIAL"}


class Timing(NamedTuple):
    """The constraint attributes that the grammar hangs beside a column's constraint."""

    deferrable: bool = False
    deferred: bool = False
    enforced: bool = True


def constraint_of(
    node: pg.Constraint, column: str | None = None, timing: Timing | None = None
) -> ops.Constraint | None:
    """A table's or a column's constraint; None for what is a property of the column (DEFAULT, identity, …)."""
    columns = (column,) if column else strings(node.keys)
    deferrable, deferred, enforced = timing or Timing(node.deferrable, node.initdeferred, node.is_enforced)
    deferrable, called, kind = deferrable or deferred, node.conname or None, pg.ConstrType
    if node.contype == kind.CONSTR_PRIMARY:
        index, include = node.indexname or None, strings(node.including)
        return ops.PrimaryKey(columns, called, index, include, deferrable, deferred, node.without_overlaps)
    if node.contype == kind.CONSTR_UNIQUE:
        distinct = not node.nulls_not_distinct
        index, include = node.indexname or None, strings(node.including)
        return ops.Unique(columns, called, index, include, distinct, deferrable, deferred, node.without_overlaps)
    if node.contype == kind.CONSTR_CHECK:
        text = expression_of_tree(node.raw_expr)
        return ops.Check(text, called, not node.skip_validation or not enforced, enforced, not node.is_no_inherit)
    if node.contype == kind.CONSTR_NOTNULL:
        return ops.NotNull(columns[0], called, not node.skip_validation, not node.is_no_inherit)
    if node.contype == kind.CONSTR_FOREIGN:
        return ops.ForeignKey(
            (column,) if column else strings(node.fk_attrs),
            name(node.pktable),
            strings(node.pk_attrs),
            called,
            ACTIONS[node.fk_del_action],
            ACTIONS[node.fk_upd_action],
            MATCHES[node.fk_matchtype],
            not node.skip_validation or not enforced,
            enforced,
            deferrable,
            deferred,
            strings(node.fk_del_set_cols),
            node.fk_with_period,
        )
    if node.contype == kind.CONSTR_EXCLUSION:
        return ops.Exclusion(
            elements_of_tree(node.exclusions),
            called,
            node.access_method,
            expression(node, "where_clause"),
            deferrable,
            deferred,
            strings(node.including),
        )
    return None


def _timing(following: Iterable[pg.Constraint]) -> Timing:
    deferrable = deferred = False
    enforced, kind = True, pg.ConstrType
    for node in following:
        if node.contype not in ATTRIBUTES:
            break
        deferrable |= node.contype == kind.CONSTR_ATTR_DEFERRABLE
        deferred |= node.contype == kind.CONSTR_ATTR_DEFERRED
        enforced &= node.contype != kind.CONSTR_ATTR_NOT_ENFORCED
    return Timing(deferrable, deferred, enforced)


ATTRIBUTES = frozenset(number for word, number in pg.ConstrType.items() if word.startswith("CONSTR_ATTR_"))


def column_of(node: pg.ColumnDef) -> tuple[ops.Column, list[ops.Constraint]]:
    """A column and the constraints written beside it."""
    parts = [item.constraint for item in node.constraints]
    default = expression_text = None
    nullable, generated, identity, sequence, kind = True, None, None, (), pg.ConstrType
    constraints: list[ops.Constraint] = []
    for at, part in enumerate(parts):
        if part.contype == kind.CONSTR_DEFAULT:
            default = expression_of_tree(part.raw_expr)
        elif part.contype == kind.CONSTR_GENERATED:
            generated = "stored" if part.generated_kind == "s" else "virtual"
            expression_text = expression_of_tree(part.raw_expr)
        elif part.contype == kind.CONSTR_IDENTITY:
            identity = "always" if part.generated_when == "a" else "by default"
            sequence = sequence_options(part.options)
        elif part.contype == kind.CONSTR_NOTNULL:
            nullable = False
            own = constraint_of(part, node.colname) if part.conname else None
            constraints += [own] if own else []
        elif found := constraint_of(part, node.colname, _timing(parts[at + 1 :])):
            constraints.append(found)
    of = type_value(node.type_name) if node.HasField("type_name") else None
    collation = dotted(node.coll_clause.collname) if node.HasField("coll_clause") else None
    said = (nullable, default, generated, expression_text, identity, collation, sequence)
    return ops.Column(node.colname, of, *said), constraints  # type: ignore[arg-type]


def sequence_options(nodes: Iterable[pg.Node]) -> ops.SequenceOptions:
    """What is said of a sequence, without its owner."""
    options = ((item.def_elem.defname, inner(item.def_elem.arg)) for item in nodes)
    return tuple(_option(name, found) for name, found in options if name not in ("owned_by", "generated"))


def _option(name: str, found: Any) -> tuple[str, str | None]:
    """An option and its value, in which NO is a word of the option's own."""
    if isinstance(found, pg.Boolean):
        return name if found.boolval else f"no {name}", None
    if found is None:
        return f"no {name}" if name in ("minvalue", "maxvalue") else name, None
    if isinstance(found, pg.TypeName):
        return name, type_of_tree(found)
    if isinstance(found, pg.List):
        return name.replace("_", " "), dotted(found.items)
    return name, str(found.ival) if isinstance(found, pg.Integer) else found.fval


def owner_of(nodes: Iterable[pg.Node]) -> list[str] | None:
    """The parts of the column that a sequence shall belong to; None where nothing is said."""
    owners = [item.def_elem.arg.list.items for item in nodes if item.def_elem.defname == "owned_by"]
    return list(strings(owners[-1])) if owners else None


def create_table(node: pg.CreateStmt, **_: object) -> Iterator[Found]:
    columns: list[ops.Column] = []
    constraints: list[ops.Constraint] = []
    copied: list[ops.Copied] = []
    for element in node.table_elts:
        if element.HasField("column_def"):
            column, beside = column_of(element.column_def)
            columns.append(column)
            constraints += beside
        elif element.HasField("table_like_clause"):
            like = element.table_like_clause
            copied.append(ops.Copied(name(like.relation), (str(like.options),)))
        elif found := constraint_of(element.constraint):
            constraints.append(found)
    parents = [name(item.range_var) for item in node.inh_relations]
    partition = node.HasField("partbound")
    yield Found(
        ops.CreateTable(
            name(node.relation),
            tuple(columns),
            tuple(constraints),
            node.if_not_exists,
            node.relation.relpersistence == "t" or node.relation.schemaname == "pg_temp",
            node.relation.relpersistence == "u",
            STRATEGIES[node.partspec.strategy] if node.HasField("partspec") else None,
            parents[0] if partition else None,
            bound_of_tree(node.partbound) if partition else None,
            tuple(copied),
            () if partition else tuple(parents),
            row_type=ops.named(type_of_tree(node.of_typename)) if node.HasField("of_typename") else None,
        )
    )


STRATEGIES = {
    pg.PartitionStrategy.PARTITION_STRATEGY_LIST: "list",
    pg.PartitionStrategy.PARTITION_STRATEGY_RANGE: "range",
    pg.PartitionStrategy.PARTITION_STRATEGY_HASH: "hash",
}


def create_index(node: pg.IndexStmt, **_: object) -> Iterator[Found]:
    only = not node.relation.inh
    yield Found(
        ops.CreateIndex(
            node.idxname or None,
            name(node.relation),
            tuple(index_key(item.index_elem) for item in node.index_params),
            node.unique,
            node.concurrent,
            node.if_not_exists,
            only,
            node.access_method,
            tuple(item.index_elem.name for item in node.index_including_params),
            not node.nulls_not_distinct,
            expression(node, "where_clause"),
        )
    )


def index_key(node: pg.IndexElem) -> ops.IndexKey:
    nulls = {pg.SortByNulls.SORTBY_NULLS_FIRST: True, pg.SortByNulls.SORTBY_NULLS_LAST: False}
    return ops.IndexKey(
        node.name or None,
        expression(node, "expr"),
        dotted(node.collation) if node.collation else None,
        dotted(node.opclass) if node.opclass else None,
        node.ordering == pg.SortByDir.SORTBY_DESC,
        nulls.get(node.nulls_ordering),
    )


def create_domain(node: pg.CreateDomainStmt, **_: object) -> Iterator[Found]:
    """A domain reads like a column without a table."""
    as_column = pg.ColumnDef(colname="value", type_name=node.type_name, constraints=node.constraints)
    column, constraints = column_of(as_column)
    collation = dotted(node.coll_clause.collname) if node.HasField("coll_clause") else None
    assert column.type
    domain = Name(*reversed(strings(node.domainname)[-2:]))
    nullable, default = column.nullable is True, column.default
    yield Found(ops.CreateDomain(domain, column.type, nullable, default, tuple(constraints), collation))


def create_enum(node: pg.CreateEnumStmt, **_: object) -> Iterator[Found]:
    yield Found(ops.CreateEnum(Name(*reversed(strings(node.type_name)[-2:])), strings(node.vals)))
