"""Runs migrations with the Django that this process imports, and says what that sent to PostgreSQL.

Reads one case a line: the files of its history and of its own migration, as JSON. Answers each with what was sent on
the way up, down, and up again, with the schema as it is dumped in between, or with the error that came up.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.conf import settings

Case = dict[str, Any]
Sent = list[str]


def main() -> None:
    host, dump = sys.argv[1:3]
    settings.configure(
        DATABASES={
            "default": {"ENGINE": "django.db.backends.postgresql", "HOST": host, "USER": "postgres", "NAME": "judge"}
        },
        INSTALLED_APPS=["django.contrib.postgres"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    for line in sys.stdin:
        answer = judged(json.loads(line), lambda: dumped(dump, host))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def judged(case: Case, dumped: Callable[[], str]) -> dict[str, Any]:
    from django.db import connection
    from django.db.migrations.state import ProjectState

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public")
        for extension in ("hstore", "citext", "btree_gist", "pg_trgm"):
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    answer: dict[str, Any] = {"id": case["id"]}
    try:
        state = ProjectState()
        for file in case["history"]:
            state = applied(file, state)[0]
        for step in case.get("steps", ("up", "down", "again", "each")):
            if case.get("dump"):
                answer[f"before {step}"] = dumped()
            sent: Sent = []
            for file, way in turns(case["files"], step):
                sent += run(file, state, case["files"], way)
            answer[step] = sent
        if case.get("dump"):
            answer["after"] = dumped()
    except Exception as error:
        answer["error"] = f"{type(error).__name__}: {error}"
    return answer


def turns(files: list[dict[str, str]], step: str) -> Iterator[tuple[dict[str, str], str]]:
    """The files of one step, each with its way; `each` takes back one by one, and sees that each comes again."""
    if step == "each":
        yield from ((file, way) for file in reversed(files) for way in ("down", "up", "down"))
    else:
        yield from ((file, step) for file in (reversed(files) if step == "down" else files))


def migration(file: dict[str, str]) -> Any:
    space: dict[str, Any] = {"__name__": f"{file['app']}.migrations.{file['name']}"}
    exec(compile(file["text"], file["name"], "exec"), space)
    return space["Migration"](file["name"], file["app"])


def applied(file: dict[str, str], state: Any) -> tuple[Any, Sent]:
    from django.db import connection

    sent: Sent = []
    one = migration(file)
    with connection.execute_wrapper(spy(sent)), connection.schema_editor(atomic=one.atomic) as editor:
        state = one.apply(state, editor)
    return state, sent


def run(file: dict[str, str], state: Any, files: list[dict[str, str]], step: str) -> Sent:
    """One file up or down, among the models that those before it leave."""
    from django.db import connection

    state = state.clone()
    for other in files[: files.index(file)]:
        migration(other).mutate_state(state, preserve=False)
    one = migration(file)
    sent: Sent = []
    with connection.execute_wrapper(spy(sent)), connection.schema_editor(atomic=one.atomic) as editor:
        (one.unapply if step == "down" else one.apply)(state, editor)
    return sent


def spy(sent: Sent) -> Callable[..., Any]:
    def execute(execute: Any, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
        from django.db import connection

        text = sql if isinstance(sql, str) else sql.as_string(context["cursor"].cursor)
        if params:
            text = connection.ops.compose_sql(text, params)
        if not text.lstrip().upper().startswith("SELECT"):
            sent.append(text)
        return execute(sql, params, many, context)

    return execute


def dumped(program: str, host: str) -> str:
    """The schema, without what differs between two dumps of the same."""
    command = [program, "-h", host, "-U", "postgres", "-s", "--no-owner", "--restrict-key=x", "judge"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return "\n".join(line for line in lines(found.stdout))


def lines(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line.strip() and not line.startswith("--"))


if __name__ == "__main__":
    main()
