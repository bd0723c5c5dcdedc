"""A fix of a change leaves in it what its author wrote: types, the order of attributes, quotes, comments."""

import json
from pathlib import Path

import pytest

from towpath.linter.opening import Project

_HEAD = """\
<databaseChangeLog>
  <property name="word" value="varchar(9)"/>
  <changeSet id="1" author="a">
    <sql>CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int)</sql><rollback/>
  </changeSet>
  <changeSet id="2" author="a">
    <addColumn tableName='users'>
"""
_TAIL = """\
    </addColumn>
  </changeSet>
</databaseChangeLog>
"""
_TEAM = (
    """        <column type='int' name='team'><constraints foreignKeyName="fk" references="teams(id)" /></column>\n"""
)
_MUST = """\
        <!-- asked for -->
        <column name="must" type="${word}"><constraints nullable='false'/></column>
"""
_MAIL = """        <column name="mail" type='TEXT'>
          <constraints unique="true"
                       references="teams(id)"/></column>\n"""


def fixed(tmp_path: Path, path: str, text: str, rule: str) -> str:
    """The file after the first proposal for the last finding of a rule."""
    workspace = Project(str(tmp_path)).workspace
    workspace.update("liquibase.properties", f"url: jdbc:postgresql://localhost/app\nchangeLogFile: {path}\n")
    workspace.update(path, text)
    placed = [one for one in workspace.report(path).findings if one.rule == rule][-1]
    return str(workspace.proposals(placed)[0].rewrite.texts(workspace.tree)[path])


@pytest.mark.parametrize(
    ("rule", "columns", "after"),
    [
        (
            "required-column-without-default",
            _TEAM + _MUST,
            _TEAM + _MUST.replace("><constraints nullable='false'/></column>", "/>") + "    </addColumn>\n",
        ),
        (
            "scanning-foreign-key",
            _TEAM + _MUST,
            "        <column type='int' name='team'/>\n    </addColumn>\n"
            "    <sql>ALTER TABLE users ADD CONSTRAINT fk FOREIGN KEY (team) REFERENCES teams (id) NOT VALID</sql>\n"
            "    <addColumn tableName='users'>\n" + _MUST + "    </addColumn>\n",
        ),
        (
            "blocking-unique",
            _MAIL,
            _MAIL.replace('unique="true"\n                       ', "") + "    </addColumn>\n",
        ),
        (
            "rewriting-default",
            """        <column defaultValueComputed='random()' name="a" type='real'/>\n""",
            """        <column name="a" type='real'/>\n    </addColumn>\n"""
            '    <addDefaultValue columnName="a" tableName="users" defaultValueComputed="random()"/>\n',
        ),
    ],
)
def test_what_a_column_says_besides_stays(tmp_path: Path, rule: str, columns: str, after: str) -> None:
    made = fixed(tmp_path, "db/a.xml", _HEAD + columns + _TAIL, rule)
    assert made.startswith(_HEAD + after)


_YAML = """\
databaseChangeLog:
- changeSet:
    id: 1
    author: a
    changes:
    - sql: CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int)
    rollback: []
- changeSet:
    id: 2
    author: a
    changes:
    - addColumn:
        columns:
        - column:
            type: 'int'
            name: team
            constraints:
              nullable: false
              references: teams(id)
              foreignKeyName: fk
        - column: {type: "INT", constraints: {nullable: false}, name: must}
        tableName: "users"
"""


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("required-column-without-default", ", constraints: {nullable: false}, name: must}", ", name: must}"),
        (
            "scanning-foreign-key",
            "              references: teams(id)\n              foreignKeyName: fk\n"
            """        - column: {type: "INT", constraints: {nullable: false}, name: must}\n""",
            '        tableName: "users"\n    - sql:\n'
            "        sql: ALTER TABLE users ADD CONSTRAINT fk FOREIGN KEY (team) REFERENCES teams (id) NOT VALID\n"
            "    - addColumn:\n        columns:\n"
            """        - column: {type: "INT", constraints: {nullable: false}, name: must}\n""",
        ),
    ],
)
def test_so_it_does_in_yaml(tmp_path: Path, rule: str, before: str, after: str) -> None:
    made = fixed(tmp_path, "db/a.yaml", _YAML, rule)
    assert made.startswith(_YAML.replace(before, after))


def _json(columns: str) -> str:
    return f"""\
{{"databaseChangeLog": [
    {{"changeSet": {{
        "id": "1",
        "author": "a",
        "changes": [{{"sql": "CREATE TABLE users (id int)"}}],
        "rollback": []
    }}}},
    {{"changeSet": {{
        "id": "2",
        "author": "a",
        "changes": [
            {{"addColumn": {{
                "columns": [
{columns}
                ],
                "tableName": "users"
            }}}}
        ]
    }}}}
]}}
"""


def test_so_it_does_in_json(tmp_path: Path) -> None:
    column = """\
                    {"column": {"type": "int", "constraints": {"nullable": false}, "name": "must"}},
                    {"column": {
                        "type": "INT", "name": "other",
                        "constraints": {
                            "unique": true
                        }
                    }}"""
    made = fixed(tmp_path, "db/a.json", _json(column), "blocking-unique")
    begins = column.index(',\n                        "constraints"')
    one_less = column[:begins] + "\n                    }}"
    assert made.startswith(_json(one_less).partition("    }}\n]}")[0].rstrip())


def test_new_change_sets_of_json_are_indented_as_those_around(tmp_path: Path) -> None:
    text = _json("").replace('"columns": [\n\n', '"columns": [\n').replace("addColumn", "createIndex")
    text = text.replace(
        '"columns": [\n                ]', '"indexName": "i",\n                "columns": [{"column": {"name": "id"}}]'
    )
    gone = '            {"sql": "ALTER TABLE users ADD a int"},\n'
    made = fixed(
        tmp_path,
        "db/a.json",
        text.replace('            {"createIndex', f'{gone}            {{"createIndex'),
        "blocking-index",
    )
    assert json.loads(made)
    assert (
        """\
            {"sql": "ALTER TABLE users ADD a int"}
        ]
    }},
    {"changeSet": {
        "id": "3",
        "author": "a",
        "runInTransaction": false,
        "changes": [
            {"sql": {
                "sql": "CREATE INDEX CONCURRENTLY i ON users (id)"
            }}
        ],
"""
        in made
    )


def test_no_comma_is_left_behind_the_last_change(tmp_path: Path) -> None:
    index = '{"createIndex": {"indexName": "i", "tableName": "users", "columns": [{"column": {"name": "id"}}]}}'
    changes = f'{index}, {index.replace("i", "j", 1)}, {{"sql": "SELECT 1"}}'
    first = _json("").partition('    {"changeSet": {\n        "id": "2"')[0]
    text = f'{first}{{"changeSet": {{"id": "2", "author": "a", "changes": [{changes}]}}}}]}}\n'
    assert json.loads(fixed(tmp_path, "db/a.json", text, "blocking-index"))


def test_a_way_back_in_sql_has_the_case_of_the_file(tmp_path: Path) -> None:
    text = (
        "--liquibase formatted sql\n--changeset a:1\ncreate table users (email text);\n--rollback empty\n"
        "--changeset a:2\nalter table users add b int not null;\n--rollback alter table users drop column b;\n"
    )
    made = fixed(tmp_path, "db/a.sql", text, "required-column-without-default")
    assert "--rollback alter table users add constraint users_b_not_null_check check (b is not null) not valid" in made
