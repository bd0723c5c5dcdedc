"""What fixes make of changelogs, in each of the four syntaxes; outside of the edit nothing changes."""

from pathlib import Path

import pytest

from towpath.frameworks.liquibase.identities import next_id
from towpath.linter.opening import Project
from towpath.operations import CreateIndex

USERS = "CREATE TABLE users (id bigint PRIMARY KEY, email text)"
XML = (
    f"""\
<?xml version="1.0"?>
<databaseChangeLog>

  <changeSet id="1" author="anna"><sql>{USERS}</sql><rollback/></changeSet>

  <changeSet id="2" author="anna" labels="v2">
    <addColumn tableName="users"><column name="note" type="text"/></addColumn>
    <!-- for the list -->
    <createIndex indexName="users_email" tableName="users"><column name="email"/></createIndex>
  </changeSet>
</databaseChangeLog>
""",
    """\
    <addColumn tableName="users"><column name="note" type="text"/></addColumn>
  </changeSet>

  <changeSet id="3" author="anna" labels="v2" runInTransaction="false">
    <!-- for the list -->
    <sql>CREATE INDEX CONCURRENTLY users_email ON users (email)</sql>
    <rollback>
      <sql>DROP INDEX CONCURRENTLY users_email</sql>
    </rollback>
  </changeSet>
</databaseChangeLog>
""",
)
YAML = (
    f"""\
databaseChangeLog:
- changeSet:
    id: users
    author: anna
    changes:
    - sql:
        sql: {USERS}
    rollback: []
- changeSet:
    id: users-email
    author: anna
    labels: v2
    changes:
    - addColumn:
        tableName: users
        columns:
        - column: {{name: note, type: text}}
    # for the list
    - createIndex:
        indexName: users_email
        tableName: users
        columns:
        - column: {{name: email}}
""",
    """\
        - column: {name: note, type: text}
- changeSet:
    id: create-users-email
    author: anna
    labels: v2
    runInTransaction: false
    changes:
    # for the list
    - sql:
        sql: CREATE INDEX CONCURRENTLY users_email ON users (email)
    rollback:
    - sql:
        sql: DROP INDEX CONCURRENTLY users_email
""",
)
JSON = (
    f"""\
{{
  "databaseChangeLog": [
    {{"changeSet": {{"id": "1", "author": "anna", "changes": [{{"sql": "{USERS}"}}], "rollback": []}}}},
    {{"changeSet": {{"id": "2", "author": "anna", "changes": [
      {{"addColumn": {{"tableName": "users", "columns": [{{"column": {{"name": "note", "type": "text"}}}}]}}}},
      {{"createIndex": {{"indexName": "i", "tableName": "users", "columns": [{{"column": {{"name": "email"}}}}]}}}}
    ]}}}}
  ]
}}
""",
    """\
      {"addColumn": {"tableName": "users", "columns": [{"column": {"name": "note", "type": "text"}}]}}
    ]}},
""",
)
SQL = (
    f"""\
--liquibase formatted sql

--changeset anna:20240101-1
{USERS};
--rollback empty

--changeset anna:20240101-2 labels:v2 runOnChange:false
ALTER TABLE users ADD note text;
-- for the list
CREATE INDEX users_email ON users (email);
""",
    """\
--changeset anna:20240101-2 labels:v2 runOnChange:false
ALTER TABLE users ADD note text;

--changeset anna:20240101-3 labels:v2 runInTransaction:false
-- for the list
CREATE INDEX CONCURRENTLY users_email ON users (email);
--rollback DROP INDEX CONCURRENTLY users_email;
""",
)
FILES = {"db/a.xml": XML, "db/a.yaml": YAML, "db/a.json": JSON, "db/a.sql": SQL}


def fixed(tmp_path: Path, path: str, text: str, rule: str) -> tuple[str, bool]:
    """The file after the first proposal for the last finding of a rule, and whether that is called safe."""
    workspace = Project(str(tmp_path)).workspace
    workspace.update("liquibase.properties", "url: jdbc:postgresql://localhost/app\n")
    workspace.update(path, text)
    placed = [one for one in workspace.report(path).findings if one.rule == rule][-1]
    proposal = workspace.proposals(placed)[0]
    return str(proposal.rewrite.texts(workspace.tree)[path]), proposal.safe


