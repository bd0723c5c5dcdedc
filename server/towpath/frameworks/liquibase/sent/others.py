"""Changes that send nothing, or whose SQL is made by the user's own code."""

from collections.abc import Mapping

from towpath.frameworks.liquibase.sent.asked import Around, Change, Found, said
from towpath.syntax.markup import Node


def _nothing(change: Node, around: Around) -> Found:
    return iter(())


def _custom(change: Node, around: Around) -> Found:
    yield f"the class {said(change, 'class') or 'of a customChange'} makes what is sent"


def _stop(change: Node, around: Around) -> Found:
    yield "the run stops here"


def _command(change: Node, around: Around) -> Found:
    yield f"{said(change, 'executable') or 'a program'} is run by the shell"


CHANGES: Mapping[str, Change] = {
    "customChange": _custom,
    "empty": _nothing,
    "executeCommand": _command,
    "output": _nothing,
    "stop": _stop,
    "tagDatabase": _nothing,
}
