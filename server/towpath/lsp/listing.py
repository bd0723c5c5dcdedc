"""A file's diagnostics as one JSON list; what is said is kept from one version to the next, and only places are new."""

import json
from collections.abc import Sequence

from towpath.linter import Placed
from towpath.lsp.client import Client
from towpath.lsp.convert import Texts, said
from towpath.source import Encoding, LineIndex, Span

Key = tuple[str, str, str, tuple[str, ...]]


class Listing:
    """The lists of one document; kept is what its last version said."""

    def __init__(self) -> None:
        self._kept: dict[Key, str] = {}

    def of(self, findings: Sequence[Placed], lines: LineIndex, texts: Texts, client: Client) -> str:
        kept: dict[Key, str] = {}
        items: list[str] = []
        for placed in findings:
            key = placed.rule, placed.severity, placed.message, placed.assumes
            text = None if placed.related else kept.get(key) or self._kept.get(key)
            if text is None:
                text = json.dumps(said(placed, texts, client), separators=(",", ":"))[1:]
            if not placed.related:
                kept[key] = text
            items.append(f'{{"range":{_range(placed.span, lines, client.encoding)},{text}')
        self._kept = kept
        return f"[{','.join(items)}]"


def _range(span: Span, lines: LineIndex, encoding: Encoding) -> str:
    line, character = lines.position(span.start, encoding)
    end_line, end_character = lines.position(span.end, encoding)
    return (
        f'{{"start":{{"line":{line},"character":{character}}},"end":{{"line":{end_line},"character":{end_character}}}}}'
    )
