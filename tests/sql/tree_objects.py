"""libpg_query's trees of statements on objects other than a table's own definition, said as our operations."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from postgast import pg_query_pb2 as pg

from sql.normal import statement_of_tree, strings, type_of_tree
from sql.tree_tables import Found, constraint_of, definition, expression, inner, name, owner_of, role, sequence_options
from towpath import operations as ops
from towpath.operations import Name, Statement

Object = pg.ObjectType

# What an object is called in SQL, for `comment on …`, `alter … rename` and `DropObject.kind`.
WORDS: dict[int, str] = {
    Object.OBJECT_ACCESS_METHOD: "access method",
    Object.OBJECT_AGGREGATE: "aggregate",
    Object.OBJECT_ATTRIBUTE: "attribute",
    Object.OBJECT_CAST: "cast",
    Object.OBJECT_COLLATION: "collation",
    Object.OBJECT_COLUMN: "column",
    Object.OBJECT_CONVERSION: "conversion",
    Object.OBJECT_DATABASE: "database",
    Object.OBJECT_DOMAIN: "domain",
    Object.OBJECT_DOMCONSTRAINT: "constraint",
    Object.OBJECT_EVENT_TRIGGER: "event trigger",
    Object.OBJECT_EXTENSION: "extension",
    Object.OBJECT_FDW: "foreign data wrapper",
    Object.OBJECT_FOREIGN_SERVER: "server",
    Object.OBJECT_FOREIGN_TABLE: "foreign table",
    Object.OBJECT_FUNCTION: "function",
    Object.OBJECT_INDEX: "index",
    Object.OBJECT_LANGUAGE: "language",
    Object.OBJECT_LARGEOBJECT: "large object",
    Object.OBJECT_MATVIEW: "materialized view",
    Object.OBJECT_OPCLASS: "operator class",
    Object.OBJECT_OPERATOR: "operator",
    Object.OBJECT_OPFAMILY: "operator family",
    Object.OBJECT_POLICY: "policy",
    Object.OBJECT_PROCEDURE: "procedure",
    Object.OBJECT_PUBLICATION: "publication",
    Object.OBJECT_ROLE: "role",
    Object.OBJECT_ROUTINE: "routine",
    Object.OBJECT_RULE: "rule",
    Object.OBJECT_SCHEMA: "schema",
    Object.OBJECT_SEQUENCE: "sequence",
    Object.OBJECT_STATISTIC_EXT: "statistics",
    Object.OBJECT_SUBSCRIPTION: "subscription",
    Object.OBJECT_TABCONSTRAINT: "constraint",
    Object.OBJECT_TABLE: "table",
    Object.OBJECT_TABLESPACE: "tablespace",
    Object.OBJECT_TRANSFORM: "transform",
    Object.OBJECT_TRIGGER: "trigger",
    Object.OBJECT_TSCONFIGURATION: "text search configuration",
    Object.OBJECT_TSDICTIONARY: "text search dictionary",
    Object.OBJECT_TSPARSER: "text search parser",
    Object.OBJECT_TSTEMPLATE: "text search template",
    Object.OBJECT_TYPE: "type",
    Object.OBJECT_VIEW: "view",
}
# Parts of a relation: libpg_query keeps them as one dotted name with the relation before them.
PARTS = (
    Object.OBJECT_COLUMN,
    Object.OBJECT_POLICY,
    Object.OBJECT_RULE,
    Object.OBJECT_TABCONSTRAINT,
    Object.OBJECT_TRIGGER,
)
BY_METHOD = (Object.OBJECT_OPCLASS, Object.OBJECT_OPFAMILY)


def joined(names: Sequence[str]) -> Name:
    """A name from its parts, the last two of them."""
    return Name(*reversed(names[-2:]))


def parts(nodes: Iterable[pg.Node]) -> Name:
    return joined(strings(nodes))


def type_name(node: pg.TypeName) -> Name:
    """A type as an object: its canonical name, its schema if it has one."""
    text = type_of_tree(node)
    schema, _, last = text.rpartition(".")
    return Name(last, schema or None)


def objects_of(kind: int, node: pg.Node) -> tuple[Name, ...]:
    """The names that a statement uses for an object: relation and part, both types of a cast."""
    found = inner(node)
    if isinstance(found, pg.String):
        return (Name(found.sval),)
    if isinstance(found, pg.TypeName):
        return (type_name(found),)
    if isinstance(found, pg.ObjectWithArgs):
        return (parts(found.objname),)
    if isinstance(found, pg.RangeVar):
        return (name(found),)
    if isinstance(found, pg.Integer | pg.Float):
        return (Name(str(found.ival) if isinstance(found, pg.Integer) else found.fval),)
    if not isinstance(found, pg.List):
        return ()
    items = list(found.items)
    if kind in PARTS:
        return (parts(items[:-1]), Name(items[-1].string.sval))
    if kind in BY_METHOD:
        return (parts(items[1:]),)
    if items[0].HasField("type_name"):
        return tuple(Name(item.string.sval) if item.HasField("string") else type_name(item.type_name) for item in items)
    return (parts(items),)


# What is named by more than a name: dropping one is a statement, as dropping several operators at once is.
UNNAMED = (
    Object.OBJECT_CAST,
    Object.OBJECT_OPCLASS,
    Object.OBJECT_OPERATOR,
    Object.OBJECT_OPFAMILY,
    Object.OBJECT_TRANSFORM,
)


def drop(node: pg.DropStmt, **_: object) -> Iterator[Found]:
    kind, cascade = node.remove_type, node.behavior == pg.DropBehavior.DROP_CASCADE
    if kind in UNNAMED:
        objects = [found for item in node.objects for found in objects_of(kind, item)]
        yield Found(Statement(f"drop {WORDS[kind]}", tuple(objects)))
        return
    for item in node.objects:
        names = objects_of(kind, item)
        if kind == Object.OBJECT_TABLE:
            yield Found(ops.DropTable(names[0], node.missing_ok, cascade))
        elif kind == Object.OBJECT_INDEX:
            yield Found(ops.DropIndex(names[0], node.concurrent, node.missing_ok, cascade))
        elif kind in PARTS:
            yield Found(ops.DropObject(WORDS[kind], names[1], node.missing_ok, cascade, names[0]))
        else:
            yield Found(ops.DropObject(WORDS[kind], names[0], node.missing_ok, cascade))


def dropped(kind: str, at: Callable[[Any], Name]) -> Callable[..., Iterator[Found]]:
    """The reading of a node that drops one thing of a kind of its own."""

    def read(node: Any, **_: object) -> Iterator[Found]:
        cascade = isinstance(node, pg.DropSubscriptionStmt) and node.behavior == pg.DropBehavior.DROP_CASCADE
        yield Found(ops.DropObject(kind, at(node), node.missing_ok, cascade))

    return read


def drop_roles(node: pg.DropRoleStmt, **_: object) -> Iterator[Found]:
    for item in node.roles:
        yield Found(ops.DropObject("role", role(item.role_spec), node.missing_ok))


def rename(node: pg.RenameStmt, **_: object) -> Iterator[Found]:
    kind = node.rename_type
    only = node.HasField("relation") and not node.relation.inh and kind != Object.OBJECT_ATTRIBUTE
    yield Found(_renamed(node), only, node.missing_ok)


def _renamed(node: pg.RenameStmt) -> ops.Operation:
    kind, to, part = node.rename_type, node.newname, Name(node.subname)
    if not node.HasField("relation"):
        objects = objects_of(kind, node.object) if node.HasField("object") else (part,)
        if kind == Object.OBJECT_DOMCONSTRAINT:
            return ops.AlterDomain(objects[0], "rename constraint", name=node.subname, to=to)
        return ops.RenameObject(WORDS[kind], objects[-1], to)
    relation = name(node.relation)
    if kind == Object.OBJECT_TABLE:
        return ops.RenameTable(relation, to)
    if kind == Object.OBJECT_INDEX:
        return ops.RenameIndex(relation, to)
    if kind == Object.OBJECT_TABCONSTRAINT:
        return ops.RenameConstraint(relation, node.subname, to)
    if kind == Object.OBJECT_COLUMN and node.relation_type == Object.OBJECT_TABLE:
        return ops.RenameColumn(relation, node.subname, to)
    if kind in (Object.OBJECT_COLUMN, Object.OBJECT_ATTRIBUTE):
        return Statement(f"alter {WORDS[node.relation_type]} rename {WORDS[kind]}", (relation, part))
    if node.subname:
        return ops.RenameObject(WORDS[kind], part, to, relation)
    return ops.RenameObject(WORDS[kind], relation, to)


def set_schema(node: pg.AlterObjectSchemaStmt, **_: object) -> Iterator[Found]:
    only = node.HasField("relation") and not node.relation.inh
    if node.object_type == Object.OBJECT_TABLE:
        yield Found(ops.MoveTable(name(node.relation), node.newschema), only, node.missing_ok)
        return
    objects = (name(node.relation),) if node.HasField("relation") else objects_of(node.object_type, node.object)
    yield Found(ops.MoveObject(WORDS[node.object_type], objects[-1], node.newschema), only, node.missing_ok)


def owner_to(node: pg.AlterOwnerStmt, **_: object) -> Iterator[Found]:
    owned = objects_of(node.object_type, node.object)[-1]
    yield Found(ops.SetOwner(WORDS[node.object_type], owned, str(role(node.newowner))))


def depends(node: pg.AlterObjectDependsStmt, **_: object) -> Iterator[Found]:
    objects = objects_of(0, node.object) if node.HasField("object") else ()
    relation = (name(node.relation),) if node.HasField("relation") else ()
    yield Found(Statement(f"alter {WORDS[node.object_type]} depends on extension", (*relation, *objects)))


def comment(node: pg.CommentStmt, **_: object) -> Iterator[Found]:
    kind, objects = node.objtype, objects_of(node.objtype, node.object)
    if kind in (Object.OBJECT_CAST, Object.OBJECT_TRANSFORM):
        yield Found(Statement(f"comment on {WORDS[kind]}", objects))
        return
    words = "domain constraint" if kind == Object.OBJECT_DOMCONSTRAINT else WORDS[kind]
    *table, of = objects
    yield Found(ops.SetComment(words, of, node.comment or None, table[0] if table else None))


def security_label(node: pg.SecLabelStmt, **_: object) -> Iterator[Found]:
    yield Found(Statement(f"security label on {WORDS[node.objtype]}", objects_of(node.objtype, node.object)))


def grant(node: pg.GrantStmt, **_: object) -> Iterator[Found]:
    everything = node.targtype == pg.GrantTargetType.ACL_TARGET_ALL_IN_SCHEMA
    kind = f"all {PLURALS[node.objtype]} in schema" if everything else _granted_on(node.objtype)
    for item in node.objects:
        names = objects_of(Object.OBJECT_SCHEMA if everything else node.objtype, item)
        yield Found(_granted(node, kind, names[-1], None))


def _granted_on(kind: int) -> str:
    words = "parameter" if kind == Object.OBJECT_PARAMETER_ACL else WORDS[kind]
    return f"foreign {words}" if words == "server" else words


PLURALS = {
    Object.OBJECT_FUNCTION: "functions",
    Object.OBJECT_LARGEOBJECT: "large objects",
    Object.OBJECT_PROCEDURE: "procedures",
    Object.OBJECT_ROUTINE: "routines",
    Object.OBJECT_SCHEMA: "schemas",
    Object.OBJECT_SEQUENCE: "sequences",
    Object.OBJECT_TABLE: "tables",
    Object.OBJECT_TYPE: "types",
}


def _granted(node: Any, kind: str, of: Name | None, later: str | None) -> ops.Operation:
    privileges = ",".join(_privilege(item.access_priv) for item in node.privileges) or "all"
    roles = ",".join(str(role(item.role_spec)) for item in node.grantees)
    if node.is_grant:
        return ops.Grant(privileges, kind, of, roles, later=later)
    only, cascade = "grant option for" if node.grant_option else "", node.behavior == pg.DropBehavior.DROP_CASCADE
    return ops.Revoke(privileges, kind, of, roles, later=later, only=only, cascade=cascade)


def _privilege(node: pg.AccessPriv) -> str:
    columns = f"({','.join(strings(node.cols))})" if node.cols else ""
    return f"{(node.priv_name or 'all').replace(' ', '')}{columns}".lower()


def grant_role(node: pg.GrantRoleStmt, **_: object) -> Iterator[Found]:
    roles = ",".join(str(role(item.role_spec)) for item in node.grantee_roles)
    only = f"{node.opt[0].def_elem.defname} option for" if node.opt and not node.is_grant else ""
    cascade = node.behavior == pg.DropBehavior.DROP_CASCADE
    for item in node.granted_roles:
        granted = Name(item.access_priv.priv_name)
        if node.is_grant:
            yield Found(ops.Grant("", "role", granted, roles))
        else:
            yield Found(ops.Revoke("", "role", granted, roles, only=only, cascade=cascade))


def default_privileges(node: pg.AlterDefaultPrivilegesStmt, **_: object) -> Iterator[Found]:
    later = [_later(item.def_elem) for item in node.options]
    yield Found(_granted(node.action, PLURALS[node.action.objtype], None, "".join(later)))


def _later(option: pg.DefElem) -> str:
    items = [inner(item) for item in option.arg.list.items]
    names = [item.sval if isinstance(item, pg.String) else str(role(item)) for item in items]
    return f"{'inschema' if option.defname == 'schemas' else 'forrole'}{','.join(names)}"


def publication(node: Any, **_: object) -> Iterator[Found]:
    """CREATE and ALTER PUBLICATION: the publication, then the tables and schemas that it speaks of."""
    objects = [Name(node.pubname)]
    for item in node.pubobjects:
        spec = item.publication_obj_spec
        if spec.HasField("pubtable"):
            objects.append(name(spec.pubtable.relation))
        elif spec.name:
            objects.append(Name(spec.name))
    if isinstance(node, pg.CreatePublicationStmt):
        yield Found(ops.CreateObject("publication", objects[0], "", others=tuple(objects[1:])))
        return
    actions = {pg.AlterPublicationAction.AP_AddObjects: "add", pg.AlterPublicationAction.AP_DropObjects: "drop"}
    word = "set" if node.options else actions.get(node.action, "set")
    yield Found(Statement(f"alter publication {word}", tuple(objects)))


SUBSCRIPTION_WORDS = {
    pg.AlterSubscriptionType.ALTER_SUBSCRIPTION_OPTIONS: "set",
    pg.AlterSubscriptionType.ALTER_SUBSCRIPTION_CONNECTION: "connection",
    pg.AlterSubscriptionType.ALTER_SUBSCRIPTION_SET_PUBLICATION: "set publication",
    pg.AlterSubscriptionType.ALTER_SUBSCRIPTION_ADD_PUBLICATION: "add publication",
    pg.AlterSubscriptionType.ALTER_SUBSCRIPTION_DROP_PUBLICATION: "drop publication",
    pg.AlterSubscriptionType.ALTER_SUBSCRIPTION_REFRESH: "refresh publication",
    pg.AlterSubscriptionType.ALTER_SUBSCRIPTION_SKIP: "skip",
}


def subscription(node: pg.AlterSubscriptionStmt, **_: object) -> Iterator[Found]:
    if node.kind == pg.AlterSubscriptionType.ALTER_SUBSCRIPTION_ENABLED:
        word = "enable" if node.options[0].def_elem.arg.boolean.boolval else "disable"
    else:
        word = SUBSCRIPTION_WORDS[node.kind]
    yield Found(Statement(f"alter subscription {word}", (Name(node.subname),)))


DOMAIN_WORDS: dict[str, Any] = {
    "N": "drop not null",
    "O": "set not null",
    "C": "add constraint",
    "X": "drop constraint",
    "V": "validate constraint",
}


def alter_domain(node: pg.AlterDomainStmt, **_: object) -> Iterator[Found]:
    action = DOMAIN_WORDS.get(node.subtype) or ("set default" if node.HasField("def") else "drop default")
    said: dict[str, Any] = {"name": node.name or None, "if_exists": node.missing_ok}
    said["cascade"] = node.behavior == pg.DropBehavior.DROP_CASCADE
    if action == "set default":
        said["default"] = expression(node, "def")
    if action == "add constraint":
        content = definition(node)
        said["constraint"] = constraint_of(content, "")
    yield Found(ops.AlterDomain(parts(node.type_name), action, **said))


MAPPING_WORDS = {
    pg.AlterTSConfigType.ALTER_TSCONFIG_ADD_MAPPING: "add mapping",
    pg.AlterTSConfigType.ALTER_TSCONFIG_DROP_MAPPING: "drop mapping",
}


def alter_configuration(node: pg.AlterTSConfigurationStmt, **_: object) -> Iterator[Found]:
    words = MAPPING_WORDS.get(node.kind, "alter mapping")
    yield Found(Statement(f"alter text search configuration {words}", (parts(node.cfgname),)))


def alter_enum(node: pg.AlterEnumStmt, **_: object) -> Iterator[Found]:
    of = parts(node.type_name)
    if node.old_val:
        yield Found(ops.RenameEnumValue(of, node.old_val, node.new_val))
        return
    neighbour = node.new_val_neighbor or None
    before, after = (None, neighbour) if node.new_val_is_after else (neighbour, None)
    yield Found(ops.AddEnumValue(of, node.new_val, node.skip_if_new_val_exists, before, after))


def create_trigger(node: pg.CreateTrigStmt, **_: object) -> Iterator[Found]:
    kind = "constraint trigger" if node.isconstraint else "trigger"
    other = (name(node.constrrel),) if node.HasField("constrrel") else ()
    yield Found(ops.CreateObject(kind, Name(node.trigname), "", name(node.relation), other, replace=node.replace))


def create_statistics(node: pg.CreateStatsStmt, **_: object) -> Iterator[Found]:
    tables = [name(item.range_var) for item in node.relations if item.HasField("range_var")]
    if not node.defnames:
        yield Found(Statement("create statistics", tuple(tables)))
        return
    of, others, exists = parts(node.defnames), tuple(tables[1:]), node.if_not_exists
    yield Found(ops.CreateObject("statistics", of, "", tables[0], others, if_not_exists=exists))


def create_schema(node: pg.CreateSchemaStmt, **_: object) -> Iterator[Found]:
    of = Name(node.schemaname) if node.schemaname else role(node.authrole)
    yield Found(ops.CreateObject("schema", of, "", if_not_exists=node.if_not_exists))


def create_sequence(node: pg.CreateSeqStmt, **_: object) -> Iterator[Found]:
    path, kept = owner_of(node.options), node.sequence.relpersistence
    owner = (joined(path[:-1]), path[-1]) if path and len(path) > 1 else None
    switches = (node.if_not_exists, kept == "t", kept == "u")
    yield Found(ops.CreateSequence(name(node.sequence), sequence_options(node.options), owner, *switches))


def alter_sequence(node: pg.AlterSeqStmt, **_: object) -> Iterator[Found]:
    path = owner_of(node.options)
    owner = (joined(path[:-1]), path[-1]) if path and len(path) > 1 else None
    free = path is not None and owner is None
    yield Found(
        ops.AlterSequence(name(node.sequence), sequence_options(node.options), owner, free), guarded=node.missing_ok
    )


def create_view(node: pg.ViewStmt, *, sql: str) -> Iterator[Found]:
    query = node.query
    if "recursive" in sql.lower().split("view")[0]:
        query = node.query.select_stmt.with_clause.ctes[0].common_table_expr.ctequery
    columns, temporary = () if node.aliases == [] else strings(node.aliases), node.view.relpersistence == "t"
    recursive = query is not node.query
    check = CHECKED.get(node.with_check_option, "")
    yield Found(
        ops.CreateView(
            name(node.view),
            statement_of_tree(query),
            node.replace,
            columns=columns,
            temporary=temporary,
            recursive=recursive,
            check_option=check,
        )
    )


CHECKED = {
    pg.ViewCheckOption.LOCAL_CHECK_OPTION: "withlocalcheckoption",
    pg.ViewCheckOption.CASCADED_CHECK_OPTION: "withcascadedcheckoption",
}


def create_table_as(node: pg.CreateTableAsStmt, **_: object) -> Iterator[Found]:
    relation, query = node.into.rel, statement_of_tree(node.query)
    if node.objtype == Object.OBJECT_MATVIEW:
        exists, filled, columns = node.if_not_exists, not node.into.skip_data, strings(node.into.col_names)
        yield Found(ops.CreateView(name(relation), query, False, True, exists, filled, columns=columns))
        return
    created = table_from_query(relation, query, node.if_not_exists)
    columns = tuple(ops.Column(column, None, None) for column in strings(node.into.col_names))
    yield Found(dataclasses.replace(created, columns=columns, with_data=not node.into.skip_data))


def table_from_query(relation: pg.RangeVar, query: str, if_not_exists: bool = False) -> ops.CreateTable:
    temporary, unlogged = relation.relpersistence == "t", relation.relpersistence == "u"
    return ops.CreateTable(
        name(relation), if_not_exists=if_not_exists, temporary=temporary, unlogged=unlogged, query=query
    )


VOLATILITIES = {"immutable", "stable", "volatile"}


def create_function(node: pg.CreateFunctionStmt, **_: object) -> Iterator[Found]:
    options = {item.def_elem.defname: item.def_elem.arg for item in node.options}
    language = options["language"].string.sval if "language" in options else "sql"
    volatility: Any = options["volatility"].string.sval if "volatility" in options else "volatile"
    function = parts(node.funcname)
    yield Found(ops.CreateFunction(function, "", language, volatility, node.replace, node.is_procedure))


def define(node: pg.DefineStmt, **_: object) -> Iterator[Found]:
    kind, of = WORDS[node.kind], parts(node.defnames)
    if node.kind == Object.OBJECT_OPERATOR:
        yield Found(Statement("create operator", (of,)))
    else:
        yield Found(ops.CreateObject(kind, of, "", if_not_exists=node.if_not_exists, replace=node.replace))


def create_extension(node: pg.CreateExtensionStmt, *, sql: str) -> Iterator[Found]:
    """CREATE LANGUAGE without a handler comes as an extension, so the text says which of the two it was."""
    extension = "extension" in sql.lower().split(node.extname.lower())[0]
    if extension:
        yield Found(ops.CreateObject("extension", Name(node.extname), "", if_not_exists=node.if_not_exists))
    else:
        yield Found(ops.CreateObject("language", Name(node.extname), "", replace=node.if_not_exists))


def created(
    kind: str, at: Callable[[Any], Name], table: Callable[[Any], Name] | None = None
) -> Callable[..., Iterator[Found]]:
    """The reading of a node that makes one thing of a kind, perhaps on a table."""

    def read(node: Any, **_: object) -> Iterator[Found]:
        exists, replaces = getattr(node, "if_not_exists", False), getattr(node, "replace", False)
        on = table(node) if table else None
        yield Found(ops.CreateObject(kind, at(node), "", on, if_not_exists=exists, replace=replaces))

    return read


def create_foreign_table(node: pg.CreateForeignTableStmt, **_: object) -> Iterator[Found]:
    base = node.base_stmt
    yield Found(ops.CreateObject("foreign table", name(base.relation), "", if_not_exists=base.if_not_exists))


def extension_contents(node: pg.AlterExtensionContentsStmt, **_: object) -> Iterator[Found]:
    yield Found(Statement(f"alter extension {'add' if node.action > 0 else 'drop'}", (Name(node.extname),)))


def move_all(node: pg.AlterTableMoveAllStmt, **_: object) -> Iterator[Found]:
    yield Found(Statement(f"alter {WORDS[node.objtype]} all in tablespace", (Name(node.orig_tablespacename),)))


def named(kind: str, *objects: Callable[[Any], Name | Iterable[Name]]) -> Callable[..., Iterator[Found]]:
    """The reading of a node that is a statement on what these functions find in it, passing over empty names."""

    def read(node: Any, **_: object) -> Iterator[Found]:
        found: list[Name] = []
        for take in objects:
            taken = take(node)
            found += [taken] if isinstance(taken, Name) else taken
        guarded = kind.startswith("alter ") and getattr(node, "missing_ok", False)
        yield Found(Statement(kind, tuple(item for item in found if item.name)), guarded=guarded)

    return read
