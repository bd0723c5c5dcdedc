"""What each open document is told, and when: pushed with its version, or pulled with a result id."""

import asyncio
import json
from collections.abc import Callable
from time import perf_counter
from typing import NamedTuple

from towpath.lsp.documents import Document, Documents
from towpath.lsp.protocol import Ready

# Runs that take no longer than this are made at every key; after longer ones a pause in typing is awaited, which
# grows with them, so that a file that is just too large is not treated as one that is far too large.
QUICK = 0.02
LONGEST_PAUSE = 0.3
# How long after an edit the other open files are looked at again.
ASIDE = 0.2

Items = Callable[[Document], str]


class Told(NamedTuple):
    """What a document was told last: its diagnostics as JSON, and the name of this result."""

    number: str
    items: str


class Diagnostics:
    """Brings every open document's diagnostics to the client.

    `items` works out a document's diagnostics as a JSON list; `publish` sends the parameters of a push; `refresh`
    asks a client that pulls to pull again, and is None for one that is pushed to. `aside` is called when the other
    open documents are looked at again.
    """

    def __init__(
        self,
        documents: Documents,
        items: Items,
        publish: Callable[[str], None],
        refresh: Callable[[], None] | None,
        aside: Callable[[], None],
    ) -> None:
        self._documents = documents
        self._items = items
        self._publish = publish
        self._refresh = refresh
        self._looked_aside = aside
        self._told: dict[str, Told] = {}
        self._took: dict[str, tuple[float, ...]] = {}
        self._due: dict[str, asyncio.TimerHandle] = {}
        self._aside: asyncio.TimerHandle | None = None
        self._count = 0

    def edited(self, document: Document) -> None:
        """A document was opened or changed."""
        if self._refresh is None:
            self._push_soon(document.uri)
        self._look_aside_soon(document.uri)

    def closed(self, uri: str) -> None:
        """A closed document is told nothing more, and what it was told is taken back."""
        self._told.pop(uri, None)
        self._took.pop(uri, None)
        if (timer := self._due.pop(uri, None)) is not None:
            timer.cancel()
        if self._refresh is None:
            self._publish(f'{{"uri":{json.dumps(uri)},"diagnostics":[]}}')
        self._look_aside_soon(uri)

    def last(self, uri: str) -> str:
        """What a document was told last, as a JSON list."""
        told = self._told.get(uri)
        return told.items if told else "[]"

    def everywhere(self, apart_from: str = "") -> None:
        """What every document is told may have changed, since something other than its own text did."""
        others = [document for document in self._documents if document.uri != apart_from]
        changed = [document for document in others if self._changed(document)]
        if self._refresh is None:
            for document in changed:
                self._push(document)
        elif changed:
            self._refresh()

    async def pulled(self, uri: str, known: str | None) -> Ready:
        """The answer to a pull: always about the newest version, which is the one that the client has by then."""
        await asyncio.sleep(self._pause(uri))
        document = self._documents.get(uri)
        if document is None:
            return Ready('{"kind":"full","items":[]}')
        told = self._look(document)
        if told.number == known:
            return Ready(f'{{"kind":"unchanged","resultId":"{told.number}"}}')
        return Ready(f'{{"kind":"full","resultId":"{told.number}","items":{told.items}}}')

    def _pause(self, uri: str) -> float:
        took = min(self._took.get(uri, (0.0,)))
        return min(2 * max(took - QUICK, 0.0), LONGEST_PAUSE)

    def _push_soon(self, uri: str) -> None:
        if (timer := self._due.pop(uri, None)) is not None:
            timer.cancel()
        pause = self._pause(uri)
        if pause:
            self._due[uri] = asyncio.get_running_loop().call_later(pause, self._push_newest, uri)
        else:
            self._push_newest(uri)

    def _push_newest(self, uri: str) -> None:
        self._due.pop(uri, None)
        document = self._documents.get(uri)
        if document is not None:
            self._look(document)
            self._push(document)

    def _push(self, document: Document) -> None:
        uri, items = json.dumps(document.uri), self._told[document.uri].items
        self._publish(f'{{"uri":{uri},"version":{document.version},"diagnostics":{items}}}')

    def _look_aside_soon(self, uri: str) -> None:
        if self._aside is not None:
            self._aside.cancel()
        self._aside = asyncio.get_running_loop().call_later(ASIDE, self._look_aside, uri)

    def _look_aside(self, uri: str) -> None:
        self._aside = None
        self.everywhere(apart_from=uri)
        self._looked_aside()

    def _changed(self, document: Document) -> bool:
        before = self._told.get(document.uri)
        return before is not None and self._look(document) is not before

    def _look(self, document: Document) -> Told:
        """What a document is to be told now: the very same as before where that has not changed."""
        started = perf_counter()
        items = self._items(document)
        # Of the last two, so that one run that was held up by something else does not count.
        self._took[document.uri] = (*self._took.get(document.uri, ())[-1:], perf_counter() - started)
        told = self._told.get(document.uri)
        if told is None or told.items != items:
            self._count += 1
            told = self._told[document.uri] = Told(str(self._count), items)
        return told
