"""Statements that well-known gems and GitLab add to Active Record's, as the calls and the SQL that they stand for."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks.rails.asking import Asking
from towpath.frameworks.rails.sent import names
from towpath.frameworks.rails.sent.options import Options
from towpath.frameworks.sent import Sent
from towpath.operations import Opaque
from towpath.syntax.ruby import Argument, Call, Reference, Symbol, Value

Meant = Call | Sent | Opaque


class Added(NamedTuple):
    """A call of such a statement: its arguments by position, its options, and the files of the application."""

    call: Call
    given: tuple[Value, ...]
    options: Options
    known: Asking

    def text(self, position: int) -> str:
        return names.text(self.given[position]) if position < len(self.given) else ""

    def calls(self, statement: str, *more: Value, without: tuple[str, ...] = (), **options: Value) -> Call:
        """A call of Active Record's with these arguments, and the options that this one has."""
        node = self.call.node
        own = [one for one in self.call.arguments if one.keyword and one.keyword not in (*without, *options)]
        given = [Argument(None, one, node) for one in more]
        said = [Argument(key, value, node) for key, value in options.items()]
        return Call(Reference(statement), (*given, *own, *said), node)


_CONCURRENTLY = Symbol("concurrently")


def _add_index(added: Added) -> Iterator[Meant]:
    yield added.calls("add_index", *added.given, algorithm=_CONCURRENTLY)


def _remove_index(added: Added) -> Iterator[Meant]:
    yield added.calls("remove_index", *added.given, algorithm=_CONCURRENTLY)


def _remove_index_by_name(added: Added) -> Iterator[Meant]:
    name = added.text(1) or names.text(added.options.get("name"))
    yield added.calls("remove_index", *added.given[:1], name=name, algorithm=_CONCURRENTLY)


def _add_foreign_key(added: Added) -> Iterator[Meant]:
    """GitLab's: added without proof, then proven."""
    column = names.text(added.options.get("column"))
    name = names.text(added.options.get("name")) or f"fk_{names.hashed(f'{added.text(0)}_{column}_fk')}"
    cascades = added.options.get("on_delete", Symbol("cascade"))
    without = ("reverse_lock_order", "target_column", "allow_partitioned")
    yield added.calls("add_foreign_key", *added.given, without=without, name=name, on_delete=cascades, validate=False)
    if added.options.get("validate") is not False:
        yield Sent(f"ALTER TABLE {names.table(added.text(0))} VALIDATE CONSTRAINT {names.quoted(name)}")


def _checked(added: Added, expression: str, kind: str) -> Iterator[Meant]:
    name = names.text(added.options.get("constraint_name"))
    name = name or f"check_{names.hashed(f'{added.text(0)}_{added.text(1)}_check_{kind}')}"
    where = names.table(added.text(0))
    said = f"ALTER TABLE {where} ADD CONSTRAINT {names.quoted(name)} CHECK ({expression}) NOT VALID"
    yield Sent(said)
    if added.options.get("validate") is not False:
        yield Sent(f"ALTER TABLE {where} VALIDATE CONSTRAINT {names.quoted(name)}")


def _text_limit(added: Added) -> Iterator[Meant]:
    yield from _checked(added, f"char_length({names.quoted(added.text(1))}) <= {added.text(2)}", "max_length")


def _not_null(added: Added) -> Iterator[Meant]:
    yield from _checked(added, f"{names.quoted(added.text(1))} IS NOT NULL", "not_null")


def _definition(added: Added, folder: str) -> str | None:
    """The SQL of a view, a function or a trigger: given, or in the file of its version."""
    said = added.options.get("sql_definition")
    if isinstance(said, str):
        return str(said)
    version = added.options.get("version", 1)
    number = f"{version:02}" if isinstance(version, int) else names.text(version)
    path = f"db/{folder}/{added.text(0).replace('.', '_')}_v{number}.sql"
    return added.known.file(path)


