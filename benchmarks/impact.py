"""How long it takes to say what one operation costs: the median over some rounds, in microseconds of processor time.

    python benchmarks/impact.py [ROUNDS]

The operations are those of the proofs of the facts about PostgreSQL, on the schema that these start from.
"""

import sys
import time
from pathlib import Path
from statistics import median

TESTS = Path(__file__).parent.parent / "tests"
sys.path.insert(0, str(TESTS))

from databases.proofs import proofs  # noqa: E402
from databases.replay import read, replayed  # noqa: E402
from towpath.databases import database, impact  # noqa: E402
from towpath.schema import State  # noqa: E402


def main() -> None:
    where = database("postgresql")
    assert where
    base = replayed(State(), (TESTS / "databases" / "base.sql").read_text("utf-8"))
    operations = [operation for proof in proofs() for turn in read(proof.statement) for operation in turn]
    found: list[float] = []
    for _ in range(int(sys.argv[1]) if sys.argv[1:] else 9):
        start = time.process_time()
        for operation in operations:
            impact(operation, base, where)
        found.append((time.process_time() - start) / len(operations) * 1e6)
    print(f"{len(operations)} operations, {median(found[1:] or found):.1f} µs each")


if __name__ == "__main__":
    main()
