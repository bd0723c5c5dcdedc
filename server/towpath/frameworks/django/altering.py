"""What the schema editor sends when a field becomes another one (BaseDatabaseSchemaEditor._alter_field)."""

from collections.abc import Iterator, Sequence

from towpath.frameworks.django import naming
from towpath.frameworks.django.columns import (
    comment,
    foreign_key,
    has_index_of_key,
    key_name,
    like_index,
    plain_index,
    spelled,
)
from towpath.frameworks.django.editor import Editor
from towpath.frameworks.django.models import Field, Model
from towpath.frameworks.django.rendering import Rendered, Target
from towpath.operations import (
    AddConstraint,
    AddIdentity,
    AlterColumnType,
    AlterSequence,
    Check,
    DropDefault,
    DropIdentity,
    DropNotNull,
    Name,
    Opaque,
    Operation,
    PrimaryKey,
    RedefineColumn,
    RenameColumn,
    SetDefault,
    SetNotNull,
    Unique,
    UpdateRows,
    replace,
    value,
)


@value
class Altering:
    """One field before and after; `others` are the foreign keys that point to it, before and after."""

    model: Model
    old: Rendered
    new: Rendered
    others: "tuple[Altering, ...]" = ()

    @property
    def table(self) -> Name:
        return self.model.relation


def alter_field(editor: Editor, altering: Altering) -> None:
    """Sends what makes the one field out of the other; nothing where the database sees no difference."""
    old, new = altering.old, altering.new
    if not differs(editor, old, new) or not (old.column or new.column):
        return
    if not old.column or not new.column:
        editor.send(Opaque(f"Django refuses to make {new.kind} out of {old.kind}"))
    elif old.generated or new.generated:
        if (old.generated, old.formula, old.column) != (new.generated, new.formula, new.column):
            editor.send(Opaque("Django refuses to alter a generated field: it has to be removed and added again"))
    else:
        _alter(editor, altering)


def unchanged(old: Field, new: Field) -> bool:
    """Whether two fields are the same to the database, as most are that are altered at all."""
    if old.call.path != new.call.path or (old.to, old.through) != (new.to, new.through):
        return False
    before, after = old.call.arguments, new.call.arguments
    names = {*before, *after} - _NEVER if new.to else _SEEN & {*before, *after}
    return all(_equal(before.get(name), after.get(name)) for name in names) and old.get("db_column") == new.get(
        "db_column"
    )


def _equal(old: object, new: object) -> bool:
    return old is new or old == new or repr(old) == repr(new)


# Arguments that change nothing where they say what holds anyway (Field.deconstruct leaves them out).
_ORDINARY = {
    "auto_created": False,
    "auto_now": False,
    "auto_now_add": False,
    "db_collation": None,
    "db_comment": None,
    "db_constraint": True,
    "db_tablespace": None,
    "max_length": None,
    "null": False,
    "parent_link": False,
    "primary_key": False,
    "serialize": True,
    "swappable": True,
    "to_field": None,
    "unique": False,
    "unique_for_date": None,
    "unique_for_month": None,
    "unique_for_year": None,
}
_NEVER = frozenset(("blank", "db_column", "related_name", "related_query_name", "to"))
# What of a field that points nowhere reaches its column, but for its name.
_SEEN = frozenset(
    """
    base_field db_collation db_comment db_default db_index db_persist decimal_places dim expression geography
    max_digits max_length null output_field primary_key size srid unique
    """.split()
)


def differs(editor: Editor, old: Rendered, new: Rendered, but: Sequence[str] = ()) -> bool:
    """Whether the schema editor looks further (_field_should_be_altered)."""
    if old.column != new.column or old.field.call.path != new.field.call.path:
        return True
    if (old.target is None) != (new.target is None):
        return True
    if old.target and new.target and _retargeted(editor, old.target, new.target):
        return True
    return _said(old, but) != _said(new, but)


def _retargeted(editor: Editor, old: Target, new: Target) -> bool:
    """Up to Django 4.2, another model is another target, whatever its table."""
    return old != new and (old.table != new.table or editor.project.version < (5, 0))


def _said(one: Rendered, but: Sequence[str]) -> dict[str, str]:
    ordinary = {**_ORDINARY, "db_index": one.target is not None or one.kind == "SlugField"}
    return {
        name: repr(found)
        for name, found in one.field.call.arguments.items()
        if name not in _NEVER and name not in but and not (name in ordinary and ordinary[name] is found)
    }


