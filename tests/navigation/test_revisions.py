"""What leads from one migration to another one, or to a file."""

import pytest

from navigation.marked import marked
from towpath.linter import Rewrite
from towpath.navigation import renaming, revisions
from towpath.source import apply

ENV = "from alembic import context\ncontext.configure(transaction_per_migration=True)\n"
FIRST = '"""users\n\nRevision ID: a1b2\nRevises:\n"""\nimport os\n\nrevision = "a1b2"\ndown_revision = None\n'
SECOND = '"""mail\n\nRevision ID: c3d4\nRevises: a1b2\n"""\n\nrevision = "c3d4"\ndown_revision = "a1b2"\n'
UP = '\n\ndef upgrade():\n    op.execute("select 1")\n'


def alembic(first: str = FIRST, second: str = SECOND) -> dict[str, str]:
    return {
        "alembic.ini": "[alembic]\nscript_location = alembic\n",
        "alembic/env.py": ENV,
        "alembic/versions/a1b2_users.py": first + UP,
        "alembic/versions/c3d4_mail.py": second + UP,
    }


def test_a_parent_leads_to_where_it_says_its_name() -> None:
    at = marked(alembic(second=SECOND.replace('= "a1b2"', '= "a1|b2"')))
    found = revisions.revision_at(at.loaded, at.workspace.tree, at.path, at.offset)
    assert found is not None
    assert at.said(revisions.declared(found, at.workspace.tree)) == 'alembic/versions/a1b2_users.py:8 "a1b2"'


def test_a_revision_is_named_by_its_children_and_their_docstrings() -> None:
    at = marked(alembic(first=FIRST.replace('"a1b2"', '"a|1b2"')))
    found = revisions.revision_at(at.loaded, at.workspace.tree, at.path, at.offset)
    assert found is not None
    assert [at.said(one) for one in revisions.referring(at.loaded, found, at.workspace.tree)] == [
        "alembic/versions/c3d4_mail.py:4 a1b2",
        "alembic/versions/c3d4_mail.py:8 a1b2",
    ]


def renamed(files: dict[str, str], name: str) -> Rewrite | str:
    at = marked(files)
    one = renaming.renamable(at.loaded, at.workspace.tree, at.path, at.offset)
    assert one is not None
    return renaming.renamed(at.loaded, at.workspace.tree, one, name)


def test_a_revision_is_renamed_with_its_file_and_whoever_names_it() -> None:
    files = alembic(second=SECOND.replace('= "a1b2"', '= "a1|b2"'))
    found = renamed(files, "beef01")
    assert isinstance(found, Rewrite)
    assert found.renames == {"alembic/versions/a1b2_users.py": "alembic/versions/beef01_users.py"}
    texts = {path: apply(files[path].replace("|", ""), edits) for path, edits in found.edits.items()}
    assert texts == {
        "alembic/versions/a1b2_users.py": (FIRST + UP).replace("a1b2", "beef01"),
        "alembic/versions/c3d4_mail.py": (SECOND + UP).replace("a1b2", "beef01"),
    }


@pytest.mark.parametrize(("name", "why"), [("c3d4", "there is a migration c3d4"), ("a b", "'a b' is no name")])
def test_a_name_that_cannot_be_taken_is_refused(name: str, why: str) -> None:
    found = renamed(alembic(second=SECOND.replace('= "a1b2"', '= "a1|b2"')), name)
    assert isinstance(found, str)
    assert why in found


def django(app: str, dependency: str, name: str = "Migration") -> str:
    return (
        "from django.db import migrations\n\n\n"
        f"class {name}(migrations.Migration):\n    dependencies = [{dependency}]\n    operations = []\n"
    ).replace("APP", app)


def test_django_names_a_migration_behind_its_app() -> None:
    files = {
        "shop/migrations/0001_initial.py": django("shop", "", "Migr|ation"),
        "shop/migrations/0002_more.py": django("shop", "('shop', '0001_initial')"),
        "blog/migrations/0001_initial.py": django("blog", "('shop', '0001_initial')"),
        "blog/migrations/0002_more.py": django("blog", "('blog', '0001_initial')"),
    }
    found = renamed(files, "0001_goods")
    assert isinstance(found, Rewrite)
    assert found.renames == {"shop/migrations/0001_initial.py": "shop/migrations/0001_goods.py"}
    assert sorted(found.edits) == ["blog/migrations/0001_initial.py", "shop/migrations/0002_more.py"]


def test_a_dependency_of_another_app_leads_there() -> None:
    files = {
        "shop/migrations/0001_initial.py": django("shop", ""),
        "blog/migrations/0001_initial.py": django("blog", "('shop', '0001|_initial')"),
    }
    at = marked(files)
    found = revisions.revision_at(at.loaded, at.workspace.tree, at.path, at.offset)
    assert found is not None
    assert found.path == "shop/migrations/0001_initial.py"


def test_a_rails_migration_is_renamed_by_its_class() -> None:
    files = {
        "db/migrate/20240101000000_add_mail.rb": (
            "class Add|Mail < ActiveRecord::Migration[7.1]\n"
            "  def change\n    add_column :users, :mail, :text\n  end\nend\n"
        )
    }
    found = renamed(files, "AddEmailToUsers")
    assert isinstance(found, Rewrite)
    assert list(found.renames.values()) == ["db/migrate/20240101000000_add_email_to_users.rb"]
    assert [edit.text for edits in found.edits.values() for edit in edits] == ["AddEmailToUsers"]


def test_an_included_file_is_found_from_the_folder_and_from_the_class_path() -> None:
    changelog = (
        '<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">\n'
        '  <include file="parts/one|.xml" relativeToChangelogFile="true"/>\n</databaseChangeLog>\n'
    )
    part = (
        '<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">\n'
        '  <changeSet id="1" author="a"><sql>select 1</sql></changeSet>\n</databaseChangeLog>\n'
    )
    for written, path in (
        ("parts/one", "src/main/resources/db/parts/one.xml"),
        ("db/parts/one", "src/db/parts/one.xml"),
    ):
        folder = path.partition("/parts")[0]
        at = marked({f"{folder}/changelog.xml": changelog.replace("parts/one", written), path: part})
        assert revisions.file_at(at.workspace.tree, at.path, at.offset) == path
