"""What a change of a column's type takes: nothing, or every row written anew.

The server writes no row where the new type stores a value just as the old one does, and no length has to be enforced
(tablecmds.c, ATColumnChangeRequiresRewrite, and the support functions of the types' length coercions).
"""

from typing import NamedTuple

from towpath.operations import SERIAL, CreateDomain, Type, named
from towpath.schema import Lookup

_OID_LIKE = frozenset(
    """
    regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole regtype
    """.split()
)
_BUILT_IN = (
    _OID_LIKE
    | frozenset(
        """
    bigint bigserial bit boolean box bpchar bytea char cid cidr circle date datemultirange daterange inet
    int4multirange int4range int8multirange int8range integer interval json jsonb jsonpath line lseg macaddr macaddr8
    money name numeric nummultirange numrange oid path pg_lsn pg_snapshot point polygon real refcursor serial smallint
    smallserial text tid time timestamp timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange
    tsvector txid_snapshot uuid varbit varchar xid xid8 xml
    """.split()
    )
    | {"double precision"}
)
# Base types of extensions that are widely used, so that an unknown name is not taken for a domain.
_OF_EXTENSIONS = frozenset(
    """
    box2d box3d citext cube ean13 geography geometry halfvec hstore isbn isbn13 issn lquery ltree ltxtquery raster seg
    semver sparsevec vector
    """.split()
)
# Casts that change nothing (pg_cast.castmethod is "b"), besides those among the types that are an oid.
_SAME_STORAGE = frozenset(
    (
        ("bit", "varbit"),
        ("cidr", "inet"),
        ("citext", "text"),
        ("citext", "varchar"),
        ("regoper", "regoperator"),
        ("regoperator", "regoper"),
        ("regproc", "regprocedure"),
        ("regprocedure", "regproc"),
        ("text", "char"),
        ("text", "citext"),
        ("text", "varchar"),
        ("varbit", "bit"),
        ("varchar", "char"),
        ("varchar", "citext"),
        ("varchar", "text"),
        ("xml", "char"),
        ("xml", "text"),
        ("xml", "varchar"),
    )
)
# Types whose indexes use another type's operators.
_OPERATORS_OF = {"cidr": "inet", "varchar": "text"} | dict.fromkeys(_OID_LIKE, "oid")
# Time zones that are never away from UTC; in any other the hours have to be moved. PostgreSQL ignores their case.
UTC = frozenset(
    f"{area}{name}"
    for area in ("", "etc/")
    for name in ("gmt", "gmt+0", "gmt-0", "gmt0", "greenwich", "uct", "universal", "utc", "zulu")
) | {"0"}
_FIELDS = ("second", "minute", "hour", "day", "month", "year")
_MAXIMUM_PRECISION = 6
_NO_LIMIT = 0xFFFF
_DEEPEST = 20


class Change(NamedTuple):
    """`rewrites`: every row is written; `operators`: indexes and foreign keys need others; what had to be assumed."""

    rewrites: bool
    operators: bool
    assumes: tuple[str, ...] = ()


def constrained(type: Type, state: Lookup) -> bool | None:
    """Whether a type is a domain with a constraint, which each new value is checked against; None: not known."""
    base, domains = _under(type, state)
    if any(domain.constraints or not domain.nullable for domain in domains):
        return True
    return False if base.array or _is_known(base, state) else None


def _under(type: Type, state: Lookup) -> tuple[Type, list[CreateDomain]]:
    """The type under the domains that a type is, and these; a circle of names is left after some turns."""
    domains: list[CreateDomain] = []
    while not type.array and type.name not in _BUILT_IN and len(domains) < _DEEPEST:
        domain = state.domain(named(type.name))
        if domain is None:
            break
        domains.append(domain)
        type = domain.type
    return type, domains


def _is_known(type: Type, state: Lookup) -> bool:
    name = named(type.name)
    return type.name in _BUILT_IN or name.name in _OF_EXTENSIONS or state.enum(name) is not None


