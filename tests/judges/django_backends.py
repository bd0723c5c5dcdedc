"""Says what the Django that this process imports would send to a database that is not there, from a model's fields.

Reads one line: the backend and a migration file, as JSON. Answers with the statements of its way up.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import json
import sys
from types import SimpleNamespace
from typing import Any

import django
import pymysql
from django.conf import settings

SERVER = {
    "version": "8.4.0",
    "sql_mode": "STRICT_TRANS_TABLES",
    "default_storage_engine": "InnoDB",
    "sql_auto_is_null": False,
    "lower_case_table_names": 0,
    "has_zoneinfo_database": True,
}


def main() -> None:
    asked = json.loads(sys.stdin.readline())
    pymysql.version_info = (2, 2, 1, "final", 0)
    pymysql.install_as_MySQLdb()
    engine = {"mysql": "mysql", "sqlite": "sqlite3"}[asked["backend"]]
    settings.configure(
        DATABASES={"default": {"ENGINE": f"django.db.backends.{engine}", "NAME": ":memory:"}},
        INSTALLED_APPS=[],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()
    sys.stdout.write(json.dumps(sent(asked)))


def sent(asked: dict[str, Any]) -> list[str]:
    from django.db import connections
    from django.db.migrations.state import ProjectState

    connection = connections["default"]
    if asked["backend"] == "mysql":
        # What a server would be asked for.
        connection.__dict__["mysql_server_data"] = SERVER
        connection.cursor = connection.ensure_connection = nothing
        connection.connection = SimpleNamespace(escape=escaped, encoders={})
        connection.introspection.get_storage_engine = engine
    space: dict[str, Any] = {"__name__": "app.migrations.0001_part"}
    exec(compile(asked["text"], "0001_part", "exec"), space)
    migration = space["Migration"]("0001_part", "app")
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        migration.apply(ProjectState(), editor, collect_sql=True)
    return [line for line in editor.collected_sql if not line.startswith("--")]


def nothing() -> None:
    pass


def escaped(value: object, encoders: object) -> str:
    return str(value)


def engine(cursor: object, table: str) -> str:
    return "InnoDB"


if __name__ == "__main__":
    main()
