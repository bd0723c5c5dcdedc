"""What a person waits for in an editor: from the server's start to the first findings, and from a key to the next."""

import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from conversation import Conversation, SilentError

Figures = dict[str, float]
WARM_UP = 4
# A server that leaves a process behind may refuse the next one while that ends.
ATTEMPTS = 3


def measure(command: Sequence[str], text: str, edits: int) -> Figures:
    """One fresh server and one file that is open in it: milliseconds, MiB and the number of findings."""
    with tempfile.TemporaryDirectory(prefix="towpath-bench-") as folder:
        root = Path(folder).resolve()
        path = root / "V1__change.sql"
        path.write_text(text, encoding="utf-8", newline="\n")
        for attempt in range(ATTEMPTS):
            conversation = Conversation(command, root)
            try:
                return _Measured(conversation, path.as_uri(), text).figures(edits)
            except SilentError:
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(1)
            finally:
                conversation.end()
        raise AssertionError


class _Measured:
    """One open document, its version, and the diagnostics that it has."""

    def __init__(self, conversation: Conversation, uri: str, text: str) -> None:
        self._with = conversation
        self._uri = uri
        self._text = text
        self._version = 1
        self._found: list[Any] = []

    def figures(self, edits: int) -> Figures:
        started = self._with.begin()
        first = self._open()
        list(self._edits(WARM_UP))
        times = list(self._edits(edits))
        return {
            "start to answer": started * 1000,
            "start to findings": first * 1000,
            "edit p50": median(times) * 1000,
            "edit p95": quantiles(times, n=20)[-1] * 1000,
            "code actions": self._asked("textDocument/codeAction", self._selection()),
            "hover": self._asked("textDocument/hover", {"position": self._place()["start"]}),
            "memory MiB": _memory(self._with.process.pid),
            "findings": len(self._found),
        }

    def _open(self) -> float:
        item = {"uri": self._uri, "languageId": "sql", "version": 1, "text": self._text}
        self._with.tell("textDocument/didOpen", {"textDocument": item})
        arrived = self._diagnostics()
        while not self._found:
            arrived = self._diagnostics()
        return arrived - self._with.started

    def _edits(self, count: int) -> Iterator[float]:
        """Puts a blank into the middle of the file and takes it out again, in turns; the seconds that each took."""
        lines = self._text.split("\n")
        line = len(lines) // 2
        at = {"line": line, "character": len(lines[line])}
        behind = {"line": line, "character": len(lines[line]) + 1}
        for number in range(count):
            put = number % 2 == 0
            self._version += 1
            change = {"range": {"start": at, "end": at if put else behind}, "text": " " if put else ""}
            identifier = {"uri": self._uri, "version": self._version}
            sent = self._with.tell("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})
            yield self._diagnostics() - sent

    def _diagnostics(self) -> float:
        """Takes the diagnostics of this version; when they had arrived."""
        if self._with.pulls:
            report, arrived = self._with.ask("textDocument/diagnostic", {"textDocument": {"uri": self._uri}})
            self._found = report.get("items", self._found)
            return arrived
        message, arrived = self._with.wait(self._is_ours)
        self._found = message["params"]["diagnostics"]
        return arrived

    def _is_ours(self, message: dict[str, Any]) -> bool:
        if message.get("method") != "textDocument/publishDiagnostics":
            return False
        return message["params"].get("version", self._version) == self._version

    def _place(self) -> dict[str, Any]:
        return self._found[len(self._found) // 2]["range"]

    def _selection(self) -> dict[str, Any]:
        found = self._found[len(self._found) // 2]
        return {"range": found["range"], "context": {"diagnostics": [found], "triggerKind": 1}}

    def _asked(self, method: str, params: dict[str, Any], times: int = 20) -> float:
        """The median milliseconds of a request about the document."""
        asked = {"textDocument": {"uri": self._uri}, **params}
        took: list[float] = []
        for _ in range(times):
            sent = time.perf_counter()
            _, arrived = self._with.ask(method, asked)
            took.append(arrived - sent)
        return median(took) * 1000


def _memory(process: int) -> float:
    """The memory that a process holds, where the system says so."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return float("nan")
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