@pytest.mark.parametrize("path", FILES)
def test_an_index_goes_to_a_change_set_of_its_own(tmp_path: Path, path: str) -> None:
    text, expected = FILES[path]
    after, safe = fixed(tmp_path, path, text, "blocking-index")
    assert expected in after
    assert not safe
    begins = expected.splitlines()[0]
    assert after.startswith(text[: text.index(begins)])


@pytest.mark.parametrize("path", FILES)
def test_line_ends_are_kept(tmp_path: Path, path: str) -> None:
    text = FILES[path][0].replace("\n", "\r\n")
    after, _ = fixed(tmp_path, path, text, "blocking-index")
    assert after.count("\n") == after.count("\r\n")


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        (
            "db/a.xml",
            '<databaseChangeLog>\n\t<changeSet id="1" author="a">\n'
            '\t\t<dropColumn columnName="note" tableName="users"/>\n'
            "\t</changeSet>\n</databaseChangeLog>\n",
            "\t\t<rollback>\n\t\t\t<!-- the values of users.note do not come back -->\n\t\t\t<sql>",
        ),
        (
            "db/a.sql",
            "--liquibase formatted sql\n--changeset a:1\nALTER TABLE users ADD b int;",
            "ALTER TABLE users ADD b int;\n--rollback ALTER TABLE users DROP COLUMN b;\n",
        ),
        (
            "db/a.yaml",
            "databaseChangeLog:\n- changeSet:\n    id: 1\n    author: a\n    changes:\n"
            "    - sql: ALTER TABLE users ADD b int\n",
            "    rollback:\n    - dropColumn:\n        columnName: b\n        tableName: users\n",
        ),
        (
            "db/a.json",
            '{"databaseChangeLog": [{"changeSet": {"id": "1", "author": "a", "changes": '
            '[{"sql": "ALTER TABLE users ADD b int"}]}}]}',
            '"rollback": [{"dropColumn": {"columnName": "b", "tableName": "users"}}]}}]}',
        ),
    ],
)
def test_a_way_back_is_written(tmp_path: Path, path: str, before: str, after: str) -> None:
    if path == "db/a.xml":
        made = '<changeSet id="0" author="a"><sql>CREATE TABLE users (note text)</sql><rollback/></changeSet>'
        before = before.replace("<databaseChangeLog>", f"<databaseChangeLog>{made}")
        after = after.removesuffix("<sql>") + '<addColumn tableName="users">\n\t\t\t\t<column name="note" type="text"/>'
    assert after in fixed(tmp_path, path, before, "missing-downgrade")[0]


@pytest.mark.parametrize(
    ("rule", "after"),
    [
        ("blocking-index-drop", "--rollback DROP INDEX CONCURRENTLY i;\n--rollback SELECT 1;\n"),
        (
            "missing-lock-timeout",
            "--rollback SET lock_timeout = '5s';\n--rollback DROP INDEX i;\n--rollback SELECT 1;\n",
        ),
    ],
)
def test_the_lines_of_a_way_back_are_edited(tmp_path: Path, rule: str, after: str) -> None:
    text = (
        "--liquibase formatted sql\n--changeset a:1 runInTransaction:false\nCREATE INDEX CONCURRENTLY i ON t (a);\n"
        "--rollback DROP INDEX i;\n--rollback SELECT 1;\n"
    )
    made, _ = fixed(tmp_path, "db/a.sql", text, rule)
    assert made.endswith(after)


