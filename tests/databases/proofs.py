"""The proofs of the facts about PostgreSQL: a statement, what is run before it, and which relation plays which role."""

from pathlib import Path
from typing import NamedTuple

from towpath.databases.claims import Claim
from towpath.databases.facts import facts, words
from towpath.operations import Name, named

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
    rows = facts("postgresql").rows
    own = [
        Proof((fact.id,), fact.roles, fact.setup, fact.statement, fact.versions, True)
        for found in rows.values()
        for fact in found
        if fact.statement
    ]
    lines = [line.split("\t") for line in FURTHER.read_text("utf-8").splitlines() if not line.startswith("#")]
    further = [Proof(words(ids, "+"), roles, setup, statement, (), False) for ids, roles, setup, statement in lines[1:]]
    return own + [proof._replace(versions=_versions(proof)) for proof in further]


def _versions(proof: Proof) -> tuple[int, ...]:
    """The versions on which each fact of a proof can be shown; empty for all."""
    rows = facts("postgresql").rows
    limits = [
        {version for row in rows[fact] if not row.refused for version in row.versions}
        for fact in proof.facts
        if all(row.versions for row in rows[fact])
    ]
    return tuple(sorted(set[int].intersection(*limits))) if limits else ()


def _names(text: str) -> tuple[Name, ...]:
    return tuple(named(name) for name in words(text))
