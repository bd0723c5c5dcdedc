"""The fixes of many findings at once: one rewrite, agreed upon as a whole."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from laws.systems import findings, workspace
from towpath.linter import Rewrite, Workspace, together
from towpath.linter.rewriting import Rewritten

EMPTY = Path("/nonexistent-towpath-folder")
FOLDER = "db/migration"
TABLES = {f"{FOLDER}/V1__tables.sql": "create table users (id bigint primary key, a text, b text, c text);\n"}


def indexes(*columns: str) -> str:
    return "".join(f"create index users_{column} on users ({column});\n" for column in columns)


def checks(*columns: str) -> str:
    return "".join(f"alter table users add constraint {column} check ({column} <> '');\n" for column in columns)


def made(**files: str) -> Workspace:
    named = {f"{FOLDER}/{name}.sql": text for name, text in files.items()}
    configured = {"flyway.conf": "flyway.url=jdbc:postgresql://localhost/app\n"}
    return workspace({**TABLES, **named, **configured}, EMPTY)


def test_what_two_migrations_want_of_one_file_is_done_once() -> None:
    found = made(V2__a=indexes("a"), V3__b=indexes("b"))
    rewrite = found.together(findings(found), unsafe=True).rewrite
    assert set(rewrite.edits) == {f"{FOLDER}/V2__a.sql", f"{FOLDER}/V3__b.sql", "flyway.conf"}
    assert len(rewrite.edits["flyway.conf"]) == 1


def test_new_files_of_one_migration_and_of_several_have_their_own_names() -> None:
    found = made(V2__a=checks("a", "b"), V3__b=checks("c"))
    once = found.together([one for one in findings(found) if one.rule == "scanning-check"], unsafe=True)
    assert len(once.mended) == 3
    assert sorted(once.rewrite.creates) == [
        f"{FOLDER}/{name}.sql" for name in ("V2.1__validate_a", "V2.2__validate_b", "V4__validate_c")
    ]


def test_one_fix_for_several_findings() -> None:
    found = made(V2__a=indexes("a", "b"))
    once = found.together([one for one in findings(found) if one.rule == "blocking-index"], unsafe=True)
    assert len(once.mended) == 2
    assert len(once.rewrite.edits[f"{FOLDER}/V2__a.sql"]) == 2


def test_a_fix_and_a_suppression_that_goes_away() -> None:
    found = made(V2__a=f"-- towpath: ignore[dropped-table]\nupdate users set a = b where id = 1;\n{indexes('a')}")
    once = found.together(findings(found), unsafe=True)
    assert {one.rule for one in once.mended} == {"blocking-index", "unused-suppression"}


def test_without_leave_nothing_unsafe_is_done() -> None:
    found = made(V2__a=indexes("a"))
    assert [one.rule for one in found.together(findings(found)).mended] == ["missing-lock-timeout"]


def test_only_rewrites_that_may_be_made() -> None:
    found = made(V2__a=checks("a", "b"))
    once = found.together(findings(found), unsafe=True, fits=lambda rewrite: not rewrite.creates)
    assert [one.rule for one in once.mended] == ["missing-lock-timeout"]
    assert once.rewrite.creates == {}


def test_a_way_back_is_written_when_the_way_up_is_done() -> None:
    files = {"migrations/1_users.up.sql": TABLES[f"{FOLDER}/V1__tables.sql"], "migrations/2_a.up.sql": indexes("a")}
    files["migrations/1_users.down.sql"] = "drop table users;\n"
    found = workspace(files, EMPTY)
    once = found.together(sorted(findings(found), key=lambda one: one.rule), unsafe=True)
    assert [one.rule for one in once.mended] == ["blocking-index"]
    found.update("migrations/2_a.up.sql", once.rewrite.texts(found.tree)["migrations/2_a.up.sql"])
    again = found.together(findings(found), unsafe=True)
    assert again.rewrite.creates == {"migrations/2_a.down.sql": "drop index concurrently users_a;\n"}


def test_where_all_do_not_agree_there_are_fewer(monkeypatch: pytest.MonkeyPatch) -> None:
    real = together.agree

    def at_most_two(loaded: object, tree: object, rewrite: Rewrite, plans: Sequence[Rewritten]) -> bool:
        return len(plans) <= 2 and real(loaded, tree, rewrite, plans)  # type: ignore[arg-type]

    monkeypatch.setattr(together, "agree", at_most_two)
    found = made(**{f"V{number}__a": indexes("a") for number in range(2, 7)})
    once = found.together([one for one in findings(found) if one.rule == "blocking-index"], unsafe=True)
    assert [one.path for one in once.mended] == [f"{FOLDER}/V{number}__a.sql" for number in (2, 3)]
    assert once.waiting == {f"{FOLDER}/V{number}__a.sql" for number in (4, 5, 6)}
