"""The base branch, found in real repositories of every kind."""

import os
from pathlib import Path

import pytest

from repositories import commit, git, repository, write
from towpath.project.git import Base, Bases, NoBase, Repository, blobs, listing, object_name

FILE = {"db/V1__a.sql": "select 1;\n"}


def base(folder: Path, named: str | None = None) -> Base:
    found = Bases(str(folder)).of("db", named)
    assert isinstance(found, Base), found.reason
    return found


def none(folder: Path, named: str | None = None) -> str:
    found = Bases(str(folder)).of("db", named)
    assert isinstance(found, NoBase)
    return found.reason


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    return repository(tmp_path / "remote", FILE, "trunk")


def cloned(remote: Path, *options: str) -> Path:
    folder = remote.parent / "clone"
    git(remote.parent, "clone", "--quiet", *options, remote.as_uri(), str(folder))
    return folder


def test_the_default_branch_of_the_remote_is_taken(remote: Path) -> None:
    found = base(cloned(remote))
    assert (found.name, found.why) == ("origin/trunk", "the default branch of the remote")
    assert found.commit == found.fork == git(remote, "rev-parse", "trunk")


def test_a_remote_of_another_name_will_do(remote: Path) -> None:
    assert base(cloned(remote, "--origin=upstream")).name == "upstream/trunk"


def test_without_a_remote_main_or_master_is_taken(tmp_path: Path) -> None:
    for branch in ("main", "master"):
        folder = repository(tmp_path / branch, FILE, branch)
        git(folder, "switch", "--quiet", "--create", "work")
        assert base(folder).name == branch


def test_a_branch_that_has_left_the_base_knows_where(tmp_path: Path) -> None:
    folder = repository(tmp_path, FILE)
    fork = git(folder, "rev-parse", "HEAD")
    git(folder, "switch", "--quiet", "--create", "work")
    commit(folder, {"db/V2__b.sql": "select 2;\n"})
    git(folder, "switch", "--quiet", "main")
    tip = commit(folder, {"db/V3__c.sql": "select 3;\n"})
    git(folder, "switch", "--quiet", "work")
    found = base(folder)
    assert (found.fork, found.commit, found.fork_known) == (fork, tip, True)


def test_a_detached_head_and_a_further_work_tree_have_the_same_base(remote: Path) -> None:
    clone = cloned(remote)
    git(clone, "switch", "--quiet", "--detach", "HEAD")
    assert base(clone).name == "origin/trunk"
    git(clone, "worktree", "add", "--quiet", str(remote.parent / "tree"), "HEAD")
    assert base(remote.parent / "tree").name == "origin/trunk"


def test_a_shallow_clone_that_does_not_know_where_it_left_is_held_against_the_base(tmp_path: Path) -> None:
    remote = repository(tmp_path / "remote", FILE)
    git(remote, "switch", "--quiet", "--create", "work")
    commit(remote, {"db/V2__b.sql": "select 2;\n"})
    git(remote, "switch", "--quiet", "main")
    commit(remote, {"db/V3__c.sql": "select 3;\n"})
    clone = cloned(remote, "--depth=1", "--no-single-branch", "--branch=work")
    found = base(clone, "origin/main")
    assert (found.fork_known, found.fork) == (False, found.commit)


def test_a_submodule_has_a_base_of_its_own(tmp_path: Path, remote: Path) -> None:
    outer = repository(tmp_path / "outer", {"readme": "x\n"})
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(remote), "db")
    git(outer, "commit", "--quiet", "--message=module")
    assert base(outer).name == "origin/trunk"
    assert base(outer, "HEAD").name == "HEAD"
    assert base(outer, "main").name == "origin/trunk"


def test_where_nothing_can_be_the_base_it_is_said_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "plain").mkdir()
    assert none(tmp_path / "plain") == "there is no git repository"
    assert none(repository(tmp_path / "empty", {})) == "the repository has no commit yet"
    other = repository(tmp_path / "other", FILE, "trunk")
    assert none(other) == "the repository has no default branch of a remote, no main and no master"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert none(other) == "git is not installed"


def test_a_name_that_no_commit_has_is_told(remote: Path) -> None:
    clone = cloned(remote)
    git(clone, "switch", "--quiet", "--create", "work")
    git(clone, "branch", "--quiet", "--delete", "trunk")
    assert none(clone, "trunk").endswith('did you mean "origin/trunk"?')
    for name in ("none", "--all", "a\nb", "", "HEAD:db"):
        assert none(clone, name).startswith(f'the base "{name}" is no branch and no commit')


def test_the_environment_of_a_hook_does_not_lead_elsewhere(
    tmp_path: Path, remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "here", FILE)
    monkeypatch.setenv("GIT_DIR", str(remote / ".git"))
    assert base(other).name == "main"


@pytest.mark.skipif(os.name == "nt", reason="a program of the shell")
def test_no_program_of_the_users_is_run(tmp_path: Path) -> None:
    folder = repository(tmp_path / "evil", FILE)
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    for name in ("core.fsmonitor", "core.pager", "diff.external", "filter.x.smudge", "core.sshCommand"):
        git(folder, "config", name, str(program))
    write(folder, {".gitattributes": "*.sql filter=x diff=x\n"})
    git(folder, "config", "diff.x.textconv", str(program))
    found = base(folder)
    files = listing(found.repository, found.commit, ["db"])
    assert files
    assert blobs(found.repository, files.values())
    assert not (tmp_path / "ran").exists()


def test_contents_are_listed_and_read_by_name(tmp_path: Path) -> None:
    odd = "db/ü [x] *.sql"
    folder = repository(tmp_path, {**FILE, odd: "a\r\nb", "top.sql": "", "other/x.sql": "x"})
    where = base(folder).repository
    files = listing(where, "HEAD", ["db", ""])
    assert files is not None
    assert set(files) == {"db/V1__a.sql", odd, "top.sql"}
    assert blobs(where, [*files.values(), "0" * 40])[files["db/V1__a.sql"]] == b"select 1;\n"
    assert object_name(b"select 1;\n", files["db/V1__a.sql"]) == files["db/V1__a.sql"]
    assert listing(where, "0" * 40, ["db"]) is None


def test_a_base_that_moves_is_seen(remote: Path) -> None:
    clone = cloned(remote)
    bases = Bases(str(clone))
    before = bases.of("db", None)
    assert not bases.moved()
    commit(remote, {"db/V2__b.sql": "select 2;\n"})
    git(clone, "fetch", "--quiet")
    assert bases.moved()
    after = bases.of("db", None)
    assert isinstance(before, Base)
    assert isinstance(after, Base)
    assert (after.commit, after.fork) == (git(remote, "rev-parse", "trunk"), before.commit)
    assert not bases.moved()
    git(clone, "merge", "--quiet", "--ff-only")
    assert bases.moved()


def test_a_repository_that_is_made_later_is_seen(tmp_path: Path) -> None:
    write(tmp_path, FILE)
    bases = Bases(str(tmp_path))
    assert isinstance(bases.of("db", None), NoBase)
    repository(tmp_path, FILE)
    assert bases.moved()
    assert isinstance(bases.of("db", None), Base)


def test_a_packed_reference_is_found(remote: Path) -> None:
    clone = cloned(remote)
    git(clone, "pack-refs", "--all")
    found = base(clone)
    assert found.name == "origin/trunk"
    assert isinstance(found.repository, Repository)
