"""Our reading of every listed statement is PostgreSQL's: the same actions on the same objects with the same flags."""

import postgast
import pytest

from sql.judge import judged
from sql.lists import LISTS, difference, listed, read
from sql.report import LINES

LEAST = 0.995


@pytest.mark.parametrize("name", LISTS)
def test_agreement(name: str) -> None:
    statements = [statement for statement in listed(name) if statement.accepted]
    differences = [
        f"  [{statement.label}] {statement.sql}\n{found}"
        for statement in statements
        if (found := difference(statement.sql)) is not None
    ]
    share = 1 - len(differences) / len(statements)
    LINES.append(f"{name}: {len(statements) - len(differences)} of {len(statements)} agree ({share:.1%})")
    LINES.extend(differences)
    assert share >= LEAST, "\n".join([LINES[-len(differences) - 1], *differences])


@pytest.mark.parametrize("name", LISTS)
def test_labels_say_what_postgresql_refuses(name: str) -> None:
    labels = [statement.label for statement in listed(name)]
    assert len(labels) == len(set(labels))
    for statement in listed(name):
        if statement.accepted:
            assert judged(statement.sql), f"[{statement.label}] is no statement"
        else:
            with pytest.raises(postgast.PgQueryError):
                judged(statement.sql)


def test_the_judge_tells_things_apart() -> None:
    """A judge that finds everything equal would be content with anything."""
    pairs = [
        ("ALTER TABLE a ADD b int", "ALTER TABLE a ADD b int NOT NULL"),
        ("ALTER TABLE a ADD b int", "ALTER TABLE IF EXISTS a ADD b int"),
        ("ALTER TABLE a ADD b int", "ALTER TABLE ONLY a ADD b int"),
        ("ALTER TABLE a ADD b varchar(3)", "ALTER TABLE a ADD b varchar(4)"),
        ("ALTER TABLE a ADD b int DEFAULT 1 + 2", "ALTER TABLE a ADD b int DEFAULT 1"),
        ("CREATE INDEX ON a (b)", "CREATE INDEX ON a (b DESC)"),
        ("CREATE TABLE a (b int, c int)", "CREATE TABLE a (c int, b int)"),
        ("SET LOCAL a = 1", "SET a = 1"),
        ("DROP TABLE a, b", "DROP TABLE a"),
    ]
    for first, second in pairs:
        assert judged(first) != judged(second)
        assert read(first) != read(second)
