"""How far the first look at a large project is, shown by clients that show such things."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from towpath.lsp.client import Client

# So many seconds lie between two looks.
PACE = 0.25

Progress = Callable[[], tuple[int, int]]


class Telling:
    """The progress of each project that is being read."""

    def __init__(self, server: LanguageServer, client: Client) -> None:
        self._server = server
        self._client = client
        self._tokens: dict[str, str] = {}

    def begin(self, root: str, progress: Progress) -> None:
        """A project is being read; `progress` says how many of how many files were."""
        if self._client.progresses:
            token = self._tokens[root] = str(uuid4())
            asyncio.get_running_loop().create_task(self._show(root, token, progress))

    def end(self, root: str) -> None:
        self._tokens.pop(root, None)

    async def _show(self, root: str, token: str, progress: Progress) -> None:
        await asyncio.sleep(PACE)
        if self._tokens.get(root) != token:
            return
        shown: Any = self._server.work_done_progress
        await shown.create_async(token)
        shown.begin(token, types.WorkDoneProgressBegin(title="Reading migrations", percentage=0))
        while self._tokens.get(root) == token:
            read, total = progress()
            said = f"{min(read, total):,} of {total:,} files" if total else ""
            shown.report(token, types.WorkDoneProgressReport(message=said, percentage=_percentage(read, total)))
            await asyncio.sleep(PACE)
        shown.end(token, types.WorkDoneProgressEnd())

    def shown_anew(self) -> None:
        """What clients show without asking again is asked for again."""
        if self._client.pulls:
            self._server.workspace_diagnostic_refresh(None)
        if self._client.refreshes_hints:
            self._server.workspace_inlay_hint_refresh(None)
        if self._client.refreshes_lenses:
            self._server.workspace_code_lens_refresh(None)


def _percentage(read: int, total: int) -> int:
    """How much of the work is done, in hundredths: reading is most of it, judging the rest."""
    return min(90 * read // total, 90) if total else 0
