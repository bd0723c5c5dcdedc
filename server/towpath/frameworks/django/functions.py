"""Functions that RunPython runs: which rows of which models they work on, as far as their text tells."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from towpath.frameworks.django.constants import finds
from towpath.frameworks.django.live import USER, Live, imported, key_of, live
from towpath.frameworks.django.models import Key
from towpath.source import Span
from towpath.syntax.python import Attribute, Call, Did, Function, Reference, Unknown, Value, Walker, evaluate

_WRITES = frozenset(
    """
    add aadd abulk_create abulk_update acreate adelete asave aupdate bulk_create bulk_update clear create delete
    get_or_create remove save set update update_or_create
    """.split()
)
_READS = frozenset(
    """
    aggregate all annotate count defer distinct exclude exists filter first get in_bulk iterator last latest none only
    order_by prefetch_related raw select_for_update select_related using values values_list
    """.split()
)
# What narrows down which rows are meant.
_FILTERS = frozenset(("exclude", "filter", "get"))
_NARROWS = frozenset(("__getitem__", "distinct", "first", "last"))


class Work(NamedTuple):
    """One thing that a function does to the rows of a model, or by a statement of SQL.

    `model` is an app and a name, `where` the source of what says which rows (None: all of them). `loop`: it is done
    again and again.
    """

    action: str
    model: tuple[str, str] | None
    source: str
    columns: tuple[str, ...] = ()
    where: str | None = None
    loop: bool = False
    sql: Value = None


class Around(NamedTuple):
    """What the names of models hang on: the app of the migration, the model of users, and labels by folder."""

    app: str
    user: Key
    labels: Mapping[str, str] = {}

    def key(self, live: Live) -> Key:
        """The app and the name of a class."""
        if live.path == USER:
            return self.user
        app, name = key_of(live.path, self.app)
        return self.labels.get(app, app), name.lower()


class Code(NamedTuple):
    """What a function does in all; `live` are the application's own classes that it asks for.

    `at` is where: the one thing that it does, else how it is called.
    """

    text: str
    works: tuple[Work, ...]
    reads: bool
    writes: bool
    live: tuple[Live, ...]
    at: Span


def code(value: Value, around: Around) -> Code | None:
    """What a function does; None where its text is not known."""
    if not isinstance(value, Function):
        return None
    tree = value.scope.tree
    scope = value.scope.inner()
    scope.elsewhere = finds(value.scope)
    given = (*value.bound, Reference("apps"), Reference("schema_editor"))
    for number, name in enumerate(value.parameters):
        scope.bind(name, given[number] if number < len(given) else Unknown(name))
    done = list(_done(value, Walker(scope)))
    chains = [(did, _chain(did.value)) for did in done if isinstance(did.value, Call)]
    found = [(did, work) for did, chain in chains for work in _works(did, chain, around)]
    works = tuple([work for _, work in found])
    asked = tuple(dict.fromkeys(one for did in done for one in live(did.value)))
    looks = not all(_READS.isdisjoint(chain.names) for _, chain in chains)
    reads = looks or any(work.action != "create" for work in works)
    text = tree.source(value.node)
    own = [did for did, _ in found if did.called is None]
    one = own[0].node if len(found) == len(own) == 1 else None
    at = tree.span(one).shifted(-tree.span(value.node).start) if one is not None else Span(0, len(text.split("\n")[0]))
    return Code(text, works, reads, bool(works), asked, at)


def _done(function: Function, walker: Walker) -> Iterator[Did]:
    if function.node.type == "lambda":
        yield Did(evaluate(function.node.child_by_field_name("body"), walker.scope), function.node, walker.scope)
        return
    for statement in function.body:
        yield from walker.walk(statement)


class _Chain(NamedTuple):
    """`base.a(…).b(…)` taken apart: what it begins with, and the calls behind that, each by its name."""

    base: Value
    calls: tuple[Call, ...]
    names: tuple[str, ...]


def _chain(value: Value) -> _Chain:
    calls: list[Call] = []
    names: list[str] = []
    while True:
        if isinstance(value, Call) and not _is_model(value):
            calls.append(value)
            function = value.function
            if isinstance(function, Attribute):
                names.append(function.name)
                value = function.owner
                continue
            if isinstance(function, Reference) and ".objects." in f"{function.path}.":
                # A class of the application's own, and what is asked of it, are one dotted name.
                model, _, rest = function.path.partition(".objects.")
                return _Chain(Reference(model), tuple(calls[::-1]), (*rest.split("."), *names[::-1]))
            return _Chain(function, tuple(calls[::-1]), tuple(names[::-1]))
        if isinstance(value, Attribute):
            value = value.owner
            continue
        return _Chain(value, tuple(calls[::-1]), tuple(names[::-1]))


def _is_model(value: Value) -> bool:
    """Whether a value is a model that is asked for, and not an instance of it."""
    asked = isinstance(value, Call) and not isinstance(value.function, Call)
    return asked and (value.name == "get_model" or value.path == USER)


def _model(value: Value, around: Around) -> Key | None:
    """The app and the name of a model that is asked for, or of a class that is imported."""
    if isinstance(value, Call):
        return around.user if value.path == USER else _asked(value, around)
    found = imported(value.path) if isinstance(value, Reference) else None
    return around.key(found) if found else None


def _asked(call: Call, around: Around) -> Key | None:
    """The model that is asked of `apps`, by app and name, by both in one text, or by the setting."""
    said = [argument.value for argument in call.arguments]
    if len(said) == 2 and all(isinstance(part, str) for part in said):
        return str(said[0]), str(said[1]).lower()
    if len(said) == 1 and isinstance(said[0], str) and "." in said[0]:
        app, _, name = said[0].rpartition(".")
        return app, name.lower()
    named = said[0] if len(said) == 1 else None
    return around.user if isinstance(named, Reference) and named.name == "AUTH_USER_MODEL" else None


def _works(did: Did, chain: _Chain, around: Around) -> Iterator[Work]:
    call: Call = did.value
    if call.name in ("execute", "executemany", "run_sql") and call.arguments:
        yield Work("execute", None, _source(did), loop=_loops(did), sql=call.arguments[0].value)
        return
    action = chain.names[-1] if chain.names else ""
    if action not in _WRITES:
        return
    model = _model(chain.base, around)
    if model is None and not _about_rows(chain, action):
        return
    filters = [one for one, name in zip(chain.calls[::-1], chain.names[::-1]) if name in _FILTERS and one.arguments]
    where = " ".join(_said(one, did) for one in filters) or ("…" if set(chain.names) & _NARROWS else None)
    columns = tuple(str(one.keyword) for one in call.arguments if one.keyword) if action == "update" else ()
    yield Work(action, model, _source(did), columns, where, _loops(did))


def _about_rows(chain: _Chain, action: str) -> bool:
    """Whether it is rows that a method of something unknown works on: `order.save()` in a loop, say."""
    if action in ("save", "delete", "bulk_create", "bulk_update", "update_or_create", "get_or_create"):
        return isinstance(chain.base, (Unknown, Call))
    return bool(set(chain.names[:-1]) & _READS)


def _loops(did: Did) -> bool:
    return did.loop or did.turn is not None


def _source(did: Did) -> str:
    return " ".join(did.scope.tree.source(did.node).split())


def _said(call: Call, did: Did) -> str:
    node = call.node.child_by_field_name("arguments")
    source = did.scope.tree.source(node) if node is not None else ""
    return " ".join(source.split()) or "…"
