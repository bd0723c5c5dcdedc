"""The order in which Alembic runs revisions: parents first, branch by branch."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from towpath.frameworks.alembic.headers import Header


def ordered(headers: Sequence[Header]) -> list[int]:
    """The places of headers in the order of `alembic upgrade heads`; a parent that is not there is passed by.

    Alembic goes from the heads downwards, one head at a time as long as no other one comes behind it
    (alembic/script/revision.py, `_topological_sort`), and runs the way back. What stands in a circle comes last.
    """
    known = {header.revision: number for number, header in reversed(list(enumerate(headers)))}
    labels = {label: known[header.revision] for header in headers for label in header.labels}
    parents = [[known[one] for one in header.parents if one in known] for header in headers]
    needed = [list(_needed(header, known, labels)) for header in headers]
    edges = [_edges(number, parents, needed) for number in range(len(headers))]
    acyclic, circles = _acyclic(edges)
    if _is_chain(edges, acyclic):
        return [*acyclic, *circles]
    return [*reversed(_downwards(edges, acyclic)), *circles]


def _needed(header: Header, known: Mapping[str, int], labels: Mapping[str, int]) -> Iterator[int]:
    """The places of what a revision depends on; a part of a name will do, and a label."""
    for said in header.depends:
        found = known.get(said, labels.get(said.partition("@")[0]))
        if found is None:
            found = next((place for revision, place in known.items() if revision.startswith(said)), None)
        if found is not None:
            yield found


def _edges(number: int, parents: Sequence[Sequence[int]], needed: Sequence[Sequence[int]]) -> list[int]:
    """The places of what a revision comes behind; what its ancestors depend on is not said again."""
    found = [*parents[number]]
    if needed[number]:
        told = {place for ancestor in _ancestors(number, parents) for place in needed[ancestor]}
        found += [place for place in needed[number] if place not in told]
    return [place for place in dict.fromkeys(found) if place != number]


def _ancestors(number: int, parents: Sequence[Sequence[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = [*parents[number]]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += parents[one]
    return seen


def _acyclic(edges: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Those that can be run with their parents before them, and the others."""
    children: list[list[int]] = [[] for _ in edges]
    waiting = [len(parents) for parents in edges]
    for number, parents in enumerate(edges):
        for parent in parents:
            children[parent].append(number)
    ready = [number for number, count in enumerate(waiting) if not count]
    done: list[int] = []
    while ready:
        number = ready.pop(0)
        done.append(number)
        for child in children[number]:
            waiting[child] -= 1
            if not waiting[child]:
                ready.append(child)
    return done, [number for number in range(len(edges)) if waiting[number]]


def _is_chain(edges: Sequence[Sequence[int]], order: Sequence[int]) -> bool:
    return all(edges[later] == [earlier] for earlier, later in pairwise(order))


def _downwards(edges: Sequence[Sequence[int]], acyclic: Sequence[int]) -> list[int]:
    """The order from the heads downwards."""
    above: dict[int, frozenset[int]] = {}
    for number in acyclic:
        own = [parent for parent in edges[number] if parent in above]
        above[number] = frozenset((number,)).union(*(above[parent] for parent in own))
    todo = set(acyclic)
    behind = {parent for number in acyclic for parent in edges[number]}
    heads = sorted(todo - behind)
    found: list[int] = []
    at = 0
    while heads:
        candidate = heads[at]
        other = next((n for n, head in enumerate(heads) if n != at and candidate in above[head]), None)
        if other is not None:
            at = other
            continue
        if candidate in todo:
            todo.discard(candidate)
            found.append(candidate)
        parents = [parent for parent in edges[candidate] if parent in todo and parent not in heads]
        if parents:
            heads[at] = parents[0]
            heads += parents[1:]
        else:
            del heads[at]
            at = max(at - 1, 0)
    return found
