"""A rule as a value, made from a decorated function."""

from collections.abc import Callable, Iterable, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from towpath.operations import value
from towpath.rule.finding import Finding, Severity

Effect = Literal["blocking", "refusal", "compatibility", "loss", ""]
Check = Callable[[Any, Any], Iterable[Finding]]

# The effect that a family's rules have unless they say otherwise; those that are not listed stand outside of law 9.
FAMILY_EFFECTS: dict[str, Effect] = {
    "indexes": "blocking",
    "locking": "blocking",
    "transactions": "refusal",
    "compatibility": "compatibility",
    "loss": "loss",
    "data": "blocking",
}


@value
class Rule:
    """A rule: its name and family are its file's and folder's names; `page` is its file's docstring.

    `kinds` are the classes that its function's first parameter asks for. `options` holds the name and default of each
    option. `down`: whether it speaks of the way back as well. `about`: a whole unit or migration is looked at only if
    one of these operations is in it, and what adds constraints only if it adds one of these; empty: always.
    """

    name: str
    family: str
    page: str
    kinds: tuple[type, ...]
    check: Check
    severity: Severity | Literal["off"]
    effect: Effect
    databases: frozenset[str]
    instead_of: tuple[str, ...]
    down: bool
    options: tuple[tuple[str, object], ...]
    severities: tuple[tuple[str, Severity | Literal["off"]], ...]
    about: tuple[type, ...] = ()
    pack: str = "towpath"

    @property
    def title(self) -> str:
        """The first sentence of its page."""
        return self.page.strip().split("\n", 1)[0].strip()


def rule(
    *,
    severity: Severity | Literal["off"] = "error",
    effect: Effect | None = None,
    databases: Iterable[str] = (),
    instead_of: Iterable[str] = (),
    down: bool | None = None,
    options: Mapping[str, object] | None = None,
    severities: Mapping[str, Severity | Literal["off"]] | None = None,
    about: Iterable[type] = (),
) -> Callable[[Check], Rule]:
    """Makes a rule of a function, which is called with each thing of the kind that its first parameter names.

    `databases`: only on these; empty: wherever there are facts. `severities`: another severity on a database. `about`:
    of whole units and migrations, only those in which one of these operations is, and of what adds constraints, only
    what adds one of these.
    """

    def make(check: Check) -> Rule:
        module = check.__module__
        package, _, name = module.rpartition(".")
        family = package.rpartition(".")[2]
        said = FAMILY_EFFECTS.get(family, "") if effect is None else effect
        return Rule(
            name.replace("_", "-"),
            family,
            (check.__globals__.get("__doc__") or "").strip(),
            _kinds(check),
            check,
            severity,
            said,
            frozenset(databases),
            tuple(instead_of),
            said in ("blocking", "refusal") if down is None else down,
            tuple((options or {}).items()),
            tuple((severities or {}).items()),
            tuple(about),
        )

    return make


def _kinds(check: Check) -> tuple[type, ...]:
    """The classes of the first parameter's annotation; a slip in a rule file says which one."""
    first = next(iter(check.__annotations__.values()), None)
    if isinstance(first, str):
        first = next(iter(get_type_hints(check).values()))
    kinds = get_args(first) if get_origin(first) in (Union, UnionType) else (first,)
    if not all(isinstance(kind, type) for kind in kinds):
        raise TypeError(f"{check.__module__}: the first parameter of {check.__name__} must name a kind of operation")
    return tuple(kind for kind in kinds if isinstance(kind, type))
