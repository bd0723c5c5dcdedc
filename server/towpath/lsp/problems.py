"""What is wrong with a project as a whole, shown where it is configured, or in the log where that is nowhere."""

import json
from collections.abc import Callable, Iterable

from towpath.linter import Placed, Workspace
from towpath.lsp.client import Client
from towpath.lsp.convert import Json, Texts, diagnostic, file_uri, range_of
from towpath.lsp.roots import absolute
from towpath.project import ConfigurationError
from towpath.source import Encoding, LineIndex, Source, Span

ERROR = 1


class Problems:
    """Tells what there is to say of configuration files, and takes back what is to be said no more."""

    def __init__(self, publish: Callable[[str], None], log: Callable[[str], None]) -> None:
        self._publish = publish
        self._log = log
        self._told: dict[str, set[str]] = {}

    def tell(
        self,
        root: str,
        workspace: Workspace,
        found: Iterable[ConfigurationError],
        findings: Iterable[Placed],
        texts: Texts,
        client: Client,
    ) -> None:
        """The problems of one project are these now, and the findings that stand in no migration."""
        by_uri: dict[str, list[Json]] = {uri: [] for uri in self._told.get(root, ())}
        for problem in found:
            source = workspace.tree.read(problem.path)
            if isinstance(source, Source):
                uri = file_uri(absolute(problem.path, root))
                by_uri.setdefault(uri, []).append(_diagnostic(problem, source.lines, client.encoding))
            else:
                self._log(str(problem))
        for placed in findings:
            lines = texts.lines(placed.path) or LineIndex("")
            by_uri.setdefault(texts.uri(placed.path), []).append(diagnostic(placed, lines, texts, client))
        for uri, items in by_uri.items():
            self._publish(json.dumps({"uri": uri, "diagnostics": items}))
        self._told[root] = {uri for uri, items in by_uri.items() if items}


def _diagnostic(problem: ConfigurationError, lines: LineIndex, encoding: Encoding) -> Json:
    number = min(max(problem.line, 1), len(lines.starts)) - 1
    line = Span(lines.starts[number], lines.line_end(number))
    place = range_of(line, lines, encoding)
    return {"range": place, "severity": ERROR, "source": "towpath", "message": problem.message}