@pytest.mark.parametrize(
    ("path", "key", "validated"),
    [
        (
            "db/a.xml",
            '<changeSet id="1" author="a"><sql>{}</sql><rollback>DROP TABLE x</rollback></changeSet>',
            "<rollback/>",
        ),
        (
            "db/a.sql",
            "--liquibase formatted sql\n--changeset a:1\n{};\n--rollback ALTER TABLE t DROP CONSTRAINT k;\n",
            "ALTER TABLE t VALIDATE CONSTRAINT k;\n--rollback empty\n",
        ),
    ],
)
def test_that_a_validation_leaves_nothing_to_take_back_is_said(
    tmp_path: Path, path: str, key: str, validated: str
) -> None:
    text = key.format("ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u (id)")
    text = f"<databaseChangeLog>\n{text}\n</databaseChangeLog>\n" if path.endswith("xml") else text
    made, _ = fixed(tmp_path, path, text, "scanning-foreign-key")
    assert validated in made


# What goes, and what stays, with a way back in one text; and what of it stands in the file behind the fix.
_TABLE = "CREATE TABLE t (a int)"
_UP = ("-- stays", "ALTER TABLE t ADD b int;", "-- goes &amp; stays with it", "CREATE INDEX i ON t (a);")
TOGETHER = {
    "db/a.xml": (
        f'<databaseChangeLog>\n  <changeSet id="0" author="a">\n    <sql>{_TABLE}</sql>\n  </changeSet>\n'
        '  <changeSet id="1" author="a">\n    <sql>\n'
        + "".join(f"      {line}\n" for line in _UP)
        + "    </sql>\n    <rollback>\n      DROP INDEX i;\n      ALTER TABLE t DROP b;\n    </rollback>\n"
        "  </changeSet>\n</databaseChangeLog>\n",
        "    <sql>\n      -- stays\n      ALTER TABLE t ADD b int;\n    </sql>\n"
        "    <rollback>\n      ALTER TABLE t DROP b;\n    </rollback>\n  </changeSet>\n"
        '  <changeSet id="2" author="a" runInTransaction="false">\n    <sql>\n      -- goes &amp; stays with it\n'
        "      CREATE INDEX CONCURRENTLY i ON t (a)\n    </sql>\n"
        '    <rollback>\n      <dropIndex indexName="i" tableName="t"/>\n    </rollback>\n  </changeSet>\n',
    ),
    "db/a.yaml": (
        f"databaseChangeLog:\n- changeSet:\n    id: 0\n    author: a\n    changes:\n    - sql: {_TABLE}\n"
        "- changeSet:\n    id: 1\n    author: a\n    changes:\n    - sql:\n        sql: |\n"
        + "".join(f"          {line}\n" for line in _UP)
        + "    rollback:\n    - sql: DROP INDEX i\n    - sql: ALTER TABLE t DROP b\n",
        "        sql: |\n          -- stays\n          ALTER TABLE t ADD b int;\n"
        "    rollback:\n    - sql: ALTER TABLE t DROP b\n- changeSet:\n    id: 2\n    author: a\n"
        "    runInTransaction: false\n    changes:\n    - sql:\n        sql: |-\n"
        "          -- goes &amp; stays with it\n          CREATE INDEX CONCURRENTLY i ON t (a)\n"
        "    rollback:\n    - sql: DROP INDEX i\n",
    ),
    "db/a.sql": (
        f"--liquibase formatted sql\n--changeset a:0\n{_TABLE};\n--changeset a:1\n"
        + "".join(f"{line}\n" for line in _UP)
        + "/* liquibase rollback\nDROP INDEX i;\nALTER TABLE t DROP b;\n*/\n",
        "-- stays\nALTER TABLE t ADD b int;\n/* liquibase rollback\nALTER TABLE t DROP b;\n*/\n\n"
        "--changeset a:2 runInTransaction:false\n-- goes &amp; stays with it\n"
        "CREATE INDEX CONCURRENTLY i ON t (a);\n--rollback DROP INDEX i;\n",
    ),
    "db/b.sql": (
        f"--liquibase formatted sql\n--changeset a:0\n{_TABLE};\n--changeset a:1\n"
        + "".join(f"{line}\n" for line in _UP)
        + "--rollback DROP INDEX i; ALTER TABLE t DROP b;\n",
        "-- stays\nALTER TABLE t ADD b int;\n--rollback ALTER TABLE t DROP b;\n\n"
        "--changeset a:2 runInTransaction:false\n-- goes &amp; stays with it\n"
        "CREATE INDEX CONCURRENTLY i ON t (a);\n--rollback DROP INDEX i;\n",
    ),
}