def _alter(editor: Editor, altering: Altering) -> None:
    old, new, table = altering.old, altering.new, altering.table
    unkeyed = _drop_key(editor, altering)
    if old.unique and not old.primary_key and (not new.unique or new.primary_key):
        own = [name for name, _ in altering.model.constraints]
        for name in editor.uniques(table, [old.column], f"{table.name}_{old.column}_key", own):
            editor.drop_constraint(table, name)
    repoint = _retyped(old, new) and ((old.primary_key and new.primary_key) or (old.unique and new.unique))
    others = list(_all(altering.others)) if repoint else []
    for other in others:
        for name in editor.foreign_keys(other.table, other.new.column, key_name(other.table, other.old)):
            editor.drop_constraint(other.table, name)
    _drop_indexes_and_checks(editor, altering)
    if old.column != new.column:
        editor.send(RenameColumn(table, old.column, new.column))
    temporary = _alter_column(editor, altering)
    _add_uniques_and_indexes(editor, altering)
    for other in others:
        editor.send(*_changed_type(editor, other))
    if not old.primary_key and new.primary_key:
        editor.send(AddConstraint(table, PrimaryKey((new.column,), naming.index_name(table.name, [new.column], "_pk"))))
    key = foreign_key(table, new)
    if key and (unkeyed or not old.target or not old.target.constraint):
        editor.send(AddConstraint(table, key))
    for other in others:
        if again := foreign_key(other.table, other.new):
            name = naming.index_name(other.table.name, [other.new.column], "_fk")
            editor.send(AddConstraint(other.table, replace(again, name=name)))
    if new.check and _rechecked(editor, old, new):
        name = naming.index_name(table.name, [new.column], "_check")
        editor.send(AddConstraint(table, Check(new.check, name)))
    if temporary:
        editor.send(DropDefault(table, new.column))
    _alter_like(editor, altering)


def _all(others: Sequence[Altering]) -> Iterator[Altering]:
    """Foreign keys to a column, and those to the columns that are such keys and keys of their own tables."""
    for other in others:
        yield other
        yield from _all(other.others)


def _retyped(old: Rendered, new: Rendered) -> bool:
    return old.spelled != new.spelled or old.collation != new.collation


def _drop_key(editor: Editor, altering: Altering) -> bool:
    """Drops the field's own foreign key, which is made anew at the end; whether there was one."""
    old, table = altering.old, altering.table
    if not (old.target and old.target.constraint) or not differs(editor, old, altering.new, ("db_comment",)):
        return False
    names = editor.foreign_keys(table, old.column, key_name(table, old))
    for name in names:
        editor.drop_constraint(table, name)
    return bool(names)


def _rechecked(editor: Editor, old: Rendered, new: Rendered) -> bool:
    """Whether a check goes or comes; up to Django 4.2, also where its column gets another name."""
    return old.check != new.check if editor.project.version < (5, 0) else bool(old.check) != bool(new.check)


def _drop_indexes_and_checks(editor: Editor, altering: Altering) -> None:
    old, new, table = altering.old, altering.new, altering.table
    if old.index and not old.unique and (not new.index or new.unique):
        own = [name for name, _ in altering.model.indexes]
        for name in editor.indexes(table, [old.column], naming.index_name(table.name, [old.column]), own):
            editor.drop_index(name)
    if old.check and _rechecked(editor, old, new):
        for name in editor.checks(table, old.column, [name for name, _ in altering.model.constraints]):
            editor.drop_constraint(table, name)


def _add_uniques_and_indexes(editor: Editor, altering: Altering) -> None:
    old, new, table = altering.old, altering.new, altering.table
    if old.primary_key and not new.primary_key:
        for name in editor.primary_key(table):
            editor.drop_constraint(table, name)
    if not new.primary_key and new.unique and (not old.unique or old.primary_key):
        name = naming.index_name(table.name, [new.column], "_uniq")
        editor.send(AddConstraint(table, Unique((new.column,), name)))
    if (not old.index or old.unique) and new.index and not new.unique and not has_index_of_key(new):
        editor.send(plain_index(table, new))


def _alter_column(editor: Editor, altering: Altering) -> bool:
    """Type, default and NULL; whether a default is left that is to be dropped at the end."""
    old, new, table = altering.old, altering.new, altering.table
    column = new.column
    after = _alter_type(editor, altering)
    if new.kept is not None and new.kept != old.kept:
        editor.send(SetDefault(table, column, new.kept))
    elif new.kept is None and old.kept is not None:
        editor.send(DropDefault(table, column))
    requires = old.null and not new.null
    temporary = requires and new.kept is None and new.default is not None and old.default != new.default
    if temporary and new.default is not None:
        editor.send(SetDefault(table, column, new.default))
    filled = requires and (new.given or new.kept is not None)
    if filled:
        worth = new.kept if new.kept is not None else new.default
        _fill(editor, table, column, worth or "NULL")
    elif old.null != new.null:
        editor.send(DropNotNull(table, column) if new.null else SetNotNull(table, column))
    editor.send(*after)
    return temporary


