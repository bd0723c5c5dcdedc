"""libpg_query's trees of statements on objects other than a table's own definition, said as our operations."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from postgast import pg_query_pb2 as pg

from sql.normal import statement_of_tree, strings, type_of_tree
from sql.tree_tables import Found, inner, name
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
ROLES = {
    pg.RoleSpecType.ROLESPEC_CURRENT_ROLE: "current_role",
    pg.RoleSpecType.ROLESPEC_CURRENT_USER: "current_user",
    pg.RoleSpecType.ROLESPEC_SESSION_USER: "session_user",
    pg.RoleSpecType.ROLESPEC_PUBLIC: "public",
}


def joined(names: Sequence[str]) -> Name:
    """A name from its parts, the last two of them."""
    return Name(*reversed(names[-2:]))


def parts(nodes: Iterable[pg.Node]) -> Name:
    return joined(strings(nodes))


def role(node: pg.RoleSpec) -> Name:
    return Name(node.rolename or ROLES[node.roletype])


def type_name(node: pg.TypeName) -> Name:
    """A type as an object: its canonical name, its schema if it has one."""
    text = type_of_tree(node)
    schema, _, last = text.rpartition(".")
    return Name(last, schema or None)


def objects_of(kind: int, node: pg.Node) -> tuple[Name, ...]:
    """The names that a statement uses for an object: relation and part, both types of a cast, none for a number."""
    found = inner(node)
    if isinstance(found, pg.String):
        return (Name(found.sval),)
    if isinstance(found, pg.TypeName):
        return (type_name(found),)
    if isinstance(found, pg.ObjectWithArgs):
        return (parts(found.objname),)
    if isinstance(found, pg.RangeVar):
        return (name(found),)
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
            return Statement("alter domain rename constraint", (*objects, part))
        return Statement(f"alter {WORDS[kind]} rename", objects)
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
    return Statement(f"alter {WORDS[kind]} rename", (relation, part) if node.subname else (relation,))


def set_schema(node: pg.AlterObjectSchemaStmt, **_: object) -> Iterator[Found]:
    only = node.HasField("relation") and not node.relation.inh
    if node.object_type == Object.OBJECT_TABLE:
        yield Found(ops.MoveTable(name(node.relation), node.newschema), only, node.missing_ok)
        return
    objects = (name(node.relation),) if node.HasField("relation") else objects_of(node.object_type, node.object)
    yield Found(Statement(f"alter {WORDS[node.object_type]} set schema", objects), only, node.missing_ok)


def owner_to(node: pg.AlterOwnerStmt, **_: object) -> Iterator[Found]:
    yield Found(Statement(f"alter {WORDS[node.object_type]} owner to", objects_of(node.object_type, node.object)))


def depends(node: pg.AlterObjectDependsStmt, **_: object) -> Iterator[Found]:
    objects = objects_of(0, node.object) if node.HasField("object") else ()
    relation = (name(node.relation),) if node.HasField("relation") else ()
    yield Found(Statement(f"alter {WORDS[node.object_type]} depends on extension", (*relation, *objects)))


def spoken_of(verb: str) -> Callable[..., Iterator[Found]]:
    """COMMENT ON and SECURITY LABEL ON: the object they speak of."""

    def read(node: Any, **_: object) -> Iterator[Found]:
        yield Found(Statement(f"{verb} {WORDS[node.objtype]}", objects_of(node.objtype, node.object)))

    return read


def grant(node: pg.GrantStmt, **_: object) -> Iterator[Found]:
    named = node.objtype not in (Object.OBJECT_PARAMETER_ACL, Object.OBJECT_LARGEOBJECT)
    objects = [found for item in node.objects for found in objects_of(node.objtype, item)] if named else []
    yield Found(Statement("grant" if node.is_grant else "revoke", tuple(objects)))


def grant_role(node: pg.GrantRoleStmt, **_: object) -> Iterator[Found]:
    objects = tuple(Name(item.access_priv.priv_name) for item in node.granted_roles)
    yield Found(Statement("grant role" if node.is_grant else "revoke role", objects))


def default_privileges(node: pg.AlterDefaultPrivilegesStmt, **_: object) -> Iterator[Found]:
    schemas = [item.def_elem for item in node.options if item.def_elem.defname == "schemas"]
    objects = [Name(item.string.sval) for option in schemas for item in option.arg.list.items]
    yield Found(Statement("alter default privileges", tuple(objects)))


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
        yield Found(Statement("create publication", tuple(objects)))
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


DOMAIN_WORDS = {
    "N": "drop not null",
    "O": "set not null",
    "C": "add constraint",
    "X": "drop constraint",
    "V": "validate constraint",
}


def alter_domain(node: pg.AlterDomainStmt, **_: object) -> Iterator[Found]:
    given = node.HasField("def")
    words = DOMAIN_WORDS.get(node.subtype) or ("set default" if given else "drop default")
    objects = (parts(node.type_name), *((Name(node.name),) if node.name else ()))
    yield Found(Statement(f"alter domain {words}", objects))


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
    kind = "create constraint trigger" if node.isconstraint else "create trigger"
    other = (name(node.constrrel),) if node.HasField("constrrel") else ()
    yield Found(Statement(kind, (name(node.relation), Name(node.trigname), *other)))


def create_statistics(node: pg.CreateStatsStmt, **_: object) -> Iterator[Found]:
    tables = [name(item.range_var) for item in node.relations if item.HasField("range_var")]
    own = [parts(node.defnames)] if node.defnames else []
    yield Found(Statement("create statistics", (*tables, *own)))


def create_schema(node: pg.CreateSchemaStmt, **_: object) -> Iterator[Found]:
    yield Found(Statement("create schema", (Name(node.schemaname) if node.schemaname else role(node.authrole),)))


def create_view(node: pg.ViewStmt, *, sql: str) -> Iterator[Found]:
    query = node.query
    if "recursive" in sql.lower().split("view")[0]:
        query = node.query.select_stmt.with_clause.ctes[0].common_table_expr.ctequery
    yield Found(ops.CreateView(name(node.view), statement_of_tree(query), node.replace))


def create_table_as(node: pg.CreateTableAsStmt, **_: object) -> Iterator[Found]:
    relation, query = node.into.rel, statement_of_tree(node.query)
    if node.objtype == Object.OBJECT_MATVIEW:
        yield Found(ops.CreateView(name(relation), query, False, True, node.if_not_exists, not node.into.skip_data))
        return
    yield Found(table_from_query(relation, query, node.if_not_exists))


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


DEFINED = {
    Object.OBJECT_AGGREGATE: "create aggregate",
    Object.OBJECT_COLLATION: "create collation",
    Object.OBJECT_OPERATOR: "create operator",
    Object.OBJECT_TSCONFIGURATION: "create text search configuration",
    Object.OBJECT_TSDICTIONARY: "create text search dictionary",
    Object.OBJECT_TSPARSER: "create text search parser",
    Object.OBJECT_TSTEMPLATE: "create text search template",
    Object.OBJECT_TYPE: "create type",
}


def define(node: pg.DefineStmt, **_: object) -> Iterator[Found]:
    yield Found(Statement(DEFINED[node.kind], (parts(node.defnames),)))


def create_extension(node: pg.CreateExtensionStmt, *, sql: str) -> Iterator[Found]:
    """CREATE LANGUAGE without a handler comes as an extension, so the text says which of the two it was."""
    extension = "extension" in sql.lower().split(node.extname.lower())[0]
    yield Found(Statement("create extension" if extension else "create language", (Name(node.extname),)))


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