@pytest.mark.parametrize("path", TOGETHER)
def test_a_statement_takes_its_comments_and_its_way_back_along(tmp_path: Path, path: str) -> None:
    text, expected = TOGETHER[path]
    made, _ = fixed(tmp_path, path, text, "blocking-index")
    assert expected in made


def test_what_stays_of_a_line_begins_where_that_began(tmp_path: Path) -> None:
    text = (
        f'<databaseChangeLog>\n  <changeSet id="0" author="a">\n    <sql>{_TABLE}</sql>\n  </changeSet>\n'
        '  <changeSet id="1" author="a">\n    <sql>CREATE INDEX i ON t (a);\n      ALTER TABLE t ADD b int</sql>\n'
        "    <rollback>DROP INDEX i; ALTER TABLE t DROP b</rollback>\n  </changeSet>\n</databaseChangeLog>\n"
    )
    made, _ = fixed(tmp_path, "db/a.xml", text, "blocking-index")
    assert "    <sql>ALTER TABLE t ADD b int</sql>\n    <rollback>ALTER TABLE t DROP b</rollback>\n" in made


@pytest.mark.parametrize(
    "rollback",
    ["rollback: DROP INDEX i; ALTER TABLE t DROP b", "rollback: |\n      DROP INDEX i;\n      DROP TABLE t;"],
)
def test_what_cannot_take_its_way_back_along_stays(tmp_path: Path, rollback: str) -> None:
    sets = (
        f"- changeSet:\n    id: 0\n    author: a\n    changes:\n    - sql: {_TABLE}\n",
        "- changeSet:\n    id: 1\n    author: a\n    changes:\n    - sql: ALTER TABLE t ADD b int\n",
        f"    - sql: CREATE INDEX i ON t (a)\n    {rollback}\n",
    )
    text = f"databaseChangeLog:\n{''.join(sets)}"
    workspace = Project(str(tmp_path)).workspace
    workspace.update("liquibase.properties", "url: jdbc:postgresql://localhost/app\n")
    workspace.update("db/a.yaml", text)
    (placed,) = [one for one in workspace.report("db/a.yaml").findings if one.rule == "blocking-index"]
    assert workspace.proposals(placed) == ()


def test_what_is_split_off_runs_first_as_well(tmp_path: Path) -> None:
    text = (
        "<databaseChangeLog>\n"
        '  <changeSet id="1" author="a">\n    <sql>DROP INDEX IF EXISTS i</sql>\n  </changeSet>\n'
        '  <changeSet id="2" author="a" runOrder="first">\n    <sql>ALTER TABLE t ADD b int</sql>\n'
        "    <sql>CREATE INDEX i ON t (a)</sql>\n  </changeSet>\n</databaseChangeLog>\n"
    )
    made, _ = fixed(tmp_path, "db/a.xml", text, "blocking-index")
    assert '<changeSet id="3" author="a" runOrder="first" runInTransaction="false">' in made


def test_a_way_back_is_written_anew_where_all_of_it_went_with_what_was_split_off(tmp_path: Path) -> None:
    head = "--liquibase formatted sql\n--changeset a:1\n"
    text = f"{head}ALTER TABLE t ADD CONSTRAINT k UNIQUE (a);\n--rollback ALTER TABLE t DROP CONSTRAINT k;\n"
    made, _ = fixed(tmp_path, "db/a.sql", text, "blocking-unique")
    assert made == (
        "--liquibase formatted sql\n--changeset a:1 runInTransaction:false\n"
        "CREATE UNIQUE INDEX CONCURRENTLY k ON t (a);\n--rollback DROP INDEX CONCURRENTLY k;\n\n"
        "--changeset a:2 runInTransaction:false\nALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX k;\n"
        "--rollback ALTER TABLE t DROP CONSTRAINT k;\n--rollback CREATE UNIQUE INDEX CONCURRENTLY k ON t (a);\n"
    )


