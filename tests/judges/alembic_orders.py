# pyright: basic
"""The order in which the real Alembic runs revisions: each line of input is a graph, each line of output its order."""

import json
import sys
import warnings

from alembic.script.revision import Revision, RevisionMap


def order(graph):
    """The revisions of a graph in the order of `upgrade heads`; each is a name, its parents and what it depends on."""
    made = [
        Revision(name, tuple(parents) or None, dependencies=tuple(depends) or None) for name, parents, depends in graph
    ]
    found = RevisionMap(lambda: made).iterate_revisions("heads", "base", inclusive=True, implicit_base=True)
    return [one.revision for one in found][::-1]


def main():
    warnings.simplefilter("ignore")
    for line in sys.stdin:
        print(json.dumps(order(json.loads(line))), flush=True)


main()
