"""A bare client of the Language Server Protocol, for measuring: what it does itself costs as little as it can."""

import json
import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Json = dict[str, Any]
LONGEST_WAIT = 60.0

CAPABILITIES: Json = {
    "general": {"positionEncodings": ["utf-16"]},
    "workspace": {"configuration": True, "workspaceFolders": True, "diagnostics": {"refreshSupport": True}},
    "textDocument": {
        "synchronization": {"didSave": True},
        "publishDiagnostics": {"versionSupport": True, "relatedInformation": True},
        "diagnostic": {"dynamicRegistration": True},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "codeAction": {
            "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source"]}},
            "isPreferredSupport": True,
        },
    },
}


class SilentError(Exception):
    """A server that ended, or that did not answer."""


class Conversation:
    """A server that was started, and what is said to it; reading waits, and answers what the server asks meanwhile."""

    def __init__(self, command: Sequence[str], root: Path) -> None:
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root, bufsize=0
        )
        assert self.process.stdin
        assert self.process.stdout
        self._input, self._output = self.process.stdin, self.process.stdout
        self._root = root
        self._number = 0
        self._buffer = b""
        self.registered: set[str] = set()
        self.capabilities: Json = {}

    def begin(self) -> float:
        """Introduces itself; the seconds from the start of the process to the answer."""
        uri = self._root.as_uri()
        params: Json = {
            "processId": os.getpid(),
            "rootUri": uri,
            "workspaceFolders": [{"uri": uri, "name": self._root.name}],
            "capabilities": CAPABILITIES,
        }
        result, arrived = self.ask("initialize", params)
        self.capabilities = result["capabilities"]
        self.tell("initialized", {})
        return arrived - self.started

    @property
    def pulls(self) -> bool:
        return "diagnosticProvider" in self.capabilities or "textDocument/diagnostic" in self.registered

    def tell(self, method: str, params: Mapping[str, Any] | None) -> float:
        """Sends a notification; when it was sent."""
        return self._send({"method": method, "params": params})

    def ask(self, method: str, params: Mapping[str, Any] | None) -> tuple[Any, float]:
        """The result of a request, and when it had arrived."""
        self._number += 1
        number = self._number
        self._send({"id": number, "method": method, "params": params})
        answer, arrived = self.wait(lambda message: message.get("id") == number and "method" not in message)
        if "error" in answer:
            raise SilentError(f"{method}: {answer['error']}")
        return answer["result"], arrived

    def wait(self, wanted: Callable[[Json], bool]) -> tuple[Json, float]:
        """The next message of a kind, and when it had arrived."""
        end = time.perf_counter() + LONGEST_WAIT
        while time.perf_counter() < end:
            body = self._read()
            arrived = time.perf_counter()
            message: Json = json.loads(body)
            if "method" in message and "id" in message:
                self._answer(message)
            elif wanted(message):
                return message, arrived
        raise SilentError("no answer")

    def _answer(self, message: Json) -> None:
        result: Any = None
        if message["method"] == "workspace/configuration":
            result = [None for _ in message["params"]["items"]]
        elif message["method"] == "client/registerCapability":
            self.registered |= {one["method"] for one in message["params"]["registrations"]}
        self._send({"id": message["id"], "result": result})

    def _send(self, message: Json) -> float:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        sent = time.perf_counter()
        left = memoryview(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        while left:
            left = left[self._input.write(left) :]
        return sent

    def _read(self) -> bytes:
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        lines = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n"))
        size = int(lines[b"content-length"])
        while len(self._buffer) < size:
            self._fill()
        body, self._buffer = self._buffer[:size], self._buffer[size:]
        return body

    def _fill(self) -> None:
        data = os.read(self._output.fileno(), 1 << 16)
        if not data:
            raise SilentError(f"the server ended with status {self.process.wait()}")
        self._buffer += data

    def end(self) -> None:
        """Takes leave, and sees that the process is gone."""
        try:
            self.ask("shutdown", None)
            self.tell("exit", None)
            self.process.wait(5)
        except (SilentError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self._input.close()
        self._output.close()