@pytest.mark.parametrize(
    ("said", "offered"), [("", True), (" endDelimiter:/", False), (" splitStatements:false", False)]
)
def test_mysql_takes_no_two_statements_in_one_message(tmp_path: Path, said: str, offered: bool) -> None:
    made = Project(str(tmp_path)).workspace
    made.update("liquibase.properties", "url: jdbc:mysql://localhost/app\n")
    made.update("db/a.sql", f"--liquibase formatted sql\n--changeset a:1{said}\nALTER TABLE t ADD b int\n")
    found = [one for one in made.report("db/a.sql").findings if one.rule == "metadata-lock-wait"]
    assert [bool(made.proposals(one)) for one in found] == [offered]


@pytest.mark.parametrize("path", ["db/a.sql", "db/a.yaml"])
def test_no_constraint_is_not_valid_on_mysql(tmp_path: Path, path: str) -> None:
    statements = (
        "CREATE TABLE t (a int, CONSTRAINT c CHECK (a > 0))",
        "ALTER TABLE t DROP CONSTRAINT c",
    )
    if path.endswith(".sql"):
        sets = "".join(f"--changeset a:{number}\n{one};\n" for number, one in enumerate(statements))
        text = f"--liquibase formatted sql\n{sets}"
    else:
        sets = "".join(
            f"- changeSet:\n    id: {number}\n    author: a\n    changes:\n    - sql: {one}\n"
            for number, one in enumerate(statements)
        )
        text = f"databaseChangeLog:\n{sets}"
    made = Project(str(tmp_path)).workspace
    made.update("liquibase.properties", "url: jdbc:mysql://localhost/app\n")
    made.update(path, text)
    placed = [one for one in made.report(path).findings if one.rule == "missing-downgrade"][-1]
    after = made.proposals(placed)[0].rewrite.texts(made.tree)[path]
    assert "ADD CONSTRAINT c CHECK (a > 0)" in str(after)
    assert "NOT VALID" not in str(after)


def test_yaml_is_written_as_the_file_is(tmp_path: Path) -> None:
    text = (
        "databaseChangeLog:\n  - changeSet:\n      id: 20240101-1\n      author: a\n      changes:\n"
        "        - sql: ALTER TABLE t ADD a int\n        - sql: CREATE INDEX i ON t (a)\n"
    )
    made, _ = fixed(tmp_path, "db/a.yaml", text, "blocking-index")
    assert "  - changeSet:\n      id: 20240101-2\n      author: a\n" in made
    assert "        - sql:\n            sql: DROP INDEX CONCURRENTLY i\n" in made


CONDITION = {
    "db/a.xml": (
        "    <addColumn",
        """    <preConditions onFail='MARK_RAN'><tableExists tableName="users"/></preConditions>\n""",
    ),
    "db/a.yaml": (
        "    changes:\n    - addColumn",
        "    preConditions:\n    - onFail: MARK_RAN\n    - tableExists: {tableName: users}\n",
    ),
    "db/a.json": (
        '"changes": [\n',
        '"preConditions": [{"onFail": "MARK_RAN"}, {"tableExists": {"tableName": "users"}}], ',
    ),
    "db/a.sql": (
        "ALTER TABLE users ADD note",
        "--preconditions onFail:MARK_RAN\n--precondition-table-exists table:users\n",
    ),
}


@pytest.mark.parametrize("path", FILES)
def test_what_is_split_off_runs_under_the_same_condition(tmp_path: Path, path: str) -> None:
    place, condition = CONDITION[path]
    text = FILES[path][0].replace(place, condition + place)
    after, _ = fixed(tmp_path, path, text, "blocking-index")
    assert (text.count(condition), after.count(condition.strip(", \n"))) == (1, 2)


def test_it_is_not_split_where_the_condition_would_be_another(tmp_path: Path) -> None:
    asked = '<not><columnExists tableName="users" columnName="note"/></not>'
    condition = f'<preConditions onFail="MARK_RAN">{asked}</preConditions>'
    workspace = Project(str(tmp_path)).workspace
    workspace.update("db/a.xml", XML[0].replace("    <addColumn", f"    {condition}\n    <addColumn"))
    placed = next(one for one in workspace.report("db/a.xml").findings if one.rule == "blocking-index")
    assert workspace.proposals(placed) == ()


