"""What the files that include a changelog ask of a run: its contexts and labels."""

from typing import NamedTuple

from towpath.syntax.markup import Node


class Asked(NamedTuple):
    """The contexts and labels under which something is included; empty: under any."""

    contexts: str = ""
    labels: str = ""

    def also(self, node: Node) -> "Asked":
        """With what an include, or the root of a file, asks for."""
        contexts, labels = (str(node.get(*names) or "") for names in (("contextFilter", "context"), ("labels",)))
        return Asked(_both(self.contexts, contexts), _both(self.labels, labels))


EVERY = Asked()


def _both(one: str, other: str) -> str:
    return f"{one} and {other}" if one and other else one or other
