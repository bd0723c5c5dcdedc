"""What a key in front of many change sets leaves as it is: all of them, but for where they stand."""

import gc
from collections import Counter
from pathlib import Path

import pytest

from towpath.history import stretches
from towpath.linter import Workspace, verdicts
from towpath.linter.opening import Project
from towpath.schema.facts import Names

PATH = "db/changelog/db.changelog-master.xml"
SET = (
    '<changeSet id="{0}" author="anna"><createTable tableName="t_{0}"><column name="owner" type="int"/></createTable>'
    '<createIndex indexName="ix_{0}" tableName="t_{1}"><column name="owner"/></createIndex></changeSet>\n'
)
TEXT = f"<databaseChangeLog>\n{''.join(SET.format(number, number // 2) for number in range(200))}</databaseChangeLog>\n"


# Keys that all point to one table, which each of them changes.
KEY = (
    '<changeSet id="{0}" author="anna"><addForeignKeyConstraint baseTableName="t_{0}" baseColumnNames="a" '
    'constraintName="fk_{0}" referencedTableName="users" referencedColumnNames="id"/></changeSet>\n'
)


def opened(root: Path, text: str = TEXT) -> Workspace:
    (root / PATH).parent.mkdir(parents=True)
    (root / PATH).write_text(text, "utf-8")
    (root / "towpath.toml").write_text('database = "postgresql"\n', "utf-8")
    workspace = Project(str(root), everything=True).workspace
    workspace.report(PATH)
    return workspace


def test_only_what_hangs_on_the_edited_one_is_made_anew(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    (loaded,) = workspace.loaded
    before, replay = loaded.migrations, loaded.replay
    workspace.update(PATH, TEXT.replace('"owner" type="int"', '"ownerx" type="int"', 1))
    workspace.report(PATH)
    names = [one.identity.split("::")[1] for one in loaded.migrations]
    assert [name for name, one, two in zip(names, before, loaded.migrations) if one is not two] == ["0"]
    assert [key[0].split("::")[1] for key in replay if loaded.replay[key] is not replay[key]] == ["0", "1"]


def test_all_behind_it_stands_where_it_stands_now(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    before = [one.span for one in workspace.report(PATH).findings if "t_7" in one.message]
    workspace.update(PATH, TEXT.replace("<databaseChangeLog>", "<databaseChangeLog >"))
    assert [one.span for one in workspace.report(PATH).findings if "t_7" in one.message] == [
        span.shifted(1) for span in before
    ]


def test_a_fix_that_is_tried_moves_nothing(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    (loaded,) = workspace.loaded
    before = [one.up.starts for one in loaded.migrations]
    found = next(one for one in workspace.report(PATH).findings if workspace.proposals(one))
    assert found.span.start < before[-1][0]
    assert [one.up.starts for one in loaded.migrations] == before


def test_what_lies_behind_an_edit_is_let_go_without_anybody_looking_for_it(tmp_path: Path) -> None:
    workspace = opened(tmp_path)
    gc.collect()
    gc.disable()
    for number in range(4):
        for said in (TEXT.replace(f'"t_{number}"', f'"tt_{number}"'), TEXT):
            workspace.update(PATH, said)
            workspace.report(PATH)
    gc.enable()
    assert gc.collect() < 1000


@pytest.mark.parametrize("count", [20, 100])
def test_what_many_leave_otherwise_is_worked_out_without_comparing_states_or_judging_them(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f"<databaseChangeLog>\n{''.join(map(KEY.format, range(count)))}</databaseChangeLog>\n"
    workspace = opened(tmp_path, text)
    done: Counter[str] = Counter()
    compare, work_out, say = Names.others, stretches.records_of, verdicts.judge

    def others(self: Names, before: Names) -> dict[str, object]:
        done["compared"] += self is not before
        return compare(self, before)

    def records_of(*given: object) -> object:
        done["worked out"] += 1
        return work_out(*given)  # type: ignore[arg-type]

    def judge(*given: object) -> object:
        done["judged"] += 1
        return say(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(Names, "others", others)
    monkeypatch.setattr(verdicts, "judge", judge)
    monkeypatch.setattr(stretches, "records_of", records_of)
    for typed in (text.replace('"t_0"', '"tt_0"'), text):
        done.clear()
        workspace.update(PATH, typed)
        workspace.report(PATH)
        assert (done["worked out"], done["judged"]) == (count, 1)
        assert done["compared"] <= 1
