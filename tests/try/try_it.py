"""Speaks to the real server as an editor does, and prints what it says of the sample project, and one of its fixes.

Nothing but the standard library: what is sent and received here is all that the protocol needs.
"""

import difflib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import unquote, urlparse

Json = dict[str, Any]

# A copy, since all that is committed here has landed, and is not judged.
_FOLDER = tempfile.TemporaryDirectory()
PROJECT = Path(_FOLDER.name).resolve() / "project"
SEVERITIES = ("", "error", "warning", "info", "hint")
CAPABILITIES: Json = {
    "general": {"positionEncodings": ["utf-16"]},
    "textDocument": {
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
            "isPreferredSupport": True,
            "dataSupport": True,
            "resolveSupport": {"properties": ["edit"]},
        },
    },
    "workspace": {"workspaceEdit": {"documentChanges": True, "resourceOperations": ["create", "rename", "delete"]}},
}


class Server:
    """A language server, its standard input and output."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._input = cast("IO[bytes]", self._process.stdin)
        self._output = cast("IO[bytes]", self._process.stdout)
        self._number = 0
        self.told: list[Json] = []

    def ask(self, method: str, params: Json | None) -> Any:
        """Sends a request, and waits for its answer; what else arrives meanwhile is kept in `told`."""
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']['message']}")
                return message.get("result")
            self._take(message)

    def tell(self, method: str, params: Json) -> None:
        self._send({"method": method, "params": params})

    def wait_for(self, method: str, uri: str) -> Json:
        """The parameters of a notification about a file."""
        while True:
            for message in self.told:
                if message.get("method") == method and message["params"].get("uri") == uri:
                    return cast("Json", message["params"])
            self._take(self._receive())

    def stop(self) -> None:
        self.ask("shutdown", None)
        self._send({"method": "exit"})
        self._process.wait(10)

    def _take(self, message: Json) -> None:
        if "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})
        else:
            self.told.append(message)

    def _send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._input.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._input.flush()

    def _receive(self) -> Json:
        length = 0
        while line := self._output.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            raise SystemExit("the server has ended")
        return cast("Json", json.loads(self._output.read(length)))


def main() -> None:
    shutil.copytree(Path(__file__).with_name("project"), PROJECT)
    server = Server([sys.executable, "-m", "towpath.main", "server", "--stdio"])
    folder = {"uri": PROJECT.as_uri(), "name": PROJECT.name}
    server.ask(
        "initialize",
        {
            "processId": os.getpid(),
            "rootUri": folder["uri"],
            "workspaceFolders": [folder],
            "capabilities": CAPABILITIES,
        },
    )
    server.tell("initialized", {})
    found = {path: diagnostics(server, path) for path in sorted(PROJECT.rglob("*.sql"))}
    for path, said in found.items():
        for one in said:
            print_diagnostic(path, one)
    for path, said in found.items():
        for one in said:
            if one["code"] == "blocking-index" and (fix := concurrent(server, path, one)):
                print_fix(fix)
    server.stop()


def diagnostics(server: Server, path: Path) -> list[Json]:
    """Opens a file, and gives what the server says of it."""
    document = {"uri": path.as_uri(), "languageId": "sql", "version": 1, "text": path.read_text("utf-8")}
    server.tell("textDocument/didOpen", {"textDocument": document})
    said = server.wait_for("textDocument/publishDiagnostics", path.as_uri())["diagnostics"]
    return sorted(said, key=lambda one: (one["range"]["start"]["line"], one["range"]["start"]["character"]))


def concurrent(server: Server, path: Path, diagnostic: Json) -> Json | None:
    """The recommended fix of a diagnostic, with its edit."""
    place: Json = {"textDocument": {"uri": path.as_uri()}, "range": diagnostic["range"]}
    actions: list[Json] = server.ask("textDocument/codeAction", {**place, "context": {"diagnostics": [diagnostic]}})
    chosen = next((action for action in actions if action.get("isPreferred")), None)
    if chosen is None or "edit" in chosen:
        return chosen
    return cast("Json", server.ask("codeAction/resolve", chosen))


def print_diagnostic(path: Path, diagnostic: Json) -> None:
    start: dict[str, int] = diagnostic["range"]["start"]
    end: dict[str, int] = diagnostic["range"]["end"]
    line = path.read_text("utf-8").splitlines()[start["line"]]
    last = end["character"] if end["line"] == start["line"] else len(line)
    severity = SEVERITIES[int(diagnostic.get("severity", 1))]
    where = f"{path.relative_to(PROJECT)}:{start['line'] + 1}:{start['character'] + 1}"
    print(f"{where}: {severity}: {diagnostic['message']} [{diagnostic['code']}]")
    print(f"{start['line'] + 1:>5} | {line}")
    print(f"      | {' ' * start['character']}{'^' * max(last - start['character'], 1)}")
    print()


def print_fix(action: Json) -> None:
    """Prints what a fix changes, as a unified diff; lines that it adds begin with +."""
    print(f"The fix: {action['title']}")
    print()
    texts: dict[str, str] = {}
    for change in changes(action["edit"]):
        uri: str = change["textDocument"]["uri"] if "textDocument" in change else change["uri"]
        path = local(uri)
        old = path.read_text("utf-8") if path.exists() else ""
        texts[uri] = edited(texts.get(uri, old), change.get("edits", []))
    for uri, text in texts.items():
        path = local(uri)
        name = path.relative_to(PROJECT).as_posix()
        old = path.read_text("utf-8") if path.exists() else None
        header = ("/dev/null" if old is None else f"a/{name}", f"b/{name}")
        for line in difflib.unified_diff((old or "").splitlines(True), text.splitlines(True), *header):
            print(painted(line.rstrip("\n")))


def local(uri: str) -> Path:
    return Path(unquote(urlparse(uri).path))


def changes(edit: Json) -> Iterator[Json]:
    yield from edit.get("documentChanges") or (
        {"textDocument": {"uri": uri}, "edits": edits} for uri, edits in edit.get("changes", {}).items()
    )


def edited(text: str, edits: list[Json]) -> str:
    """A text after edits, which all speak of the text before; the sample is plain ASCII."""
    starts = [0]
    for line in text.splitlines(True):
        starts.append(starts[-1] + len(line))

    def offset(place: dict[str, int]) -> int:
        return min(starts[min(place["line"], len(starts) - 1)] + place["character"], len(text))

    spans = [(offset(one["range"]["start"]), offset(one["range"]["end"]), one["newText"]) for one in edits]
    for start, end, new in sorted(spans, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def painted(line: str) -> str:
    """A line of a diff, in colour on a terminal."""
    codes = {"+": "32", "-": "31", "@": "36"}
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or line[:1] not in codes:
        return line
    return f"\033[{codes[line[0]]}m{line}\033[0m"


if __name__ == "__main__":
    main()
