"""Law 6 where a key is one of a file of many small change sets, of which nearly all are kept as they were."""

import random
from pathlib import Path

import pytest

from repositories import repository
from towpath.frameworks.liquibase import changelog
from towpath.linter import FileReport
from towpath.linter.opening import Project

PATH = "db/changelog/db.changelog-master.xml"
CHANGES = [
    '<createTable tableName="t_{0}"><column name="id" type="bigint"/>\n<column name="owner" type="int"/></createTable>',
    '<addColumn tableName="t_{1}"><column name="more_{0}" type="text"/></addColumn>',
    '<createIndex indexName="ix_{0}" tableName="t_{1}"><column name="owner"/></createIndex>',
    '<addForeignKeyConstraint constraintName="fk_{0}" baseTableName="t_{1}" baseColumnNames="owner" '
    'referencedTableName="t_0" referencedColumnNames="id"/>',
    "<sql>update ${{prefix}}t_{1} set owner = {0}</sql><rollback/>",
    '<dropColumn tableName="t_{1}" columnName="owner"/>\n<rollback><addColumn tableName="t_{1}">'
    '<column name="owner" type="bigint"/></addColumn></rollback>',
    '<renameColumn tableName="t_{1}" oldColumnName="owner" newColumnName="owner_{0}"/>',
    '<dropTable tableName="t_{1}"/><createTable tableName="t_{1}"><column name="owner" type="int"/></createTable>',
]
BETWEEN = [
    "",
    "",
    "<!-- of it -->\n",
    '<property name="prefix" value=""/>\n',
    "<!-- towpath: ignore[blocking-index] -->\n",
]
KEYS = [
    *'ax1 \n<>"/&',
    *("</createTable>", "<!--", "-->", "</changeSet>", '<changeSet id="3" author="anna">', "<rollback/>"),
    *("<sql>select 1</sql>", "t_1", "owner", "${prefix}", ' tableName="t_2"', "<rollback>", "</rollback>"),
]


def one(number: int, chance: random.Random) -> str:
    said = chance.choice(CHANGES if number % 4 else CHANGES[:1]).format(number, chance.randrange(max(number, 1)))
    return f'{chance.choice(BETWEEN)}<changeSet id="{number}" author="anna">\n{said}\n</changeSet>\n'


def file(chance: random.Random) -> str:
    return f"<databaseChangeLog>\n{''.join(one(number, chance) for number in range(40))}</databaseChangeLog>\n"


def after_a_key(text: str, chance: random.Random) -> str:
    """The text with something typed, taken away, put at the end, or carried elsewhere."""
    at = chance.randrange(len(text))
    kind = chance.choice(("type", "type", "type", "delete", "append", "move"))
    if kind == "append":
        return text.replace("</databaseChangeLog>", f"{one(chance.randrange(40, 99), chance)}</databaseChangeLog>")
    if kind == "move":
        sets = text.split("<changeSet")
        sets.insert(chance.randrange(1, len(sets)), sets.pop(chance.randrange(1, len(sets))))
        return "<changeSet".join(sets)
    gone = chance.choice((1, 1, 9, 60)) if kind == "delete" else 0
    return text[:at] + ("" if gone else chance.choice(KEYS)) + text[at + gone :]


def project(root: Path, landed: bool, text: str) -> None:
    files = {PATH: text, "towpath.toml": 'database = "postgresql"\n'}
    if landed:
        repository(root, files)
    for path, said in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(said, "utf-8")


def afresh(root: Path, landed: bool, text: str) -> FileReport:
    changelog.forget()
    workspace = Project(str(root), everything=not landed).workspace
    workspace.update(PATH, text)
    found = workspace.report(PATH)
    changelog.forget()
    return found


@pytest.mark.parametrize("landed", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_what_is_kept_of_many_change_sets_is_what_is_found_afresh(tmp_path: Path, seed: int, landed: bool) -> None:
    chance = random.Random(seed)
    first = text = file(chance)
    project(tmp_path, landed, text)
    workspace = Project(str(tmp_path), everything=not landed).workspace
    assert workspace.report(PATH) == afresh(tmp_path, landed, text)
    for _ in range(40):
        text = first if chance.random() < 0.15 or "<changeSet" not in text else after_a_key(text, chance)
        workspace.update(PATH, text)
        if chance.random() < 0.5:
            assert workspace.report(PATH) == afresh(tmp_path, landed, text), text