MYSQL = {
    "db/a.xml": ("</databaseChangeLog>", '<changeSet id="9" author="x" dbms="mysql"/></databaseChangeLog>'),
    "db/a.yaml": ("databaseChangeLog:\n", "databaseChangeLog:\n- changeSet: {id: x-y, author: x, dbms: mysql}\n"),
    "db/a.json": ('Log": [', 'Log": [{"changeSet": {"id": "9", "author": "x", "dbms": "mysql"}},'),
    "db/a.sql": ("sql\n", "sql\n--changeset x:9 dbms:mysql\nSELECT 1;\n"),
}


@pytest.mark.parametrize("path", FILES)
def test_other_databases_run_what_they_ran(tmp_path: Path, path: str) -> None:
    text = FILES[path][0].replace(*MYSQL[path], 1)
    after, safe = fixed(tmp_path, path, text, "blocking-index")
    assert not safe
    workspace = Project(str(tmp_path)).workspace
    workspace.update("liquibase.properties", "url: jdbc:postgresql://localhost/app\n")
    workspace.update(path, after)
    assert [one for one in workspace.report(path).findings if one.rule == "blocking-index"] == []
    (loaded,) = workspace.loaded
    assert loaded.found.dialects == ("postgresql", "mysql")
    there = [
        (step.runs_on("postgresql"), step.runs_on("mysql"))
        for migration in loaded.migrations
        for step in migration.up.steps
        if any(isinstance(one, CreateIndex) for one in step.operations)
    ]
    assert there == [(False, True), (True, False)]


TABLES = "CREATE TABLE u (b int PRIMARY KEY); CREATE TABLE t (a int);"
KEYS = {
    "db/a.xml": '<databaseChangeLog>\n  <changeSet id="9" author="x" dbms="mysql"><empty/></changeSet>\n'
    f'  <changeSet id="1" author="x"><sql>{TABLES}</sql><rollback/></changeSet>\n'
    '  <changeSet id="a-key" author="a" dbms="mysql,postgresql">\n'
    "    <comment>So</comment>\n    <sql>ALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u (b)</sql>\n"
    "  </changeSet>\n</databaseChangeLog>\n",
    "db/a.sql": "--liquibase formatted sql\n--changeset x:9 dbms:mysql\nSELECT 1;\n"
    f"--changeset x:1\n{TABLES}\n--rollback empty\n"
    "--changeset a:a-key dbms:mysql,postgresql\nALTER TABLE t ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES u (b);\n",
}


@pytest.mark.parametrize("path", KEYS)
def test_a_change_set_that_others_run_stays_where_one_comes_behind_it(tmp_path: Path, path: str) -> None:
    after, _ = fixed(tmp_path, path, KEYS[path], "unindexed-foreign-key")
    assert after.startswith(KEYS[path].partition("  </changeSet>\n</")[0])
    assert after.count("mysql,postgresql") == 1
    assert after.count("CREATE INDEX CONCURRENTLY") == 1


def test_what_only_comes_to_it_is_for_one_database(tmp_path: Path) -> None:
    after, _ = fixed(tmp_path, "db/a.xml", XML[0].replace(*MYSQL["db/a.xml"], 1), "missing-lock-timeout")
    assert """<sql dbms="postgresql">SET LOCAL lock_timeout = '5s'</sql>""" in after


@pytest.mark.parametrize(
    ("identity", "taken", "slug", "after"),
    [
        ("1", ["1", "2", "7"], "x", "8"),
        ("007", [], "x", "008"),
        ("20240101000000", ["20240101000001"], "x", "20240101000002"),
        ("20240101000000-9", ["20240101000000-10"], "x", "20240101000000-11"),
        ("add-users", [], "create_users_email", "create-users-email"),
        ("add_users", ["create_users_email"], "create_users_email", "add_users_create_users_email"),
        ("JIRA-7", [], "x", "JIRA-8"),
    ],
)
def test_ids_follow_those_around(identity: str, taken: list[str], slug: str, after: str) -> None:
    assert next_id(identity, taken, slug) == after


