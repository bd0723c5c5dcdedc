"""The server as a process: what it writes where, and how it ends."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BufferedRWPair
from pathlib import Path
from typing import IO, Any

import pytest

from lsp.clients import FAKE

Message = dict[str, Any]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    pipe = subprocess.PIPE
    with subprocess.Popen(FAKE, stdin=pipe, stdout=pipe, stderr=pipe, cwd=tmp_path) as process:
        yield process
        process.kill()


def framed(message: Message) -> bytes:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    return b"Content-Length: %d\r\n\r\n%b" % (len(body), body)


def read(output: IO[bytes] | BufferedRWPair) -> Message:
    size = 0
    while (line := output.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        size = int(value) if name == b"Content-Length" else size
    return json.loads(output.read(size))


INITIALIZE = framed({"id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": None}})
SHUTDOWN = framed({"id": 2, "method": "shutdown"})
EXIT = framed({"method": "exit"})


def opened(text: str) -> bytes:
    item = {"uri": "file:///nowhere/1.sql", "languageId": "sql", "version": 1, "text": text}
    return framed({"method": "textDocument/didOpen", "params": {"textDocument": item}})


def test_a_client_that_takes_leave(server: subprocess.Popen[bytes]) -> None:
    output, errors = server.communicate(INITIALIZE + SHUTDOWN + EXIT, timeout=20)
    assert server.returncode == 0
    assert output.count(b"Content-Length") == 2
    assert errors == b""


def test_a_client_that_leaves_without_a_word(server: subprocess.Popen[bytes]) -> None:
    server.communicate(INITIALIZE + EXIT, timeout=20)
    assert server.returncode == 1


def test_a_client_that_dies(server: subprocess.Popen[bytes]) -> None:
    server.communicate(INITIALIZE, timeout=20)
    assert server.returncode == 1


def test_what_is_printed_stays_out_of_the_conversation(server: subprocess.Popen[bytes]) -> None:
    text = "create index a on b (c); -- 😀"
    output, errors = server.communicate(INITIALIZE + opened(text) + SHUTDOWN + EXIT, timeout=20)
    assert b"a print that must not reach the client" in errors
    assert b"a print" not in output
    assert b"Traceback" not in errors
    assert server.returncode == 0


def test_messages_that_make_no_sense_are_survived(server: subprocess.Popen[bytes]) -> None:
    assert server.stdin
    assert server.stdout
    nonsense = [
        b"Content-Length: 3\r\n\r\n{]}",
        framed({"method": "textDocument/didOpen", "params": {"textDocument": 7}}),
        framed({"method": "$/unknown", "params": {}}),
        framed({"method": "$/cancelRequest", "params": {"id": 77}}),
    ]
    server.stdin.write(INITIALIZE + b"".join(nonsense) + SHUTDOWN)
    server.stdin.flush()
    messages = [read(server.stdout)]
    while "id" not in messages[-1] or messages[-1]["id"] != 2:
        messages.append(read(server.stdout))
    assert [one["method"] for one in messages if "method" in one] == ["window/logMessage"] * 2
    _, errors = server.communicate(EXIT, timeout=20)
    assert (server.returncode, errors) == (0, b"")


def hover(number: int, params: object) -> bytes:
    return framed({"id": number, "method": "textDocument/hover", "params": params})


def answers(server: subprocess.Popen[bytes], said: bytes) -> dict[int, Message]:
    """What a server answers to each request before it ends, by the request's number."""
    output, errors = server.communicate(said, timeout=20)
    assert errors == b""
    found = [json.loads(part.partition(b"\r\n\r\n")[2]) for part in output.split(b"Content-Length: ")[1:]]
    return {one["id"]: one for one in found if "id" in one and "method" not in one}


PLACE = {"textDocument": {"uri": "file:///nowhere/1.sql"}, "position": {"line": 0, "character": 0}}
INVALID_REQUEST, INVALID_PARAMS, NOT_INITIALIZED = -32600, -32602, -32002


def test_every_request_is_answered(server: subprocess.Popen[bytes]) -> None:
    again = framed({"id": 4, "method": "initialize", "params": {"capabilities": {}, "processId": None}})
    said = hover(3, PLACE) + INITIALIZE + again + hover(5, {"line": 1}) + hover(6, PLACE) + SHUTDOWN + hover(7, PLACE)
    found = answers(server, said + EXIT)
    codes = {number: one["error"]["code"] for number, one in found.items() if "error" in one}
    assert codes == {3: NOT_INITIALIZED, 4: INVALID_REQUEST, 5: INVALID_PARAMS, 7: INVALID_REQUEST}
    assert (found[6]["result"], found[2]["result"]) == (None, None)
    assert server.returncode == 0


def command(number: int, name: str, *arguments: object) -> bytes:
    params = {"command": name, "arguments": list(arguments)}
    return framed({"id": number, "method": "workspace/executeCommand", "params": params})


def test_commands_without_what_they_need_do_nothing(server: subprocess.Popen[bytes]) -> None:
    said = command(3, "towpath.apply") + command(4, "towpath.apply", 3) + command(5, "towpath.showRule", 3)
    found = answers(server, INITIALIZE + said + command(6, "nothing") + SHUTDOWN + EXIT)
    assert [found[number]["error"]["code"] for number in (3, 6)] == [INVALID_PARAMS] * 2
    assert [found[number]["result"] for number in (4, 5)] == [None, None]


def test_the_first_answer_waits_for_no_rules() -> None:
    code = "import sys, towpath.lsp.start; sys.exit(any(name.startswith('towpath.linter') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_server_at_an_address(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    with subprocess.Popen([*FAKE, str(port)], stdout=subprocess.PIPE, cwd=tmp_path) as process:
        connection = _connected(port)
        with connection, connection.makefile("rwb") as stream:
            stream.write(INITIALIZE + SHUTDOWN)
            stream.flush()
            assert read(stream)["result"]["serverInfo"]["name"] == "towpath"
            assert read(stream)["result"] is None
            stream.write(EXIT)
            stream.flush()
        output, _ = process.communicate(timeout=20)
        assert (process.returncode, output) == (0, b"")


def test_an_address_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [*FAKE, str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=20)
    assert done.returncode == 2
    assert done.stderr.startswith("towpath: the server cannot be reached there: ")


def _connected(port: int) -> socket.socket:
    """A connection, as soon as the server listens."""
    for _ in range(1000):
        connection = socket.socket()
        if connection.connect_ex(("127.0.0.1", port)) == 0:
            return connection
        connection.close()
        time.sleep(0.01)
    raise TimeoutError
