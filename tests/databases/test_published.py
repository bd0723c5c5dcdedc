"""The page on what others publish names facts that there are, each with a statement that proves it."""

import re
from pathlib import Path

from databases.proofs import proofs

ROW = re.compile(r"^\| (?:squawk|strong_migrations|pgfence) \|.*\| `([^`]+)` \| `([^`]+)` \|$", re.M)


def test_each_statement_proves_the_fact_that_it_decides() -> None:
    found = ROW.findall(Path("docs/published-locks.md").read_text("utf-8"))
    proven = {(" + ".join(proof.facts), proof.statement) for proof in proofs()}
    assert len(found) >= 13
    assert not [pair for pair in found if pair not in proven]