def test_a_series_for_mysql_is_judged_for_it(tmp_path: Path) -> None:
    workspace = Project(str(tmp_path)).workspace
    workspace.update("liquibase.properties", "url: jdbc:mysql://localhost/app\n")
    change = '<modifyDataType tableName="users" columnName="note" newDataType="bigint"/>'
    text = XML[0].replace(
        "<sql>" + USERS + "</sql>", "<sql>CREATE TABLE users (id int, note int) ENGINE = InnoDB</sql>"
    )
    workspace.update(
        "db/a.xml",
        text.replace("</databaseChangeLog>", f'<changeSet id="3" author="a">{change}</changeSet></databaseChangeLog>'),
    )
    found = [(one.rule, one.database) for one in workspace.report("db/a.xml").findings if one.severity == "error"]
    assert found == [("copying-alter", "mysql")]


@pytest.mark.parametrize(
    ("after", "fixed_by"),
    [
        ("--rollback DROP TABLE a;\n", "--rolback DROP TABLE a;\n"),
        ("--changeset a:1 runInTransaction:false", "--changeset a:1 runInTransacton:false"),
    ],
)
def test_what_is_misspelt_is_written_as_it_has_to_be(tmp_path: Path, after: str, fixed_by: str) -> None:
    head = "--liquibase formatted sql\n--changeset a:1 runInTransaction:false\n"
    text = f"{head}CREATE TABLE a (x int);\n--rollback DROP TABLE a;\n"
    made, safe = fixed(tmp_path, "db/a.sql", text.replace(after, fixed_by), "misspelt-directive")
    assert (made, safe) == (text, False)


DASHES = """\
databaseChangeLog:
-
  changeSet:
    id: 2
    author: anna
    changes:
    -
      addColumn:
        tableName: users
        columns:
        - column: {name: note, type: text}
    -
      createIndex:
        indexName: i
        tableName: users
        columns:
        - column: {name: email}
"""


def test_a_dash_may_stand_alone_on_its_line(tmp_path: Path) -> None:
    after, _ = fixed(tmp_path, "db/a.yaml", DASHES, "blocking-index")
    assert after.startswith(DASHES.partition("    -\n      createIndex")[0])
    assert "    - sql:\n        sql: CREATE INDEX CONCURRENTLY i ON users (email)\n" in after


BOTH = {
    "db/a.xml": (
        '<databaseChangeLog>\n  <changeSet id="9" author="x" dbms="mysql"><empty/></changeSet>\n'
        '  <changeSet id="1" author="a">\n    <sql>CREATE INDEX i ON t (a)</sql>\n'
        "    <rollback>DROP INDEX i</rollback>\n  </changeSet>\n</databaseChangeLog>\n",
        '  <changeSet id="10" author="a" dbms="postgresql" runInTransaction="false">\n'
        "    <sql>CREATE INDEX CONCURRENTLY i ON t (a)</sql>\n    <rollback>DROP INDEX i</rollback>\n  </changeSet>\n",
    ),
    "db/a.json": (
        '{"databaseChangeLog": [{"changeSet": {"id": "9", "author": "x", "dbms": "mysql", "changes": []}},\n'
        '{"changeSet": {"id": "1", "author": "a", "changes": [{"sql": "CREATE INDEX i ON t (a)"}],'
        ' "rollback": [{"sql": "DROP INDEX i"}]}}]}\n',
        '"rollback": [{"sql": "DROP INDEX i"}]}}]}\n',
    ),
    "db/a.sql": (
        "--liquibase formatted sql\n--changeset x:9 dbms:mysql\nSELECT 1;\n--changeset a:1\nCREATE INDEX i ON t (a);\n"
        "--rollback DROP INDEX i;\n",
        "--changeset a:10 runInTransaction:false dbms:postgresql\nCREATE INDEX CONCURRENTLY i ON t (a);\n"
        "--rollback DROP INDEX i;\n",
    ),
}


