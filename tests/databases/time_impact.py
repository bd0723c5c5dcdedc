"""How long it takes to say what one operation costs: the median over some rounds, in microseconds of processor time.

    PYTHONPATH=tests python -m databases.time_impact [ROUNDS]

The operations are those of the proofs of the facts about PostgreSQL, on the schema that these start from.
"""

import sys
import time
from statistics import median

from databases.proofs import proofs
from databases.replay import read, replayed
from databases.scratch import BASE
from towpath.databases import database, impact
from towpath.schema import State


def main() -> None:
    where = database("postgresql")
    assert where
    base = replayed(State(), BASE.read_text("utf-8"))
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
