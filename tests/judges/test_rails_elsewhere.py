"""Law 8 for Rails elsewhere: what Active Record sends to MariaDB and SQLite leaves what we read in the file."""

import re
from collections.abc import Iterable

import pytest

from judges.rails_cases import ELSEWHERE, MYSQL, SQLITE, VERSIONS
from judges.rails_judge import HERE, judged, ours, question, read, sent, text
from rules.told import EMPTY, RULES
from towpath.linter import Settings, Workspace
from towpath.operations import Opaque, Operation
from towpath.schema import State, Table, applied

pytestmark = pytest.mark.server

OWN = {"mariadb": MYSQL, "sqlite": SQLITE}
OLDER = ("5.0", "6.1")
# What MySQL says again of a column, since it changes the whole of it; that NULL is the default is no news.
_SAID_AGAIN = re.compile(r"(collation=|default=)'(?:\w+_ci|NULL)'")


def test_there_are_enough_cases() -> None:
    assert len({*ELSEWHERE, *MYSQL, *SQLITE}) > 85


@pytest.mark.parametrize(
    ("database", "before"), [("mariadb", "rails_before_mysql.sql"), ("sqlite", "rails_before_sqlite.sql")]
)
def test_what_is_sent_leaves_what_is_read(database: str, before: str) -> None:
    asked = [(code, VERSIONS[-1]) for code in (*ELSEWHERE, *OWN[database])]
    asked += [(code, version) for version in OLDER for code in ELSEWHERE if "datetime" in code or code == ELSEWHERE[0]]
    start = left(State(), sent([(HERE / before).read_text("utf-8")], database))
    answers = judged([question(text(*one)) for one in asked], on=database)
    for (code, version), answer in zip(asked, answers, strict=True):
        assert "error" not in answer, (code, version, answer)
        assert "error" not in answer["up"], (code, version, answer)
        found = ours(read(text(code, version), database))
        assert not any(isinstance(one, Opaque) for one in found), (code, found)
        theirs = left(start, sent(answer["up"]["sql"], database))
        assert tables(left(start, found)) == tables(theirs), (code, version, answer["up"]["sql"])


def left(state: State, operations: Iterable[Operation]) -> State:
    for operation in operations:
        state = applied(state, operation)
    return state


def tables(state: State) -> list[tuple[object, ...]]:
    """What is known of the tables, up to the order of their parts."""
    return [_parts(table) for table in state.tables()]


def _parts(table: Table) -> tuple[object, ...]:
    columns = sorted(_SAID_AGAIN.sub(r"\1None", repr(column)) for column in table.columns)
    rest = (sorted(map(repr, table.constraints)), sorted(map(repr, table.indexes)), table.options)
    return (str(table.name), columns, *rest)


_BEFORE = """
class Before < ActiveRecord::Migration[7.1]
  disable_ddl_transaction!

  def up
    execute "PRAGMA foreign_keys = ON"
    create_table(:people) { |t| t.string :name }
    create_table(:letters) { |t| t.references :person, foreign_key: { on_delete: :cascade } }
    execute "INSERT INTO people (id, name) VALUES (1, 'a')"
    execute "INSERT INTO letters (id, person_id) VALUES (1, 1)"
  end
end
"""
_CHANGING = "class Changing < ActiveRecord::Migration[7.1]\n  def up\n    {}\n  end\nend\n"
_COUNTING = """
class Counting < ActiveRecord::Migration[7.1]
  def up
    raise "rows: #{select_value('SELECT count(*) FROM letters')}"
  end
end
"""


@pytest.mark.parametrize(
    ("call", "rows"),
    [
        ("change_column_null :people, :name, false", 0),
        ("change_column_default :people, :name, 'x'", 0),
        ("remove_column :people, :name", 0),
        ("rename_column :people, :name, :title", 0),
        ("add_column :people, :age, :integer", 1),
    ],
)
def test_what_is_made_anew_takes_along_what_points_there(call: str, rows: int) -> None:
    """The rule `rebuild-cascades` says so: foreign keys cannot be switched off in a transaction."""
    texts = (_BEFORE, _CHANGING.format(call), _COUNTING)
    (answer,) = judged([question(*texts, back=3)], on="sqlite")
    assert answer["up"]["error"] == f"RuntimeError: rows: {rows}"
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    made.update("config/database.yml", "production:\n  adapter: sqlite3\n")
    for number, said in enumerate(texts, 1):
        made.update(f"db/migrate/2024010{number}000000_step.rb", said)
    told = [one.rule for file in made.check().files for one in file.findings]
    assert told.count("rebuild-cascades") == 1 - rows