@pytest.mark.parametrize("path", BOTH)
def test_the_way_back_goes_along_to_the_one_database(tmp_path: Path, path: str) -> None:
    text, expected = BOTH[path]
    after, _ = fixed(tmp_path, path, text, "blocking-index")
    assert after.endswith(expected) or expected in after
    assert after.count("DROP INDEX i") == 2


def test_of_several_parts_each_takes_its_way_back_along(tmp_path: Path) -> None:
    text = (
        '<databaseChangeLog>\n  <changeSet id="9" author="x" dbms="mysql"><empty/></changeSet>\n'
        '  <changeSet id="1" author="a">\n    <sql>ALTER TABLE t ADD a int</sql>\n'
        "    <sql>CREATE INDEX i ON t (b)</sql>\n"
        '    <rollback>\n      <dropIndex tableName="t" indexName="i"/>\n'
        '      <dropColumn tableName="t" columnName="a"/>\n    </rollback>\n  </changeSet>\n</databaseChangeLog>\n'
    )
    after, _ = fixed(tmp_path, "db/a.xml", text, "blocking-index")
    assert after.endswith("""\
  <changeSet id="10" author="a" dbms="postgresql">
    <sql>ALTER TABLE t ADD a int</sql>
    <rollback>
      <dropColumn tableName="t" columnName="a"/>
    </rollback>
  </changeSet>
  <changeSet id="11" author="a" dbms="postgresql" runInTransaction="false">
    <sql>CREATE INDEX CONCURRENTLY i ON t (b)</sql>
    <rollback>
      <dropIndex tableName="t" indexName="i"/>
    </rollback>
  </changeSet>
</databaseChangeLog>
""")


FLOW = """\
databaseChangeLog:
- changeSet: {id: 1, author: a, changes: [{sql: CREATE TABLE users (email text)}], rollback: []}
"""
INDEX = "{createIndex: {indexName: i, tableName: users, columns: [{column: {name: email}}]}}"
NOTE = "{addColumn: {columns: [{column: {type: 'text', name: note}}], tableName: users}}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            f"- changeSet: {{id: 2, author: a, changes: [{NOTE}, {INDEX}]}}\n",
            f"- changeSet: {{id: 2, author: a, changes: [{NOTE}]}}\n"
            "- changeSet: {id: 3, author: a, runInTransaction: false, "
            "changes: [{sql: {sql: CREATE INDEX CONCURRENTLY i ON users (email)}}], "
            "rollback: [{sql: {sql: DROP INDEX CONCURRENTLY i}}]}\n",
        ),
        (
            f"- changeSet:\n    id: 2\n    author: a\n    changes: [{INDEX}, {NOTE}]\n",
            f"- changeSet:\n    id: 2\n    author: a\n    changes: [{NOTE}]\n"
            "- changeSet:\n    id: 3\n    author: a\n    runInTransaction: false\n    changes:\n    - sql:\n"
            "        sql: CREATE INDEX CONCURRENTLY i ON users (email)\n"
            "    rollback:\n    - sql:\n        sql: DROP INDEX CONCURRENTLY i\n",
        ),
        (
            "- changeSet:\n    id: 2\n    author: a\n    changes:\n      [\n"
            f"        {INDEX},\n      ]\n    rollback: []\n",
            "- changeSet:\n    id: 2\n    author: a\n    runInTransaction: false\n    changes:\n      [\n"
            "        {sql: {sql: CREATE INDEX CONCURRENTLY i ON users (email)}},\n      ]\n    rollback: []\n",
        ),
        (
            f"- changeSet:\n    id: 2\n    author: a\n    changes:\n    - {NOTE}\n    - {INDEX}\n",
            f"- changeSet:\n    id: 2\n    author: a\n    changes:\n    - {NOTE}\n- changeSet:\n    id: 3\n",
        ),
    ],
)
def test_what_stands_in_brackets_is_edited_there(tmp_path: Path, before: str, after: str) -> None:
    made, _ = fixed(tmp_path, "db/a.yaml", FLOW + before, "blocking-index")
    assert made.startswith(FLOW + after)
