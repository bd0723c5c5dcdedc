"""Work on rows: what stands within one block is done together."""

from collections.abc import Sequence
from typing import NamedTuple

from towpath.frameworks.rails import work
from towpath.operations import Places, RunCode, Step, replace
from towpath.source import Span
from towpath.syntax.ruby import Did, Given


class Made(NamedTuple):
    """One step before it is known what stands beside it."""

    did: Did
    start: int
    step: Step


def together(made: Sequence[Made]) -> list[Made]:
    """Work on rows within one block as one step: reading and writing go together."""
    found: dict[int, int] = {}
    result: list[Made] = []
    for one in made:
        code = one.step.operations[0] if one.step.operations else None
        if not isinstance(code, RunCode):
            result.append(one)
        elif (around := _batch(one.did)) in found:
            old = result[found[around]]
            before = old.step.operations[0]
            assert isinstance(before, RunCode)
            both = replace(
                before,
                reads_rows=before.reads_rows or code.reads_rows,
                writes_rows=before.writes_rows or code.writes_rows,
                tables=tuple(dict.fromkeys((*before.tables, *code.tables))),
                live=tuple(dict.fromkeys((*before.live, *code.live))),
                few=before.few and code.few,
            )
            result[found[around]] = old._replace(step=_with(old.step, both))
        else:
            found[around] = len(result)
            result.append(one._replace(step=_with(one.step, code)))
    return result


def _batch(did: Did) -> int:
    """The outermost call in whose block rows are worked on; else the call itself."""
    for call in did.within:
        root, _ = work.chain(call)
        if work.is_model(root) or isinstance(root, Given):
            return id(call)
    return id(did.value)


def _with(step: Step, code: RunCode) -> Step:
    """A step over the whole of its block that runs this code."""
    whole = Span(0, len(step.block))
    places: tuple[Places, ...] = ({},)
    return Step(
        step.block,
        whole,
        (code,),
        places,
        step.guard,
        step.origin,
        step.outside,
        step.turn,
        step.reversible,
        apart=True,
        assured=step.assured,
        lacks=step.lacks,
        inside=step.inside,
    )
