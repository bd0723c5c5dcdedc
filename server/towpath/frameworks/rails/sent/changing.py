"""ALTER TABLE: what each call that changes a column, or what is said of it, sends."""

from collections.abc import Iterator

from towpath.frameworks.rails.sent import indexes, names
from towpath.frameworks.rails.sent.asked import Action, Altered, Asked
from towpath.frameworks.rails.sent.columns import Column, column, commented, default, position, specified
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.rails.sent.types import default_sql, type_sql
from towpath.frameworks.sent import Sent
from towpath.syntax.ruby import Value, is_dict


def comment_of(owner: str, found: Column) -> Iterator[Sent]:
    if "comment" in found.options and found.version.is_postgresql:
        where = f"{names.table(owner)}.{names.quoted(found.name)}"
        yield Sent(f"COMMENT ON COLUMN {where} IS {commented(found.options['comment'])}")


def change_column(asked: Asked) -> Iterator[Altered]:
    found = column(asked.name(0), asked.at(1), asked.options, asked.version, asked.call.node)
    if asked.version.is_mysql:
        yield _restated(found, frozenset(("type", *(key for key in _PARTS if key in asked.options))))
        return
    name, options = names.quoted(found.name), found.options
    said = f"ALTER COLUMN {name} TYPE {type_sql(found.kind, options, asked.version)}"
    said += f' COLLATE "{options["collation"]}"' if isinstance(options.get("collation"), str) else ""
    if options.get("using") is not None:
        said += f" USING {names.text(options['using'])}"
    elif options.get("cast_as") is not None:
        said += f" USING CAST({name} AS {type_sql(names.text(options['cast_as']), options, asked.version)})"
    more = list(_redefined(asked, found))
    if asked.version.one_alteration:
        yield Action(", ".join((said, *more)), combines=True, dialect=indexes.WORDS)
    else:
        yield Action(said, combines=True, dialect=indexes.WORDS)
        for one in more:
            if one.endswith("SET NOT NULL") and options.get("default") is not None:
                yield Sent(f"UPDATE {names.table(asked.owner)} SET {name}={default(found)} WHERE {name} IS NULL")
            yield Action(one, dialect=indexes.WORDS)
    yield from comment_of(asked.owner, found)


# What a call may say of a column that MySQL restates as a whole; the rest of it is as it was.
_PARTS = ("null", "default", "comment")


def _restated(found: Column, parts: frozenset[str]) -> Action:
    name = names.quoted(found.name)
    said = f"CHANGE {name} {specified(found)}{position(found.options)}"
    return Action(said, combines=True, says={found.name: parts})


def _redefined(asked: Asked, found: Column) -> Iterator[str]:
    name = names.quoted(found.name)
    # SQLite's table is made anew with what the call says of the column, and with nothing of what was there.
    if "default" in found.options or found.version.is_sqlite:
        value = found.options.get("default")
        yield f"ALTER COLUMN {name} " + ("DROP DEFAULT" if value is None else f"SET DEFAULT {default(found)}")
    if "null" in asked.options or found.version.is_sqlite:
        yield f"ALTER COLUMN {name} {'DROP' if asked.options.get('null', True) else 'SET'} NOT NULL"


def _new(value: Value, options: Options) -> Value:
    """What is set, where what was there before may be said beside it."""
    found = value if is_dict(value) else options
    return found["to"] if "from" in found and "to" in found else value


def change_column_default(asked: Asked) -> Iterator[Altered]:
    value = _new(asked.at(1), asked.options)
    # The type of the column decides how it is quoted, and that is in the database.
    kind = next((kind for kinds, kind in _BY_VALUE if isinstance(value, kinds)), "")
    sql = default_sql(value, kind, {}) if kind else default(Column("", "", {"default": value}, asked.version))
    said = "DROP DEFAULT" if value is None else f"SET DEFAULT {sql}"
    words = "" if asked.version.is_mysql else indexes.WORDS
    yield Action(f"ALTER COLUMN {names.quoted(asked.name(0))} {said}", not asked.version.is_mysql, dialect=words)


# What a column mostly is whose default is of this kind.
_BY_VALUE: tuple[tuple[type, str], ...] = ((bool, "boolean"), (int, "integer"), (float, "float"), (dict, "jsonb"))


def change_column_null(asked: Asked) -> Iterator[Altered]:
    name, null, value = names.quoted(asked.name(0)), asked.at(1), asked.at(2)
    if null is False and value is not None:
        said = (
            str(value)
            if isinstance(value, (int, float)) and not isinstance(value, bool)
            else default(Column("", "boolean" if isinstance(value, bool) else "", {"default": value}, asked.version))
        )
        yield Sent(f"UPDATE {names.table(asked.owner)} SET {name}={said} WHERE {name} IS NULL")
    if null is None or isinstance(null, (bool, str, int)):
        combines = value is None and not asked.version.is_mysql
        said = f"ALTER COLUMN {name} {'DROP' if null else 'SET'} NOT NULL"
        yield Action(said, combines=combines, dialect=indexes.WORDS)
    else:
        yield Sent(f"${{{names.hole(null)[2:-1]}}}")


def change_column_comment(asked: Asked) -> Iterator[Altered]:
    where = f"{names.table(asked.owner)}.{names.quoted(asked.name(0))}"
    comment = commented(_new(asked.at(1), asked.options))
    if not asked.version.is_sqlite:
        yield Sent(f"COMMENT ON COLUMN {where} IS {comment}", dialect=indexes.WORDS)


def change_table_comment(asked: Asked) -> Iterator[Altered]:
    comment = _new(asked.at(0), asked.options)
    if asked.version.is_mysql:
        yield Sent(f"ALTER TABLE {names.table(asked.owner)} COMMENT {commented(comment or '')}")
    elif asked.version.is_postgresql:
        yield Sent(f"COMMENT ON TABLE {names.table(asked.owner)} IS {commented(comment)}")
