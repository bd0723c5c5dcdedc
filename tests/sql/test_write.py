"""What is written reads back as the same operation, in the author's manner."""

from pathlib import Path

import pytest

from towpath.operations import InsertRows, Opaque
from towpath.sql import read_statement, split
from towpath.sql.write import Manner, manner, write

LISTS = sorted((Path(__file__).parent / "postgresql").glob("*.sql"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("how", [Manner(), Manner(upper=False), Manner(quoted=True)], ids=["upper", "lower", "quoted"])
def test_written_and_read_again_it_is_the_same(path: Path, how: Manner) -> None:
    text = path.read_text("utf-8")
    wrong: list[tuple[object, str | None]] = []
    for piece in split(text):
        steps = read_statement(text[piece.start : piece.end])
        for operation in (operation for step in steps for operation in step.operations):
            if isinstance(operation, Opaque) or getattr(operation, "text", "").lower().startswith(("with", "perform")):
                continue
            written = write(operation, how)
            again = [found for step in read_statement(written or "") for found in step.operations]
            if again != [operation]:
                wrong.append((operation, written))
    assert not wrong


def test_keywords_and_quotes_follow_the_author() -> None:
    assert manner('CREATE INDEX "a" ON "t" ("x")') == Manner(True, True)
    assert manner("create index a on t (x)") == Manner(False, False)
    index = read_statement("CREATE INDEX a ON users (x)")[0].operations[0]
    assert write(index, Manner(False, True)) == 'create index "a" on "users" ("x")'


def test_a_name_that_needs_quotes_has_them() -> None:
    rename = read_statement('alter table "User" rename to "order"')[0].operations[0]
    assert write(rename) == 'ALTER TABLE "User" RENAME TO "order"'


def test_rows_are_written_as_they_were() -> None:
    text = "insert into a  values (1)"
    assert write(read_statement(text)[0].operations[0]) == text
    assert isinstance(read_statement(text)[0].operations[0], InsertRows)
