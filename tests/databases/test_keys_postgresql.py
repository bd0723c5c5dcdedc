"""What `type-mismatch` says of the types that a foreign key may join, asked of the server for every pair of them."""

import psycopg
import pytest

from databases.scratch import Connection, Template
from towpath_rules.design.type_mismatch import TAKEN

pytestmark = pytest.mark.server


def _is_taken(session: Connection, type: str, key: str) -> bool:
    try:
        with session.transaction(force_rollback=True):
            session.execute(f"CREATE TABLE keyed (k {key} PRIMARY KEY)".encode())
            session.execute(f"CREATE TABLE pointing (r {type} REFERENCES keyed)".encode())
    except psycopg.Error:
        return False
    return True


def test_the_types_that_may_point_to_a_key_are_those_of_the_server(postgresql: Template) -> None:
    with postgresql.pristine() as scratch:
        session = scratch.connect()
        found = {key: {type for type in TAKEN if _is_taken(session, type, key)} for key in TAKEN}
    assert found == {key: set(types) for key, types in TAKEN.items()}