def _of_file(folder: str, made: Callable[[Added, str], Iterator[Meant]]) -> Callable[[Added], Iterator[Meant]]:
    def statements(added: Added) -> Iterator[Meant]:
        text = _definition(added, folder)
        if text is None:
            version = names.text(added.options.get("version", 1))
            yield Opaque(f"the file of version {version} of {added.text(0)} in db/{folder} is not there")
        else:
            yield from made(added, text.strip().rstrip(";"))

    return statements


def _kind(added: Added) -> str:
    return "MATERIALIZED VIEW" if added.options.get("materialized") else "VIEW"


def _create_view(added: Added, text: str) -> Iterator[Meant]:
    yield Sent(f"CREATE {_kind(added)} {names.table(added.text(0))} AS {text}")


def _update_view(added: Added, text: str) -> Iterator[Meant]:
    yield Sent(f"DROP {_kind(added)} {names.table(added.text(0))}")
    yield from _create_view(added, text)


def _replace_view(added: Added, text: str) -> Iterator[Meant]:
    yield Sent(f"CREATE OR REPLACE VIEW {names.table(added.text(0))} AS {text}")


def _drop_view(added: Added) -> Iterator[Meant]:
    yield Sent(f"DROP {_kind(added)} {names.table(added.text(0))}")


def _refresh_view(added: Added) -> Iterator[Meant]:
    concurrently = "CONCURRENTLY " if added.options.get("concurrently") is True else ""
    yield Sent(f"REFRESH MATERIALIZED VIEW {concurrently}{names.table(added.text(0))}")


def _as_it_is(added: Added, text: str) -> Iterator[Meant]:
    yield Sent(text)


def _update_function(added: Added, text: str) -> Iterator[Meant]:
    yield Sent(f"DROP FUNCTION {names.table(added.text(0))}")
    yield Sent(text)


def _drop_function(added: Added) -> Iterator[Meant]:
    yield Sent(f"DROP FUNCTION {names.table(added.text(0))}")


def _drop_trigger(added: Added) -> Iterator[Meant]:
    yield Sent(f"DROP TRIGGER {names.quoted(added.text(0))} ON {names.table(names.text(added.options.get('on')))}")


def _update_trigger(added: Added, text: str) -> Iterator[Meant]:
    yield from _drop_trigger(added)
    yield Sent(text)


# What strong_migrations does concurrently, or in steps, where it is set to do so and PostgreSQL is the database.
SAFE_BY_DEFAULT = frozenset(
    """
    add_belongs_to add_check_constraint add_foreign_key add_index add_reference change_column_null remove_index
    """.split()
)
ADDED: Mapping[str, Callable[[Added], Iterator[Meant]]] = {
    "add_concurrent_foreign_key": _add_foreign_key,
    "add_concurrent_index": _add_index,
    "add_not_null_constraint": _not_null,
    "add_text_limit": _text_limit,
    "create_function": _of_file("functions", _as_it_is),
    "create_trigger": _of_file("triggers", _as_it_is),
    "create_view": _of_file("views", _create_view),
    "drop_function": _drop_function,
    "drop_trigger": _drop_trigger,
    "drop_view": _drop_view,
    "refresh_materialized_view": _refresh_view,
    "remove_concurrent_index": _remove_index,
    "remove_concurrent_index_by_name": _remove_index_by_name,
    "replace_view": _of_file("views", _replace_view),
    "safe_add_concurrent_index": _add_index,
    "safe_remove_concurrent_index": _remove_index,
    "update_function": _of_file("functions", _update_function),
    "update_trigger": _of_file("triggers", _update_trigger),
    "update_view": _of_file("views", _update_view),
}


def plain(name: str) -> str:
    """What a statement is called that pg_ha_migrations wants to be called `safe_…` or `unsafe_…`."""
    return name.removeprefix("un").removeprefix("safe_") if name.startswith(("safe_", "unsafe_")) else name
