import os
from pathlib import Path

import pytest
from lsprotocol import types

from lsp.clients import editor, until
from towpath.lsp.configuration import settings_of

INDEX = "create index a on b (c);"


def project(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / ".git").mkdir()
    return folder


@pytest.mark.parametrize("said", [None, 1, [], {"towpath": 3}, {"path": "/bin/towpath", "trace": {"server": "off"}}])
def test_what_is_no_setting_is_left_out(said: object) -> None:
    assert settings_of(said) == {}


def test_settings_stand_under_the_name_or_by_themselves() -> None:
    assert settings_of({"towpath": {"ignore": ["a"]}, "other": 1}) == {"ignore": ["a"]}
    assert settings_of({"ignore": ["a"], "path": "x"}) == {"ignore": ["a"]}


async def test_options_at_the_start_hold_for_a_client_that_says_no_more(tmp_path: Path) -> None:
    options = {"ignore": ["blocking-index"]}
    async with editor("minimal", project(tmp_path), options=options) as client:
        uri = client.open(tmp_path / "1.sql", INDEX)
        assert await client.told(uri, 1) == []


async def test_settings_that_are_sent_are_taken(tmp_path: Path) -> None:
    async with editor("minimal", project(tmp_path)) as client:
        uri = client.open(tmp_path / "1.sql", INDEX)
        assert len(await client.told(uri, 1)) == 1
        settings = {"towpath": {"ignore": ["blocking-index"]}}
        client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=settings))
        await until(lambda: not client.published[-1].diagnostics)


async def test_settings_are_fetched_when_they_change(tmp_path: Path) -> None:
    async with editor("vscode", project(tmp_path)) as client:
        await until(lambda: types.WORKSPACE_DID_CHANGE_CONFIGURATION in client.registered)
        uri = client.open(tmp_path / "1.sql", INDEX)
        assert len(await client.pull(uri)) == 1
        client.set_configuration({"ignore": ["blocking-index"]}, section="towpath")
        client.set_configuration({"ignore": ["blocking-index"]}, section="towpath", scope_uri=tmp_path.as_uri())
        client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
        await until(lambda: client.diagnostic_refresh_count)
        assert await client.pull(uri) == []


async def test_each_folder_has_its_own_settings(tmp_path: Path) -> None:
    one, two = project(tmp_path / "one"), project(tmp_path / "two")
    async with editor("neovim", one, two, settings={}) as client:
        client.set_configuration({"ignore": ["blocking-index"]}, section="towpath", scope_uri=two.as_uri())
        client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
        first = client.open(one / "1.sql", INDEX)
        assert len(await client.told(first, 1)) == 1
        second = client.open(two / "1.sql", INDEX)
        await until(lambda: [sent for sent in client.published if sent.uri == second and not sent.diagnostics])
        assert client.published[-1].uri == second


async def test_a_file_that_changed_on_the_disk_is_told_by_the_client(tmp_path: Path) -> None:
    async with editor("vscode", project(tmp_path)) as client:
        await until(lambda: types.WORKSPACE_DID_CHANGE_WATCHED_FILES in client.registered)
        uri = client.open(tmp_path / "1.sql", INDEX)
        (before,) = await client.pull(uri)
        table = tmp_path / "table.sql"
        table.write_text("create table b (c int);")
        client.changed_on_disk(table, types.FileChangeType.Created)
        await until(lambda: client.diagnostic_refresh_count)
        (after,) = await client.pull(uri)
        assert (before.severity, after.severity) == (types.DiagnosticSeverity.Warning, types.DiagnosticSeverity.Error)


async def test_without_being_told_the_disk_is_looked_at_on_saving(tmp_path: Path) -> None:
    async with editor("neovim", project(tmp_path)) as client:
        uri = client.open(tmp_path / "1.sql", INDEX)
        (before,) = await client.told(uri, 1)
        (tmp_path / "table.sql").write_text("create table b (c int);")
        later = tmp_path.stat().st_mtime_ns + 2_000_000_000
        os.utime(tmp_path, ns=(later, later))
        client.save(uri)
        sent = await until(lambda: client.published[1:])
        (after,) = sent[0].diagnostics
        assert (before.severity, after.severity) == (types.DiagnosticSeverity.Warning, types.DiagnosticSeverity.Error)
