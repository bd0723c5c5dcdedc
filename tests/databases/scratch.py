"""Databases to measure in: each a fresh copy of the base schema, its tables filled."""

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from servers.postgresql import Server

Connection = psycopg.Connection[tuple[Any, ...]]

BASE = Path(__file__).with_name("base.sql")


class Scratch:
    """The sessions of one scratch database; all end with it."""

    def __init__(self, server: Server, name: str, sessions: ExitStack) -> None:
        self._address, self._sessions = server.address(name), sessions

    def connect(self) -> Connection:
        """A new session, in autocommit, which prepares nothing: a plan that is kept may take fewer locks.

        It finds what stands in a schema `s` without being told.
        """
        found = "-c search_path=public,s"
        connection = psycopg.connect(self._address, autocommit=True, prepare_threshold=None, options=found)
        return self._sessions.enter_context(connection)


class Template:
    """The base schema on a server; `outside` is a session that is in no scratch database."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.outside: Connection = psycopg.connect(server.address("postgres"), autocommit=True)
        self.version = self.outside.info.server_version // 10000
        self.outside.execute("CREATE DATABASE base")
        self.outside.execute(f"CREATE TABLESPACE other LOCATION '{server.empty_folder('other')}'".encode())
        with psycopg.connect(server.address("base"), autocommit=True) as session:
            session.execute(BASE.read_bytes())
            session.execute("VACUUM ANALYZE")
        self._pristine = False
        # A copy of files is faster than PostgreSQL 15's default, a copy through the log.
        self._copy = "TEMPLATE base" + (" STRATEGY file_copy" if self.version >= 15 else "")

    @contextmanager
    def copy(self) -> Generator[Scratch]:
        """A scratch database, dropped in the end together with its sessions."""
        self._create("scratch")
        try:
            with ExitStack() as sessions:
                yield Scratch(self.server, "scratch", sessions)
        finally:
            self.outside.execute("DROP DATABASE scratch" + (" WITH (FORCE)" if self.version >= 13 else ""))

    @contextmanager
    def pristine(self) -> Generator[Scratch]:
        """A database in which nothing is ever committed, so that one will do for all who only look."""
        if not self._pristine:
            self._create("pristine")
            self._pristine = True
        with ExitStack() as sessions:
            yield Scratch(self.server, "pristine", sessions)

    def close(self) -> None:
        self.outside.close()

    def _create(self, name: str) -> None:
        self.outside.execute(f"CREATE DATABASE {name} {self._copy}".encode())
