"""The proofs of the facts about PostgreSQL: a statement, what is run before it, and which relation plays which role."""

from pathlib import Path
from typing import NamedTuple

from towpath.databases.claims import Claim
from towpath.databases.database import SUPPORTED
from towpath.databases.facts import facts, versions, words
from towpath.operations import Name, named

WHOLE = "whole alone"
FURTHER = Path(__file__).with_name("proofs_postgresql.tsv")


class Proof(NamedTuple):
    """`facts` are those that the statement is, all at once; `first`: it is the proof in the fact's own row."""

    facts: tuple[str, ...]
    roles: str
    setup: str
    statement: str
    versions: tuple[int, ...]
    first: bool

    @property
    def claim(self) -> Claim:
        """The claim as the proof's roles say it, without reading the statement."""
        roles = {role: _names(names) for role, _, names in (part.partition("=") for part in words(self.roles, ";"))}
        for role in tuple(roles):
            if role == "partitions" or role.endswith(" partitions"):
                whole = role.removesuffix("partitions").strip() or "table"
                roles[f"{whole} rows"] = roles[role]
        return Claim(self.facts, roles)


def proofs() -> list[Proof]:
    """Every proof: those in the table of facts, and the further ones."""
    rows = [row for found in facts("postgresql").rows.values() for row in found if row.statement]
    own = [
        Proof(_with_whole((row.id,), row.roles), row.roles, row.setup, row.statement, row.versions, True)
        for row in rows
    ]
    lines = [line.split("\t") for line in FURTHER.read_text("utf-8").splitlines() if not line.startswith("#")]
    further = [
        Proof(words(ids, "+"), roles, setup, statement, versions(said), False)
        for ids, said, roles, setup, statement in lines[1:]
    ]
    proofs = [*own, *(one._replace(facts=_with_whole(one.facts, one.roles)) for one in further)]
    return [proof._replace(versions=_shown_on(proof)) for proof in proofs]


def _with_whole(facts: tuple[str, ...], roles: str) -> tuple[str, ...]:
    """The facts with the one about a partitioned table that is locked alone, where a role names that table."""
    return (*facts, WHOLE) if "whole=" in roles and WHOLE not in facts else facts


def _shown_on(proof: Proof) -> tuple[int, ...]:
    """The versions that a proof runs on: those that it says itself, and all of which have rows for its facts."""
    limits = [set(proof.versions or SUPPORTED["postgresql"])]
    for fact in proof.facts:
        found = facts("postgresql").rows[fact]
        if all(row.versions for row in found):
            limits.append({version for row in found for version in row.versions})
    return tuple(sorted(set[int].intersection(*limits)))


def _names(text: str) -> tuple[Name, ...]:
    return tuple(named(name) for name in words(text))
