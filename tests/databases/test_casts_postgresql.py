"""How a column of one type gets another one, asked of the server for every pair of types that it has by itself."""

from collections.abc import Callable

import psycopg
import pytest

from databases.scratch import Connection, Template
from towpath.operations import Type
from towpath.schema import State
from towpath.schema.casts import BUILT_IN, converted

pytestmark = pytest.mark.server


def _taken(session: Connection, old: str, new: str, using: str) -> bool:
    try:
        with session.transaction(force_rollback=True):
            session.execute(f"CREATE TABLE tried (a {old})".encode())
            session.execute(f"ALTER TABLE tried ALTER COLUMN a TYPE {new}{using}".encode())
    except psycopg.Error:
        return False
    return True


@pytest.mark.parametrize("old", sorted(BUILT_IN))
def test_casts_are_those_of_the_server(old: str, major: Callable[[int], Template]) -> None:
    """The list is that of PostgreSQL 18."""
    with major(18).pristine() as scratch:
        session = scratch.connect()
        for new in sorted(BUILT_IN - {old}):
            real = None
            if _taken(session, old, new, ""):
                real = "itself"
            elif _taken(session, old, new, f" USING a::{new}"):
                real = "cast"
            assert converted(Type(old), Type(new), State()) == real, new
