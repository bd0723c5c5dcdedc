"""A project of many migrations in an editor: answers while it is read, the end of that, edits, a switch of branches."""

import json
import statistics
import time
from pathlib import Path

from conversation import Conversation, Json

SWITCHED = 500
EDITS = 20


def measure(command: list[str], root: Path, paths: list[Path]) -> dict[str, float]:
    """Milliseconds and MiB of one server over a project; its newest file is open."""
    server = Conversation(command, root)
    server.begin()
    newest = paths[-1]
    uri, text = newest.as_uri(), newest.read_text("utf-8")
    opened = server.tell("textDocument/didOpen", {"textDocument": _item(uri, text)})
    answers = [_hover(server, f"{uri}.other") for _ in range(20)]
    ready = _until_read(server, uri)
    found = {
        "slowest answer while it is read, ms": 1000 * max(answers),
        "read, ms": 1000 * (ready - opened),
        "memory, MiB": _memory(server.process.pid),
    }
    keys = [_edit(server, uri, text, version) for version in range(2, 2 + EDITS)]
    found["findings after a key in the newest file, ms"] = 1000 * statistics.median(keys)
    found["where an old table was made, ms"] = 1000 * _definition(server, uri, text)
    found["findings after a switch of branches, ms"] = 1000 * _switch(server, uri, paths)
    server.end()
    return found


def _item(uri: str, text: str) -> Json:
    return {"uri": uri, "languageId": "sql", "version": 1, "text": text}


def _hover(server: Conversation, uri: str) -> float:
    """How long an answer takes that the project is not asked for: whatever is about it waits for the end of reading."""
    started = time.perf_counter()
    at = {"line": 0, "character": 0}
    _, arrived = server.ask("textDocument/hover", {"textDocument": {"uri": uri}, "position": at})
    time.sleep(0.02)
    return arrived - started


def _pull(server: Conversation, uri: str) -> tuple[Json, float]:
    return server.ask("textDocument/diagnostic", {"textDocument": {"uri": uri}})


def _until_read(server: Conversation, uri: str) -> float:
    """When the server has found something in the open file."""
    while True:
        answer, arrived = _pull(server, uri)
        if answer.get("items"):
            return arrived
        time.sleep(0.05)


def _edit(server: Conversation, uri: str, text: str, version: int) -> float:
    """A statement more, and how long its findings take."""
    changed = f"{text}\nALTER TABLE user_1 ADD COLUMN key_{version} text NOT NULL;\n"
    sent = server.tell(
        "textDocument/didChange",
        {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": changed}]},
    )
    answer, arrived = _pull(server, uri)
    assert f"key_{version}" in json.dumps(answer)
    return arrived - sent


def _definition(server: Conversation, uri: str, text: str) -> float:
    """How long it takes to find what made the table that the last edit names."""
    started = time.perf_counter()
    at = {"line": text.count("\n") + 1, "character": len("ALTER TABLE u")}
    answer, arrived = server.ask("textDocument/definition", {"textDocument": {"uri": uri}, "position": at})
    assert answer
    return arrived - started


def _switch(server: Conversation, uri: str, paths: list[Path]) -> float:
    """Files in the middle of the series change on the disk, as they do when another branch is checked out."""
    middle = paths[len(paths) // 2 :][:SWITCHED]
    for number, path in enumerate(middle):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"ALTER TABLE user_1 ADD COLUMN switched_{number} text;\n")
    changes = [{"uri": path.as_uri(), "type": 2} for path in middle]
    sent = server.tell("workspace/didChangeWatchedFiles", {"changes": changes})
    _, arrived = _pull(server, uri)
    return arrived - sent


def _memory(pid: int) -> float:
    """The most memory that a process had, in MiB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return float("nan")
