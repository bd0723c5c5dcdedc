"""The server as it is shipped, with the real rules, in small projects."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from lsprotocol import types

from lsp.clients import REAL, Editor, editor, until
from repositories import repository
from towpath.source import Edit, LineIndex, Position, Span, apply
from towpath_rules.indexes import blocking_index

pytestmark = pytest.mark.asyncio(loop_scope="module")

USERS = "create table users (id bigint primary key, email text);\n"
INDEX = "create index users_email on users (email);\n"
INI = "[alembic]\nscript_location = db\n"
REVISION = 'revision = "1a"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n'
V1, V2 = "db/migration/V1__users.sql", "db/migration/V2__email.sql"


def project(root: Path, files: Mapping[str, str]) -> Path:
    (root / ".git").mkdir(parents=True)
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def flyway(tmp_path: Path) -> Path:
    return project(tmp_path / "flyway", {V1: USERS, V2: INDEX})


def rules(found: list[types.Diagnostic]) -> set[str]:
    return {str(one.code) for one in found}


def after(text: str, edit: types.WorkspaceEdit | None, uri: str) -> str:
    """A text after what an edit does to it."""
    assert edit
    changes = [one for one in edit.document_changes or () if isinstance(one, types.TextDocumentEdit)]
    parts = [part for one in changes if one.text_document.uri == uri for part in one.edits]
    lines = LineIndex(text)

    def offset(at: types.Position) -> int:
        return lines.offset(Position(at.line, at.character), "utf-16")

    spans = [(Span(offset(part.range.start), offset(part.range.end)), part) for part in parts]
    return apply(text, [Edit(span, part.new_text) for span, part in spans if isinstance(part, types.TextEdit)])


async def chosen(client: Editor, uri: str, title: str) -> types.CodeAction:
    """The action on the first line with this title, with its edit."""
    found = await client.actions(uri, (0, 0, 0, 0))
    return await client.code_action_resolve_async(next(one for one in found if one.title == title))


async def test_what_is_found_explained_and_mended(shipped: Editor, flyway: Path) -> None:
    uri = shipped.open(flyway / V2)
    found = await shipped.pull(uri)
    index = next(one for one in found if one.code == "blocking-index")
    assert index.severity == types.DiagnosticSeverity.Error
    assert index.code_description
    assert index.code_description.href.endswith("indexes/blocking_index.py")
    text = await shipped.hover(uri, 0, 3)
    assert "locks `users` in SHARE mode: writes wait, reads go on" in text
    assert "makes every writer wait" in text
    actions = await shipped.actions(uri, (0, 0, 0, 0))
    (preferred,) = [one for one in actions if one.is_preferred]
    resolved = await shipped.code_action_resolve_async(preferred)
    mended = after(INDEX, resolved.edit, uri)
    assert mended == "create index concurrently users_email on users (email);\n"
    shipped.edit(uri, 2, mended)
    assert "blocking-index" not in rules(await shipped.pull(uri))
    assert (shipped.messages, shipped.log_messages) == ([], [])


async def test_a_rule_that_is_silenced_stays_silent(shipped: Editor, flyway: Path) -> None:
    uri = shipped.open(flyway / V2)
    for version, title in ((2, "Ignore blocking-index here"), (3, "Ignore blocking-index in this file")):
        silenced = after(INDEX, (await chosen(shipped, uri, title)).edit, uri)
        assert silenced.endswith(INDEX)
        shipped.edit(uri, version, silenced)
        assert "blocking-index" not in rules(await shipped.pull(uri))
        shipped.edit(uri, version, INDEX)


async def test_the_page_of_a_rule_is_shown(shipped: Editor, flyway: Path) -> None:
    uri = shipped.open(flyway / V2)
    assert "Show the rule blocking-index" in [one.title for one in await shipped.actions(uri, (0, 0, 0, 0))]
    page = (Path(blocking_index.__file__)).as_uri()
    await shipped.run(types.Command(title="", command="towpath.showRule", arguments=[page]))
    (shown,) = await until(lambda: shipped.shown_documents)
    assert shown.uri == page


async def test_the_editor_finds_what_the_terminal_finds(pushed: Editor, flyway: Path) -> None:
    text = f"-- 😀\n{INDEX}drop table users;\nalter table users add column x text not null; -- half: alter table\n"
    (flyway / V2).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "towpath.main", "check", "--format", "json", V2]
    printed = subprocess.run(command, cwd=flyway, capture_output=True, check=False).stdout
    said = json.loads(printed)
    expected = [(one["rule"], one["message"], one["range"]) for one in said["findings"]]
    uri = pushed.open(flyway / V2)
    found = await pushed.told(uri, 1)
    lines = LineIndex(text)

    def characters(at: types.Position) -> dict[str, int]:
        line, character = lines.position(lines.offset(Position(at.line, at.character), "utf-8"))
        return {"line": line, "character": character}

    got = [(one.code, one.message.split("\n")[0], one.range) for one in found if one.code != "not-analysed"]
    placed = [(rule, text, {"start": characters(at.start), "end": characters(at.end)}) for rule, text, at in got]
    assert placed == expected
    assert expected


async def test_a_mistake_in_the_configuration_is_shown_where_it_is(shipped: Editor, flyway: Path) -> None:
    configuration = flyway / "towpath.toml"
    configuration.write_text('ignore = ["blocking-index"]\ndatabse = "postgresql"\n')
    uri = shipped.open(flyway / V2)
    assert "blocking-index" not in rules(await shipped.pull(uri))
    (told,) = await until(lambda: shipped.published)
    assert told.uri == configuration.as_uri()
    assert [(one.range.start.line, "database" in one.message) for one in told.diagnostics] == [(1, True)]
    configuration.write_text("")
    shipped.changed_on_disk(configuration, types.FileChangeType.Changed)
    await until(lambda: len(shipped.published) == 2)
    assert list(shipped.published[1].diagnostics) == []
    assert "blocking-index" in rules(await shipped.pull(uri))


@pytest.mark.parametrize("name", ["vscode", "neovim"])
async def test_a_series_that_is_gone_is_shown_where_its_folder_is_named(tmp_path: Path, name: str) -> None:
    root = repository(tmp_path, {"alembic.ini": INI, "db/env.py": "", "db/versions/1a_a.py": REVISION, V1: USERS})
    async with editor(name, root, command=REAL) as client:
        uri = client.open(root / V1)
        await client.told(uri, 1)
        (root / "db/versions/1a_a.py").unlink()
        client.changed_on_disk(root / "db/versions/1a_a.py", types.FileChangeType.Deleted)
        (told,) = await until(lambda: [one for one in client.published if one.uri != uri])
        assert told.uri == (root / "alembic.ini").as_uri()
        assert [(one.code, one.range.start.line) for one in told.diagnostics] == [("deleted-migration", 1)]

        ini = client.open(root / "alembic.ini")
        found = await client.told(ini, 1)
        assert [one.code for one in found] == ["deleted-migration"]
        made = await client.code_action_resolve_async((await client.actions(ini, (1, 0, 1, 20)))[0])
        assert made.title == "Restore what main has there (1 file)"
        assert "down_revision = None" in str(made.edit and made.edit.document_changes)


async def test_each_root_has_its_own_configuration(tmp_path: Path) -> None:
    one = project(tmp_path / "one", {V1: USERS, V2: INDEX})
    two = project(tmp_path / "two", {V1: USERS, V2: INDEX, "towpath.toml": 'ignore = ["blocking-index"]\n'})
    async with editor("vscode", one, two, command=REAL) as client:
        first, second = client.open(one / V2), client.open(two / V2)
        assert "blocking-index" in rules(await client.pull(first))
        assert "blocking-index" not in rules(await client.pull(second))
        folder = types.WorkspaceFolder(uri=two.as_uri(), name="two")
        event = types.WorkspaceFoldersChangeEvent(added=[], removed=[folder])
        client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event=event))
        assert "blocking-index" not in rules(await client.pull(second))


async def test_a_file_that_nobody_claims_and_no_folder(tmp_path: Path) -> None:
    async with editor("minimal", command=REAL) as client:
        uri = client.open(tmp_path / "notes.sql", INDEX)
        assert "blocking-index" in rules(await client.told(uri, 1))
        other = client.open(tmp_path / "notes.txt", "create index")
        assert await client.told(other, 1) == []


async def test_a_file_that_disappears(shipped: Editor, flyway: Path) -> None:
    uri = shipped.open(flyway / V2)
    before = rules(await shipped.pull(uri))
    for path in (flyway / V1, flyway / V2):
        path.unlink()
        shipped.changed_on_disk(path, types.FileChangeType.Deleted)
    assert rules(await shipped.pull(uri)) == before
    shipped.close(uri)
    assert await shipped.pull(uri) == []
    assert (shipped.messages, shipped.log_messages) == ([], [])


CONSTANTS = "NOTE = 10\n"
MODEL = 'migrations.CreateModel("Order", [("note", models.CharField(max_length=10))])'
LONGER = 'migrations.AlterField("order", "note", models.CharField(max_length=NOTE))'


def migration(operation: str, before: str = "", after: str = "") -> str:
    body = f"    dependencies = [{after}]\n    operations = [\n        {operation},\n    ]\n"
    return f"from django.db import migrations, models\n{before}\n\nclass Migration(migrations.Migration):\n{body}"


@pytest.fixture
def django(tmp_path: Path) -> Path:
    """A project whose second migration takes a length from a module of constants."""
    change = migration(LONGER, "from shop.lengths import NOTE\n", '("shop", "0001_initial")')
    files = {
        "settings.py": 'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql"}}\n',
        "shop/__init__.py": "",
        "shop/lengths.py": CONSTANTS,
        "shop/migrations/0001_initial.py": migration(MODEL),
        "shop/migrations/0002_longer.py": change,
    }
    return project(tmp_path / "django", files)


async def test_a_module_that_a_migration_imports_counts_as_it_is_now(shipped: Editor, django: Path) -> None:
    path, constants = django / "shop/migrations/0002_longer.py", django / "shop/lengths.py"
    uri = shipped.open(path)
    assert "rewriting-type-change" not in rules(await shipped.pull(uri))
    constants.write_text("NOTE = 5\n")
    shipped.changed_on_disk(constants, types.FileChangeType.Changed)
    assert "rewriting-type-change" in rules(await shipped.pull(uri))
    edited = shipped.open(constants, "NOTE = 50\n")
    assert "rewriting-type-change" not in rules(await shipped.pull(uri))
    shipped.close(edited)
    assert "rewriting-type-change" in rules(await shipped.pull(uri))


async def test_the_database_is_looked_for_again_when_a_file_is_saved(shipped: Editor, tmp_path: Path) -> None:
    root = project(tmp_path / "unknown", {V1: "create table users (id int);\n", V2: "create index i on users (id);\n"})
    uri = shipped.open(root / V2)
    assert "blocking-index" in rules(await shipped.pull(uri))
    (root / V1).write_text("create table users (id int auto_increment) engine innodb;\n")
    shipped.changed_on_disk(root / V1, types.FileChangeType.Changed)
    assert "blocking-index" not in rules(await shipped.pull(uri))


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("lib/helpers.rb", "module Helpers\n  def more\n  end\nend\n", "    add_index :users, :id\n"),
        ("db/sql/more.sql", "select 1;\n", "create index more on users (id);\n"),
    ],
)
async def test_what_a_migration_reads_elsewhere_counts_as_it_is_typed(
    pushed: Editor, tmp_path: Path, path: str, before: str, after: str
) -> None:
    second = "db/migrate/20240102000000_more.rb"
    files = {
        "Gemfile.lock": "    pg (1.5)\n    rails (7.1.0)\n",
        "db/migrate/20240101000000_users.rb": "class Users < ActiveRecord::Migration[7.1]\n"
        "  def change\n    create_table :users\n  end\nend\n",
        second: "class More < ActiveRecord::Migration[7.1]\n  include Helpers\n  def up\n    more\n"
        '    execute File.read(Rails.root.join("db/sql/more.sql"))\n  end\n\n  def down\n  end\nend\n',
        "lib/helpers.rb": "module Helpers\n  def more\n  end\nend\n",
        "db/sql/more.sql": "select 1;\n",
    }
    root = project(tmp_path / "rails", files)
    uri = pushed.open(root / second)
    assert "blocking-index" not in rules(await pushed.told(uri, 1))
    lines = before.splitlines(keepends=True)
    other = pushed.open(root / path)
    pushed.edit(other, 2, "".join((*lines[:2], after, *lines[2:])))

    def told() -> bool:
        found = [one for one in pushed.published if one.uri == uri]
        return "blocking-index" in rules(list(found[-1].diagnostics))

    await until(told)


async def test_a_statement_that_is_being_typed(pushed: Editor, flyway: Path) -> None:
    typed = "alter table users add constraint c foreign key (id) references t (id); do $$ begin 'x"
    uri = pushed.open(flyway / V2, "")
    for version, letter in enumerate(typed, 2):
        at = version - 2
        pushed.edit(uri, version, letter, (0, at, 0, at))
    await pushed.told(uri, len(typed) + 1)
    whole = pushed.published[-1].diagnostics
    pushed.edit(uri, 500, typed)
    assert sorted(map(repr, await pushed.told(uri, 500))) == sorted(map(repr, whole))
    assert (pushed.messages, pushed.log_messages) == ([], [])


async def test_the_downgrade_is_written_on_request(shipped: Editor, tmp_path: Path) -> None:
    path = "db/migrations/20240101000000_users.sql"
    text = f"-- migrate:up\n{USERS}\n-- migrate:down\n"
    uri = shipped.open(project(tmp_path / "dbmate", {path: text}) / path)
    found = await shipped.actions(uri, (1, 0, 1, 0))
    assert [one.title for one in found].count("Write the downgrade") == 1
    found = await shipped.actions(uri, (0, 0, 0, 0))
    (downgrade,) = [one for one in found if one.kind == types.CodeActionKind.RefactorRewrite]
    assert downgrade.title == "Write the downgrade"
    resolved = await shipped.code_action_resolve_async(downgrade)
    mended = after(text, resolved.edit, uri)
    assert mended == f"{text}drop table users;\n"
    shipped.edit(uri, 2, mended)
    found = await shipped.actions(uri, (0, 0, 0, 0))
    assert [one for one in found if one.kind == types.CodeActionKind.RefactorRewrite] == []


async def test_a_file_in_the_home_of_a_user_is_no_reason_to_read_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    project(tmp_path / "work", {"towpath.toml": "databse = 1\n", V1: USERS})
    async with editor("minimal", command=REAL) as client:
        uri = client.open(tmp_path / "notes.sql", INDEX)
        assert "blocking-index" in rules(await client.told(uri, 1))
        assert [one.uri for one in client.published] == [uri]


def lines(uri: str, end: int) -> types.InlayHintParams:
    start, last = types.Position(line=0, character=0), types.Position(line=end, character=0)
    return types.InlayHintParams(
        text_document=types.TextDocumentIdentifier(uri=uri), range=types.Range(start=start, end=last)
    )


async def summaries(client: Editor, uri: str) -> list[tuple[int, str]]:
    asked = types.CodeLensParams(text_document=types.TextDocumentIdentifier(uri=uri))
    found = await client.text_document_code_lens_async(asked) or ()
    return [(one.range.start.line, one.command.title) for one in found if one.command]


async def test_the_strongest_lock_stands_behind_each_statement(shipped: Editor, flyway: Path) -> None:
    text = "-- 😀\nalter table users add column a int;\ncomment on table users is 'x';\ncreate table n (id int);\n"
    uri = shipped.open(flyway / V2, text + INDEX)
    found = await shipped.text_document_inlay_hint_async(lines(uri, 9)) or ()
    assert [(one.position.line, one.position.character, one.label) for one in found] == [
        (1, 34, "ACCESS EXCLUSIVE on users"),
        (4, 41, "SHARE on users"),
    ]
    few = await shipped.text_document_inlay_hint_async(lines(uri, 2)) or ()
    assert len(few) == 1


async def test_a_migration_is_summed_up_above_it(shipped: Editor, flyway: Path) -> None:
    uri = shipped.open(flyway / V2, "-- x\nalter table users drop column email;\n" + INDEX)
    assert await summaries(shipped, uri) == [
        (1, "2 operations · strongest lock: ACCESS EXCLUSIVE on users · reversible, without its data")
    ]
    shipped.edit(uri, 2, "create table n (id int);\nalter table n add column a int;\n")
    assert await summaries(shipped, uri) == [(0, "2 operations · waited for by nobody that is known · reversible")]


async def test_who_points_at_a_statement_reads_how_versions_differ(shipped: Editor, tmp_path: Path) -> None:
    parts = (
        "create table pt (k int) partition by range (k);\ncreate table p1 partition of pt for values from (0) to (9);\n"
    )
    root = project(tmp_path / "parts", {V1: parts, V2: "alter table pt detach partition p1;\n"})
    text = await shipped.hover(shipped.open(root / V2), 0, 3)
    assert "- on 12 to 13: ACCESS EXCLUSIVE on `pt`, SHARE UPDATE EXCLUSIVE on `p1`" in text
    assert "```sql\nALTER TABLE pt DETACH PARTITION p1\n```" in text
    assert "known from a test on the real server: [detach partition](file:///" in text
    assert "/postgresql.tsv#L" in text


async def test_what_stands_in_the_text_can_be_switched_off(flyway: Path) -> None:
    options = {"towpath": {"inlayHints": {"minimumLevel": "ACCESS EXCLUSIVE"}, "codeLens": {"enabled": False}}}
    async with editor("neovim", flyway, command=REAL, options=options) as client:
        uri = client.open(flyway / V2)
        assert await summaries(client, uri) == []
        assert not await client.text_document_inlay_hint_async(lines(uri, 2))


async def test_a_column_that_a_model_names_is_told_until_the_model_is_changed(shipped: Editor, tmp_path: Path) -> None:
    model = "class User(Base):\n    __tablename__ = 'users'\n    email = Column(Text)\n"
    files = {V1: USERS, V2: "alter table users drop column email;\n", "shop/users.py": model}
    root = project(tmp_path / "shop", files)
    uri = shipped.open(root / V2)
    (used,) = [one for one in await shipped.pull(uri) if one.code == "still-used-column"]
    (related,) = [one for one in used.related_information or () if "names it" in one.message]
    assert related.location.uri.endswith("shop/users.py")
    assert related.location.range.start == types.Position(2, 4)
    code = shipped.open(root / "shop/users.py")
    shipped.edit(code, 2, model.replace("email", "mail"))
    assert rules(await shipped.pull(uri)) >= {"dropped-column"}
    assert "still-used-column" not in rules(await shipped.pull(uri))
    shipped.edit(code, 3, model)
    assert "still-used-column" in rules(await shipped.pull(uri))