def change(old: Type, new: Type, state: Lookup) -> Change:
    """What it takes to go from one type to another, with no more than a cast."""
    if old == new:
        return Change(False, False)
    if old.array or new.array:
        same = (old.name, old.array) == (new.name, new.array) and new.arguments in ((), old.arguments)
        return Change(not same, not same)
    (source, sources), (target, targets) = _under(old, state), _under(new, state)
    if any(domain.constraints or not domain.nullable for domain in targets):
        return Change(True, True)
    source, target = _as_stored(source), _as_stored(target)
    # A column of a domain has forgotten the length that the domain gives it.
    arguments = () if sources else source.arguments
    if source.name == target.name:
        unsaid = [one for one in (Type(target.name, arguments), target) if _is_unsaid(one)]
        assumed = tuple(f"how long {one} is, is not in the files, taken as too short" for one in unsaid[-1:])
        return Change(not _fits(target.name, arguments, target.arguments), False, assumed)
    if {source.name, target.name} == {"timestamp", "timestamptz"}:
        return _moved(target, state)
    operators = _OPERATORS_OF.get(source.name, source.name) != _OPERATORS_OF.get(target.name, target.name)
    if not same_storage(source.name, target.name):
        return Change(True, operators, _unknown(source, state) or _unknown(target, state))
    return Change(not _fits(target.name, (), target.arguments), operators)


def _is_unsaid(type: Type) -> bool:
    """Whether a placeholder stands where a length should."""
    return any("${" in said for said in type.arguments)


def _unknown(type: Type, state: Lookup) -> tuple[str, ...]:
    return () if _is_known(type, state) else (f"what {type} is, is not in the files, taken as stored in another way",)


def _as_stored(type: Type) -> Type:
    """A type with the length that it has without one (`char` is `char(1)`), and `serial` as the number that it is."""
    if type.name in SERIAL:
        return Type(SERIAL[type.name], (), type.array)
    if type.name in ("char", "bit") and not type.arguments:
        return Type(type.name, ("1",), type.array)
    return Type("char", type.arguments, type.array) if type.name == "bpchar" else type


def same_storage(old: str, new: str) -> bool:
    if (old, new) in _SAME_STORAGE:
        return True
    oid = _OID_LIKE | {"oid", "integer"}
    return old in oid and new in oid and not {"oid", "integer"}.isdisjoint((old, new))


def _moved(target: Type, state: Lookup) -> Change:
    """Between timestamps with and without time zone: the same number in UTC, but under other operators."""
    zone = state.setting("timezone")
    if zone is None:
        return Change(True, True, ("the session's time zone is not in the files, taken as another than UTC",))
    return Change(zone.lower() not in UTC or not _fits(target.name, (), target.arguments), True)


def _fits(name: str, old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """Whether every value of a type with the old arguments is one with the new ones, as far as the server sees it."""
    if not new or old == new:
        return True
    if name == "interval":
        return _fits_interval(old, new)
    if not all(number.lstrip("-").isdigit() for number in (*old, *new)):
        return False
    before, after = [int(number) for number in old], [int(number) for number in new]
    if name in ("timestamp", "timestamptz", "time", "timetz"):
        return after[0] >= _MAXIMUM_PRECISION or (bool(before) and after[0] >= before[0])
    if name not in ("varchar", "varbit", "numeric") or not before:
        return False
    return after[0] >= before[0] and (after[1:] or [0]) == (before[1:] or [0])


def _fits_interval(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    """By the smallest field that each keeps, and the digits of its seconds."""
    before, after = _interval(old), _interval(new)
    if before is None or after is None or after[0] > before[0]:
        return False
    return before[0] > 0 or after[1] >= _MAXIMUM_PRECISION or after[1] >= before[1]


def _interval(arguments: tuple[str, ...]) -> tuple[int, int] | None:
    """The number of the smallest field, and how many digits the seconds have; None where that is not to be read."""
    fields = [argument.split()[-1] for argument in arguments if not argument.isdigit() and argument.strip()]
    digits = [int(argument) for argument in arguments if argument.isdigit()]
    if fields and fields[0] not in _FIELDS:
        return None
    return _FIELDS.index(fields[0]) if fields else 0, digits[0] if digits else _NO_LIMIT
