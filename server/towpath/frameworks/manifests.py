"""What a project's manifests tell: the nearest one above a folder that names a database's driver, or a tool."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from towpath.project import Tree

PYTHON = ("pyproject.toml", "requirements.txt", "setup.cfg", "Pipfile")
MANIFESTS = ("pom.xml", "build.gradle", "build.gradle.kts", "Cargo.toml", "go.mod", "package.json", *PYTHON)

_FEATURE = r"features\s*=\s*\[[^\]]*\"{}\""
_DRIVERS = {
    "postgresql": (
        r"org\.postgresql|<artifactId>(?:r2dbc-)?postgresql</artifactId>|flyway-database-postgresql|r2dbc-postgresql"
        r"|lib/pq\b|jackc/pgx|\"(?:pg|postgres)\"\s*:|\b(?:psycopg(?:2|2-binary)?|asyncpg|pg8000)\b|"
        + _FEATURE.format("postgres")
    ),
    "mysql": (
        r"mysql-connector|go-sql-driver/mysql|\"mysql2?\"\s*:|\b(?:mysqlclient|(?i:pymysql)|aiomysql|asyncmy)\b|"
        + _FEATURE.format("mysql")
    ),
    "mariadb": r"mariadb-java-client|\"mariadb\"\s*:",
    "sqlite": r"sqlite-jdbc|go-sqlite3|modernc\.org/sqlite|\"(?:better-)?sqlite3\"\s*:|" + _FEATURE.format("sqlite"),
    "sqlserver": r"mssql-jdbc|flyway-sqlserver|go-mssqldb|\"mssql\"\s*:|\b(?:pymssql|pyodbc)\b",
    "oracle": r"\bojdbc\d*\b|flyway-database-oracle|\b(?i:cx[-_]oracle|oracledb)\b",
}


class Named(NamedTuple):
    """A manifest, and what it names."""

    name: str
    path: str


def above(folder: str) -> Iterator[str]:
    """The folder and those above it, nearest first, each with its slash; the root is empty."""
    parts = [part for part in folder.split("/") if part]
    for length in range(len(parts), -1, -1):
        yield "".join(f"{part}/" for part in parts[:length])


def manifests(tree: Tree, folder: str, names: tuple[str, ...] = MANIFESTS) -> Iterator[tuple[str, str]]:
    """The manifests of the folder and of those above it, nearest first: path and text; names may be in a folder."""
    for prefix in above(folder):
        for name in names:
            is_there = tree.there if "/" in name else tree.has
            if is_there(prefix + name) and (text := tree.text(prefix + name)) is not None:
                yield prefix + name, text


def driver(tree: Tree, folder: str) -> Named | None:
    """The one database whose driver the nearest manifest names; None where it names several, or none does."""
    found = drivers(tree, folder)
    return found[0] if len(found) == 1 else None


def drivers(tree: Tree, folder: str, names: tuple[str, ...] = MANIFESTS) -> tuple[Named, ...]:
    """All databases whose drivers are named by the nearest manifest that names one."""
    for path, text in manifests(tree, folder, names):
        found = [Named(dialect, path) for dialect, pattern in _DRIVERS.items() if re.search(pattern, text)]
        if found:
            return tuple(found)
    return ()


def tool(tree: Tree, folder: str, patterns: dict[str, str]) -> Named | None:
    """The first of the tools that the nearest manifest names, by the pattern of each."""
    for path, text in manifests(tree, folder):
        for name, pattern in patterns.items():
            if re.search(pattern, text):
                return Named(name, path)
    return None