def _fill(editor: Editor, table: Name, column: str, worth: str) -> None:
    """The rows that hold NULL get the default before the column refuses it."""
    where = f'"{column}" IS NULL'
    text = f'UPDATE {spelled(table)} SET "{column}" = {worth} WHERE {where}'
    editor.send(UpdateRows(table, text, (column,), where), SetNotNull(table, column))


def _alter_type(editor: Editor, altering: Altering) -> list[Operation]:
    """Sends the change of type, collation or comment; gives what comes behind the other changes of the column."""
    old, new, table = altering.old, altering.new, altering.table
    commented = [comment(table, new)] if old.comment != new.comment else []
    if not (_retyped(old, new) or old.automatic != new.automatic or commented or _unsure(old, new)):
        return []
    if old.type is None or new.type is None:
        if _unsure(old, new):
            editor.send(_of_unknown_type(altering))
        return [*commented]
    if _was_indexed_text(old, new):
        editor.drop_index(naming.index_name(table.name, [old.column], "_like"))
    if old.automatic and not new.automatic:
        editor.send(DropIdentity(table, new.column, if_exists=True))
    changed = AlterColumnType(table, new.column, new.type, _using(old, new), new.collation)
    if new.automatic and not old.automatic:
        editor.send(replace(changed, collation=None))
        return [AddIdentity(table, new.column)]
    editor.send(changed)
    if new.automatic and old.automatic:
        return [_alter_sequence(table, new)]
    # What the identity's change sends hides the comment (PostgreSQL's _alter_column_type_sql).
    return [*commented] if old.automatic == new.automatic else []


def _alter_sequence(table: Name, new: Rendered) -> AlterSequence:
    """The sequence behind an identity takes its type on; it is called as the table and the column were."""
    name = Name(f"{table.name}_{new.column}_seq", table.schema)
    return AlterSequence(name, (("as", str(new.type)),))


def _of_unknown_type(altering: Altering) -> Operation:
    """A column that may get another type: said as far as it is known."""
    old, new = altering.old, altering.new
    if new.type is not None and not old.field.call.path:
        return RedefineColumn(altering.table, new.definition)
    what = new if new.type is None else old
    return Opaque(f"what column type {what.field.call.path or what.kind} has is not known")


def _unsure(old: Rendered, new: Rendered) -> bool:
    """Whether the column's type may change for all that is known."""
    if old.type is not None and new.type is not None:
        return False
    if old.target or new.target:
        return (old.target and old.target.key) != (new.target and new.target.key)
    sized = ("max_length", "max_digits", "decimal_places", "base_field", "size", "srid")
    return old.field.call.path != new.field.call.path or any(
        repr(old.field.get(part)) != repr(new.field.get(part)) for part in sized
    )


def _changed_type(editor: Editor, other: Altering) -> list[Operation]:
    """The type of a column that points to one whose type changed."""
    old, new = other.old, other.new
    if new.type is None:
        return []
    if _was_indexed_text(old, new):
        editor.drop_index(naming.index_name(other.table.name, [old.column], "_like"))
    return [AlterColumnType(other.table, new.column, new.type, _using(old, new), new.collation)]


def _using(old: Rendered, new: Rendered) -> str | None:
    """How values are cast, where their kind changes and not just their length (_using_sql)."""
    return None if not new.backend.casts or old.data_type == new.data_type else f'"{new.column}"::{new.spelled}'


def _was_indexed_text(old: Rendered, new: Rendered) -> bool:
    """Whether a column loses the type for which it has a second index (_is_changing_type_of_indexed_text_column)."""
    if not (old.index or old.unique):
        return False
    return any(old.spelled.startswith(name) > new.spelled.startswith(name) for name in ("varchar", "text", "citext"))


def _alter_like(editor: Editor, altering: Altering) -> None:
    """The second index of a text comes and goes with the first (PostgreSQL's _alter_field)."""
    old, new, table = altering.old, altering.new, altering.table
    gained = (not (old.index or old.unique) and new.index) or (not old.unique and new.unique)
    if gained or (_was_indexed_text(old, new) and editor.project.version >= (5, 0)):
        like = like_index(editor, table, new)
        if like:
            editor.send(like)
    if old.unique and not (new.index or new.unique):
        editor.drop_index(naming.index_name(table.name, [old.column], "_like"))
