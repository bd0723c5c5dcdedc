"""What is read in Liquibase's changelogs, in each of the four syntaxes."""

import json
from pathlib import Path

import pytest

from towpath.frameworks import Kept, liquibase
from towpath.operations import Guard, InsertRows, Migration, Name, Opaque, RedefineColumn, Statement, Step
from towpath.project import Found, Runner, Tree
from towpath.source import Edit, Span, apply
from towpath.sql.write import write

XML = """\
<databaseChangeLog>
{}</databaseChangeLog>
"""


def found(files: dict[str, str], dialects: tuple[str, ...] = ("postgresql",)) -> Found:
    first = next(iter(files))
    return Found(
        "liquibase", "", tuple(files), Runner("liquibase", goes_back=True), dialects, (), (("changelogs", first),)
    )


def read(
    files: dict[str, str], kept: Kept | None = None, dialects: tuple[str, ...] = ("postgresql",)
) -> list[Migration]:
    return list(liquibase.read(found(files, dialects), Tree("/nowhere", files), kept or Kept()))


def one(inner: str, attributes: str = "") -> Migration:
    """The change set of XML with these attributes."""
    said = f'<changeSet id="1" author="anna"{attributes}>{inner}</changeSet>\n'
    (migration,) = read({"db/a.xml": XML.format(said)})
    return migration


def sql(head: str, *lines: str) -> Migration:
    """The change set of formatted SQL with these lines."""
    text = "\n".join(("-- liquibase formatted sql", f"--changeset anna:1 {head}", *lines, ""))
    (migration,) = read({"db/a.sql": text})
    return migration


def said(steps: tuple[Step, ...]) -> list[str]:
    return [write(one) or type(one).__name__ for step in steps for one in step.operations]


def opaque(migration: Migration) -> list[str]:
    return [one.reason for step in migration.up.steps for one in step.operations if isinstance(one, Opaque)]


INDEX = "CREATE INDEX i ON a (b)"
FOUR = {
    "a.xml": XML.format(
        f'<changeSet id="1" author="anna" runInTransaction="false" dbms="postgresql"><comment>so</comment>'
        f"<sql>{INDEX};</sql><rollback>DROP INDEX i</rollback></changeSet>"
    ),
    "a.yaml": f"""\
databaseChangeLog:
- changeSet:
    id: 1
    author: anna
    runInTransaction: false
    dbms: postgresql
    comment: so
    changes:
    - sql:
        sql: {INDEX};
    rollback:
    - sql: DROP INDEX i
""",
    "a.json": f"""\
{{"databaseChangeLog": [{{"changeSet": {{"id": "1", "author": "anna", "runInTransaction": false, "dbms": "postgresql",
 "comment": "so", "changes": [{{"sql": {{"sql": "{INDEX};"}}}}], "rollback": "DROP INDEX i"}}}}]}}
""",
    "a.sql": f"""\
--liquibase formatted sql

--changeset anna:1 runInTransaction:false dbms:postgresql
--comment: so
{INDEX};
--rollback DROP INDEX i
""",
}


@pytest.mark.parametrize("path", FOUR)
def test_the_four_syntaxes_say_the_same(path: str) -> None:
    (migration,) = read({path: FOUR[path]})
    assert migration.identity == f"{path}::1::anna"
    assert (said(migration.up.steps), migration.up.transactional) == ([INDEX], False)
    assert migration.down is not None
    assert said(migration.down.steps) == ["DROP INDEX i"]
    assert migration.up.steps[0].guard == Guard(("postgresql",), "", True)
    assert migration.up.span(0).of(FOUR[path]) == INDEX
    place = migration.up.place(0, 0, "concurrently")
    assert place is not None
    assert apply(FOUR[path], [Edit(place, " CONCURRENTLY")]) == FOUR[path].replace(
        "INDEX i ON", "INDEX CONCURRENTLY i ON"
    )


@pytest.mark.parametrize(
    ("rollback", "down"),
    [
        ("", None),
        ("<rollback/>", ["nothing"]),
        ("<rollback>DROP INDEX i; DROP INDEX j</rollback>", ["DROP INDEX i", "DROP INDEX j"]),
        ("<rollback><sql>DROP INDEX i</sql></rollback>", ["DROP INDEX i"]),
        ("<rollback>DROP INDEX i</rollback><rollback>DROP INDEX j</rollback>", ["DROP INDEX i", "DROP INDEX j"]),
        ('<rollback changeSetId="0" changeSetAuthor="anna"/>', ["CREATE INDEX j ON a (b)"]),
    ],
)
def test_the_spellings_of_a_way_back(rollback: str, down: list[str] | None) -> None:
    before = '<changeSet id="0" author="anna"><sql>CREATE INDEX j ON a (b)</sql></changeSet>'
    text = XML.format(f'{before}<changeSet id="1" author="anna"><sql>{INDEX}</sql>{rollback}</changeSet>')
    migration = read({"db/a.xml": text})[1]
    steps = migration.down.steps if migration.down else ()
    words = [
        step.operations[0].kind if isinstance(step.operations[0], Statement) else said((step,))[0] for step in steps
    ]
    assert (words if migration.down else None) == down
    assert not migration.derived


@pytest.mark.parametrize("spelled", ["rollback: empty", "rollback: [{empty: {}}]", "rollback: []", "rollback: Empty"])
def test_that_nothing_is_taken_back_is_said_in_yaml(spelled: str) -> None:
    text = (
        f"databaseChangeLog:\n- changeSet:\n    id: 1\n    author: a\n    changes: [{{sql: {INDEX}}}]\n    {spelled}\n"
    )
    (migration,) = read({"db/a.yaml": text})
    assert migration.down
    assert [step.operations for step in migration.down.steps] == [(Statement("nothing"),)]


@pytest.mark.parametrize(("said_of_it", "sent"), [("", "DROP INDEX i"), (' applyToRollback="true"', "DROP INDEX j")])
def test_a_way_back_is_modified_where_that_is_said(said_of_it: str, sent: str) -> None:
    modify = f'<modifySql{said_of_it}><replace replace="INDEX i" with="INDEX j"/></modifySql>'
    migration = one(f"<sql>{INDEX}</sql><rollback>DROP INDEX i</rollback>{modify}")
    assert said(migration.up.steps) == ["CREATE INDEX j ON a (b)"]
    assert said(migration.down.steps if migration.down else ()) == [sent]


def test_a_way_back_to_a_change_set_that_is_not_there() -> None:
    migration = one(f'<sql>{INDEX}</sql><rollback changeSetId="7" changeSetAuthor="x"/>')
    assert migration.down is not None
    operation = migration.down.steps[0].operations[0]
    assert isinstance(operation, Opaque)
    assert operation.reason == "there is no change set 7 of x before this one in db/a.xml"


@pytest.mark.parametrize(
    ("head", "lines", "down"),
    [
        ("", (INDEX,), None),
        ("", (INDEX, "--rollback empty"), ["nothing"]),
        ("", (INDEX, "--rollback not required"), ["nothing"]),
        (
            "",
            (INDEX, "--rollback DROP INDEX", "--rollback i;", "--rollback DROP INDEX j"),
            ["DROP INDEX i", "DROP INDEX j"],
        ),
        ("", (INDEX, "/* liquibase rollback", "DROP INDEX i;", "*/"), ["DROP INDEX i"]),
        ("rollbackEndDelimiter:!", (INDEX, "--rollback DROP INDEX i! DROP INDEX j!"), ["DROP INDEX i", "DROP INDEX j"]),
    ],
)
def test_the_way_back_of_formatted_sql(head: str, lines: tuple[str, ...], down: list[str] | None) -> None:
    migration = sql(head, *lines)
    assert said(migration.up.steps) == [INDEX]
    found = migration.down and [
        step.operations[0].kind if isinstance(step.operations[0], Statement) else said((step,))[0]
        for step in migration.down.steps
    ]
    assert found == down


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("--changset anna:2", "“--changset anna:2” does nothing, or is refused: --changeset author:id was expected"),
        ("--changeset anna", "“--changeset anna” does nothing, or is refused: --changeset author:id was expected"),
        ("-changeset anna:2", "“-changeset anna:2” does nothing, or is refused: --changeset author:id was expected"),
        (
            "--rollback: drop table a",
            "“--rollback: drop table a” does nothing, or is refused: --rollback SQL was expected",
        ),
        ("--rolback drop table a", "“--rolback drop table a” does nothing, or is refused: --rollback SQL was expected"),
        ("-rollback drop table a", "“-rollback drop table a” does nothing, or is refused: --rollback SQL was expected"),
    ],
)
def test_a_directive_that_does_nothing_is_said(line: str, reason: str) -> None:
    assert opaque(sql("", INDEX, line)) == [reason]


@pytest.mark.parametrize(
    ("head", "line", "instead"),
    [
        ("", "--changset anna:2", "--changeset anna:2"),
        ("", "-- changeset anna: 2", "--changeset anna:2"),
        ("", "-rollback DROP INDEX i", "--rollback DROP INDEX i"),
        ("", "--rollback: DROP INDEX i", "--rollback DROP INDEX i"),
        ("", "--comments: so", "--comment: so"),
        ("", "--ignoreLines: start", "--ignoreLines:start"),
        ("", "  --ignoreLines:1", "--ignoreLines:1"),
        ("", "--property name=t value=a", "--property name:t value:a"),
        ("", "--precondition-sqlcheck SELECT 1", "--precondition-sql-check SELECT 1"),
        ("", "--preconditions onFail:MARK_RUN", "MARK_RAN"),
        ("", "/* liquibase rollback DROP INDEX i; */", "--rollback DROP INDEX i;"),
        ("runInTransacton:false", "", "runInTransaction:false"),
        ("runInTransaction=false", "", "runInTransaction:false"),
        ("runInTransaction: false", "", "runInTransaction:false"),
        ('runInTransaction:"false"', "", "runInTransaction:false"),
        ("dbms:postgresql, h2", "", "dbms:postgresql,h2"),
        ('dbms:"postgresql,h2"', "", "dbms:postgresql,h2"),
        ("dbms:postgres", "", "postgresql"),
    ],
)
def test_how_it_has_to_be_written_is_known(head: str, line: str, instead: str) -> None:
    (found,) = [one for step in sql(head, line, INDEX).up.steps for one in step.operations if isinstance(one, Opaque)]
    assert (found.misspelt, found.instead) == (True, instead)


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ("table-exists tableName:a", "table-exists asks for nothing: table:name was expected"),
        ("view-exists a", "view-exists asks for nothing: view:name was expected"),
        ("sql-check expectedResult:0", "sql-check asks for nothing: expectedResult:0 SELECT … was expected"),
        ('sql-check expectedResult:"a b" SELECT 1', ""),
        ("sql-check SELECT 1", ""),
        ("table-exists schema:s table:a", ""),
    ],
)
def test_conditions_that_ask_for_nothing(condition: str, reason: str) -> None:
    assert opaque(sql("", f"--precondition-{condition}", INDEX)) == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ('endsWithFilter="A.SQL"', [[INDEX]]),
        ('endsWithFilter=".xml" errorIfMissingOrEmpty="false"', []),
        (
            'endsWithFilter=".xml"',
            [['<includeAll path="p" relativeToChangelogFile="true" endsWithFilter=".xml"/>']],
        ),
        ('minDepth="2"', [["DROP TABLE b"]]),
    ],
)
def test_which_files_of_a_folder_are_meant(filters: str, found: list[list[str]]) -> None:
    files = {
        "db/m.xml": XML.format(f'<includeAll path="p" relativeToChangelogFile="true" {filters}/>\n'),
        "db/p/a.sql": f"--liquibase formatted sql\n--changeset a:1\n{INDEX}\n",
        "db/p/below/b.sql": "--liquibase formatted sql\n--changeset a:1\nDROP TABLE b\n",
    }
    assert [said(one.up.steps) for one in read(files)] == found


def test_lines_of_one_comment_are_put_together() -> None:
    migration = sql("", INDEX, "/* liquibase rollback", "DROP INDEX", "i;", "*/")
    assert opaque(migration) == [
        "Liquibase puts these lines together without a blank: “INDEXi” is what it reads",
    ]
    assert said(migration.down.steps if migration.down else ()) == ["DROP INDEXi"]
    assert opaque(sql("", INDEX, "/* liquibase rollback", "DROP INDEX", "    i;", "*/")) == []


def test_what_is_sent_as_one_message_by_its_delimiter() -> None:
    assert sql("endDelimiter:@@ runInTransaction:false", INDEX + ";", INDEX + ";@@").up.transactional is True
    assert sql("endDelimiter:@@ runInTransaction:false", INDEX + "@@", INDEX + "@@").up.transactional is False


@pytest.mark.parametrize(
    ("change_set", "reason", "instead"),
    [
        (
            {"runInTransacton": False},
            "changeSet has no attribute runInTransacton, so it does nothing",
            "runInTransaction",
        ),
        (
            {"dbms": ["postgresql", "h2"]},
            "dbms is no list, so this names nothing that Liquibase knows",
            "dbms: postgresql, h2",
        ),
        ({"dbms": "postgres"}, "Liquibase knows no database postgres, so this is for none", "postgresql"),
        (
            {"preConditions": [{"onFail": "MARKRAN"}]},
            "onFail is one of HALT, CONTINUE, MARK_RAN, WARN, and nothing else is taken",
            "MARK_RAN",
        ),
        ({"preConditions": [{"tableExist": {"tableName": "a"}}]}, "there is no condition tableExist", "tableExists"),
        (
            {"changes": [{"createIndex": {"indexNam": "i", "tableName": "a", "columns": [{"column": {"name": "b"}}]}}]},
            "createIndex has no attribute indexNam, so it does nothing",
            "indexName",
        ),
    ],
)
def test_names_that_are_misspelt(change_set: dict[str, object], reason: str, instead: str) -> None:
    text = json.dumps({"databaseChangeLog": [{"changeSet": {"id": "1", "author": "a", "changes": [], **change_set}}]})
    (migration,) = read({"a.json": text})
    step = migration.up.steps[0]
    assert step.operations == (Opaque(reason, step.block, False, True, instead),)
    assert step.guard is None


def test_a_check_that_is_not_sent_is_said() -> None:
    column = '<column name="b" type="int"><constraints checkConstraint="b > 0"/></column>'
    migration = one(f'<addColumn tableName="a">{column}</addColumn>')
    assert opaque(migration) == [
        "Liquibase knows checkConstraint, and sends nothing for it: a change of SQL has to add the CHECK"
    ]


@pytest.mark.parametrize(
    ("path", "text", "reason"),
    [
        ("a.yaml", "databaseChangeLog:\n- changset: {id: 1}\n", "changset is nothing that a changelog holds"),
        (
            "a.yaml",
            "databaseChangeLog:\n  logicalFilePath: a\n",
            "databaseChangeLog holds no list: each of its entries begins with a dash",
        ),
        ("a.xml", XML.format('<changeset id="1" author="a"/>'), "changeset is nothing that a changelog holds"),
        ("a.xml", XML.format('<changeSet id="1" author="a"><sql/></changeSet>'), "SQL that is empty is refused"),
        ("a.sql", "--liquibase formatted sql\n--comment: so\n", "a --comment before the first --changeset is refused"),
        (
            "a.sql",
            "--liquibase formatted sql\n--changeset a:1\n",
            "a change set without SQL is refused, or does once more what the one before it does",
        ),
        (
            "a.yaml",
            "databaseChangeLog:\n- changeSet: {id: 1, author: a, dbms: !h2}\n",
            "!h2 is a tag of YAML's: a text that begins so needs quotes",
        ),
    ],
)
def test_what_is_refused_is_said(path: str, text: str, reason: str) -> None:
    assert [one for migration in read({path: text}) for one in opaque(migration)] == [reason]


@pytest.mark.parametrize("line", ["-- rolls back nothing", "-- comments are fine here", "--- so", "-- the change"])
def test_prose_is_no_directive(line: str) -> None:
    assert opaque(sql("", line, INDEX)) == []


def test_what_stands_before_the_first_change_set_is_not_run() -> None:
    text = f"--liquibase formatted sql\nDROP TABLE a;\n--changeset anna:1\n{INDEX};\n"
    lost, migration = read({"a.sql": text})
    assert opaque(lost) == ["what stands before the first --changeset is not run"]
    assert lost.up.span(0).of(text) == "DROP TABLE a"
    assert said(migration.up.steps) == [INDEX]


def test_quoted_authors_and_ids() -> None:
    text = f'--liquibase formatted sql logicalFilePath:x.sql\n--changeset "Anna B":"my id" labels:"a b"\n{INDEX}\n'
    (migration,) = read({"a.sql": text})
    assert migration.identity == "x.sql::my id::Anna B"
    assert migration.up.steps[0].guard == Guard((), "labels a b", True)


def test_ignored_lines_and_delimiters() -> None:
    lines = (
        "--ignoreLines:start",
        "DROP TABLE x;",
        "--ignoreLines:end",
        "--ignoreLines:1",
        "DROP TABLE y;",
        INDEX,
        "GO",
    )
    assert said(sql("", *lines, "CREATE INDEX j ON a (b)", "GO").up.steps) == [INDEX, "CREATE INDEX j ON a (b)"]
    assert said(sql("endDelimiter:@@", f"{INDEX}@@", "CREATE INDEX j ON a (b)@@").up.steps) == [
        INDEX,
        "CREATE INDEX j ON a (b)",
    ]


@pytest.mark.parametrize(
    ("delimiter", "end"),
    [
        ("/", "\n/\n"),
        (r"\n/", "\n/\n"),
        (r"\n/\s*\n|\n/\s*$", "\n/  \n"),
        ("GO", "\nGO\n"),
        (r"\nGO", "\nGO\n"),
        (r";\s*\n", ";\n"),
    ],
)
def test_a_delimiter_is_a_word_or_a_regular_expression(delimiter: str, end: str) -> None:
    statements = f"CREATE INDEX goods ON a (b){end}CREATE INDEX gone ON a ((b / 2)){end}"
    attributes = ' id="1" author="anna" runInTransaction="false"'
    change = f'<sql endDelimiter="{delimiter}">{statements}</sql>'
    (migration,) = read({"db/a.xml": XML.format(f"<changeSet{attributes}>{change}</changeSet>\n")})
    assert said(migration.up.steps) == ["CREATE INDEX goods ON a (b)", "CREATE INDEX gone ON a ((b / 2))"]
    assert migration.up.transactional is False


def test_a_slash_at_the_end_says_that_semicolons_end_nothing() -> None:
    two = (f"{INDEX};", "CREATE INDEX j ON a (b);")
    assert sql("runInTransaction:false", *two, "/").up.transactional is True
    assert sql("runInTransaction:false", two[0], "/", two[1], "/").up.transactional is False
    assert sql("runInTransaction:false", *two).up.transactional is False


@pytest.mark.parametrize("text", ['<sql endDelimiter="">{0};{0}</sql>', '<sql splitStatements="false">{0};{0}</sql>'])
def test_what_nothing_ends_is_one_message(text: str) -> None:
    assert one(text.format(INDEX), ' runInTransaction="false"').up.transactional is True


def test_change_sets_that_run_first_or_last() -> None:
    last, first = ' runOrder="last"', ' runOrder="first"'
    orders = {"a": "", "b": last, "c": first, "d": "", "e": first, "f": last}
    sets = "".join(
        f'<changeSet id="{name}" author="anna"{order}><sql>{INDEX}</sql></changeSet>\n'
        for name, order in orders.items()
    )
    inner = '<changeSet id="g" author="anna" runOrder="first"><sql>SELECT 1</sql></changeSet>\n'
    files = {"db/a.xml": XML.format(f'{sets}<include file="db/b.xml"/>\n'), "db/b.xml": XML.format(inner)}
    kept = Kept()
    found = read(files, kept)
    assert "".join(one.identity.split("::")[1] for one in found) == "cegadbf"
    again = read({**files, "db/a.xml": files["db/a.xml"].replace('\n<changeSet id="d"', '\n\n<changeSet id="d"')}, kept)
    assert [one.identity for one in again] == [one.identity for one in found]


def test_what_runs_first_is_called_as_liquibase_has_it() -> None:
    (found,) = [
        operation
        for step in one(f"<sql>{INDEX}</sql>", ' runOrder="FIRST"').up.steps
        for operation in step.operations
        if isinstance(operation, Opaque)
    ]
    assert (found.reason, found.instead) == ("runOrder is one of first, last, and nothing else is taken", "first")


def _properties(*said: str) -> str:
    return "".join(f"<property {one}/>" for one in said)


@pytest.mark.parametrize(
    ("properties", "value"),
    [
        (('name="t" value="own" global="false"', 'name="t" value="common"'), "common"),
        (('name="t" value="one" global="false"', 'name="t" value="two" global="false"'), "two"),
        (('name="t" value="one"', 'name="t" value="two"'), "one"),
        (('name="t" value="${u}x"', 'name="u" value="a"'), "ax"),
        (('name="u" value="a"', 'name="t" value="${u}x"', 'name="u" value="b" global="false"'), "ax"),
        (('name="t" value="one" dbms="PostgreSQL"', 'name="t" value="two" dbms="postgresql, h2"'), "two"),
        (('name="t" value="one" dbms="!postgresql"', 'name="t" value="two" dbms="!h2,!mysql"'), "two"),
    ],
)
def test_which_property_holds(properties: tuple[str, ...], value: str) -> None:
    change_set = '<changeSet id="1" author="anna"><sql>DROP TABLE ${t}</sql></changeSet>'
    (migration,) = read({"db/a.xml": XML.format(_properties(*properties) + change_set)})
    assert said(migration.up.steps) == [f"DROP TABLE {value}"]


def test_what_a_file_says_for_itself_does_not_hold_in_those_that_it_includes() -> None:
    change_set = '<changeSet id="1" author="anna"><sql>DROP TABLE ${t}</sql></changeSet>'
    own = 'name="t" value="{}" global="false"'
    files = {
        "db/a.xml": XML.format(
            _properties(own.format("a")) + '<include file="db/b.xml"/><include file="db/c.xml"/>' + change_set
        ),
        "db/b.xml": XML.format(change_set),
        "db/c.xml": XML.format(_properties(own.format("c")) + change_set),
    }
    assert [said(one.up.steps) for one in read(files)] == [["DROP TABLE ${t}"], ["DROP TABLE c"], ["DROP TABLE a"]]


def test_properties_of_yaml_hold_before_they_are_said() -> None:
    text = (
        "databaseChangeLog:\n- changeSet: {id: 1, author: a, changes: [{sql: 'DROP TABLE ${t}'}]}\n"
        "- property: {name: t, value: users}\n"
    )
    (migration,) = read({"db/a.yaml": text})
    assert said(migration.up.steps) == ["DROP TABLE users"]


def test_properties_that_would_fill_the_memory_do_not() -> None:
    bomb = (f'name="p{at}" value="{f"${{p{at + 1}}}" * 10}"' for at in range(30))
    change_set = '<changeSet id="1" author="anna"><sql>DROP TABLE ${p0}</sql></changeSet>'
    (migration,) = read({"db/a.xml": XML.format(_properties(*bomb) + change_set)})
    assert len(migration.up.steps[0].operations) == 1


def test_properties_stand_in_files_that_are_named() -> None:
    files = {
        "db/a.xml": XML.format(
            '<property name="T" value="a"/><changeSet id="1" author="anna"><sqlFile path="db/b.sql"/></changeSet>'
        ),
        "db/b.sql": "CREATE INDEX i ON ${t} (b);\n",
    }
    kept = Kept()
    (migration,) = liquibase.read(found({"db/a.xml": ""}), Tree("/nowhere", files), kept)
    assert said(migration.up.steps) == [INDEX]
    later = {**files, "db/a.xml": files["db/a.xml"].replace('value="a"', 'value="c"')}
    (migration,) = liquibase.read(found({"db/a.xml": ""}), Tree("/nowhere", later), kept)
    assert said(migration.up.steps) == ["CREATE INDEX i ON c (b)"]


def test_properties_are_those_of_the_database() -> None:
    properties = (
        '<property name="t" value="mine" dbms="mysql"/><property name="t" value="a" dbms="postgresql,h2"/>'
        '<property name="t" value="late"/>'
    )
    text = XML.format(
        f'{properties}<changeSet id="1" author="anna"><sql>CREATE INDEX i ON ${{t}} (b)</sql></changeSet>'
        '<changeSet id="2" author="anna"><sql>CREATE ${what} x</sql></changeSet>'
    )
    first, second = read({"a.xml": text})
    assert said(first.up.steps) == [INDEX]
    assert opaque(second) == ["the property what is not known"]


@pytest.mark.parametrize(
    ("attributes", "inner", "guard"),
    [
        ("", "", None),
        (' dbms="postgresql, h2"', "", Guard(("h2", "postgresql"), "", True)),
        (' context="test"', "", Guard((), "context test", True)),
        (' contextFilter="postgresql"', "", Guard(("postgresql",), "", True)),
        (' labels="v1"', "", Guard((), "labels v1", True)),
        (
            "",
            '<preConditions onFail="MARK_RAN"><not><tableExists tableName="a"/></not></preConditions>',
            Guard((), "not tableExists a", True),
        ),
        ("", '<preConditions><tableExists tableName="a"/></preConditions>', None),
        ("", '<preConditions onFail="WARN"><dbms type="mysql"/></preConditions>', None),
        (
            "",
            '<preConditions onFail="MARK_RAN"><or><dbms type="postgresql"/><dbms type="h2"/></or></preConditions>',
            Guard(("h2", "postgresql"), "", True),
        ),
    ],
)
def test_guards(attributes: str, inner: str, guard: Guard | None) -> None:
    assert one(f"{inner}<sql>{INDEX}</sql>", attributes).up.steps[0].guard == guard


def test_what_is_for_another_database_runs_on_that_alone() -> None:
    step = one("<sql>ALTER TABLE `a` ENGINE=x</sql>", ' dbms="!postgresql"').up.steps[0]
    assert not step.runs_on("postgresql")
    assert step.runs_on("mysql")
    assert not any(isinstance(operation, Opaque) for operation in step.operations)


def test_included_files_come_in_their_order() -> None:
    files = {
        "db/master.xml": XML.format(
            '<include file="parts/b.yaml" relativeToChangelogFile="true"/>'
            '<include file="classpath:db/c.sql" context="late"/>'
            '<includeAll path="db/more"/><include file="db/gone.xml"/>'
        ),
        "db/parts/b.yaml": "databaseChangeLog:\n- changeSet: {id: 1, author: b, changes: [{sql: SELECT 1}]}\n",
        "db/c.sql": "--liquibase formatted sql\n--changeset c:1\nSELECT 1;\n",
        "db/more/2.xml": XML.format('<changeSet id="2" author="m"/>'),
        "db/more/1.sql": f"{INDEX};\n",
    }
    migrations = read(files)
    assert [one.identity for one in migrations] == [
        "db/parts/b.yaml::1::b",
        "db/c.sql::1::c",
        "db/more/1.sql::raw::includeAll",
        "db/more/2.xml::2::m",
        "db/master.xml::160",
    ]
    assert migrations[1].up.steps[0].guard == Guard((), "context late", True)
    assert opaque(migrations[-1]) == ["the included file db/gone.xml is not there"]


def test_a_file_that_includes_itself_is_said() -> None:
    (migration,) = read({"a.xml": XML.format('<include file="a.xml"/>')})
    assert opaque(migration) == ["a.xml is included while it is read itself"]


def test_a_doctype_is_refused() -> None:
    (migration,) = read({"a.xml": '<!DOCTYPE a [<!ENTITY b "c">]>\n' + XML.format("")})
    assert opaque(migration) == ["the file has a DOCTYPE, which is not read: it may name other files, and entities"]


def test_a_file_of_sql_is_read_where_a_change_names_it() -> None:
    files = {
        "db/a.xml": XML.format(
            '<changeSet id="1" author="anna"><sqlFile path="b.txt" relativeToChangelogFile="true"/></changeSet>'
        ),
        "db/b.txt": f"{INDEX};\nDROP TABLE x;\n",
    }
    tree = Tree("/nowhere", files)
    tree.there = lambda path: path in files  # type: ignore[method-assign]
    (migration,) = liquibase.read(found({"db/a.xml": ""}), tree, Kept())
    assert said(migration.up.steps) == [INDEX, "DROP TABLE x"]
    assert {step.block for step in migration.up.steps} == {'<sqlFile path="b.txt" relativeToChangelogFile="true"/>'}


def test_sql_is_changed_before_it_is_sent() -> None:
    inner = (
        f"<sql>{INDEX}</sql>"
        '<modifySql dbms="postgresql"><replace replace="(b)" with="(c)"/><append value=" WHERE d"/></modifySql>'
        '<modifySql dbms="mysql"><append value=" ENGINE"/></modifySql>'
    )
    assert said(one(inner).up.steps) == ["CREATE INDEX i ON a (c) WHERE d"]


def test_each_statement_is_changed_before_it_is_sent() -> None:
    inner = '<sql>UPDATE a SET b = 1; UPDATE a SET b = 2</sql><modifySql><append value=" WHERE c"/></modifySql>'
    assert said(one(inner).up.steps) == ["UPDATE a SET b = 1 WHERE c", "UPDATE a SET b = 2 WHERE c"]


def test_includes_that_are_ignored_or_labelled() -> None:
    files = {
        "a.xml": XML.format('<include file="b.xml" ignore="true"/><include file="c.xml" labels="v2"/>'),
        "b.xml": XML.format('<changeSet id="1" author="b"><empty/></changeSet>'),
        "c.xml": XML.format('<changeSet id="1" author="c"><empty/></changeSet>'),
    }
    (migration,) = read(files)
    assert migration.identity == "c.xml::1::c"


@pytest.mark.parametrize(("statements", "transactional"), [(INDEX, False), (f"{INDEX}; SELECT 1", True)])
def test_what_is_sent_as_one_message_is_one_transaction(statements: str, transactional: bool) -> None:
    found = one(f'<sql splitStatements="false">{statements}</sql>', ' runInTransaction="false"')
    assert found.up.transactional is transactional
    assert one(f"<sql>{statements}</sql>", ' runInTransaction="false"').up.transactional is False


def test_repeatable_and_ignored_change_sets() -> None:
    assert one(f"<sql>{INDEX}</sql>", ' runOnChange="true"').repeatable
    assert (
        read({"a.xml": XML.format('<changeSet id="1" author="a" ignore="true"><sql>SELECT 1</sql></changeSet>')}) == []
    )


def test_what_is_being_typed_leaves_the_other_changes() -> None:
    migration = one(f"<sql>{INDEX}</sql><crea\n<sql>CREATE INDEX j ON a (b)</sql>")
    assert said(migration.up.steps) == [INDEX, "<crea\n", "CREATE INDEX j ON a (b)"]
    assert opaque(migration)[0].startswith("the tag <crea is not finished")


def test_change_sets_that_did_not_change_are_the_very_same() -> None:
    sets = [f'<changeSet id="{n}" author="a"><sql>CREATE INDEX i{n} ON a (b)</sql></changeSet>\n' for n in range(3)]
    files = {"a.xml": XML.format("".join(sets))}
    kept = Kept()
    before = read(files, kept)
    assert [a is b for a, b in zip(before, read(files, kept))] == [True] * 3
    edited = {"a.xml": files["a.xml"].replace("i1 ON a (b)", "i1 ON a (c)")}
    after = read(edited, kept)
    assert [a is b for a, b in zip(before, after)] == [True, False, True]
    shifted = read({"a.xml": "<!-- so -->\n" + files["a.xml"]}, kept)
    assert [a.up.steps[0] is b.up.steps[0] for a, b in zip(before[::2], shifted[::2])] == [True, True]


@pytest.mark.parametrize("path", FOUR)
@pytest.mark.parametrize("cut", range(0, 400, 7))
def test_every_beginning_of_a_file_is_read(path: str, cut: int) -> None:
    text = FOUR[path][:cut]
    for migration in read({path: text}):
        for script in (migration.up, migration.down):
            for number in range(len(script.steps) if script else 0):
                assert script is not None
                span = script.span(number)
                assert Span(0, len(text)).holds(span)


def test_columns_that_an_extension_modifies() -> None:
    column = '<column name="b" type="varchar(5)" defaultValue="x"><constraints nullable="false"/></column>'
    text = XML.format(
        f'<changeSet id="1" author="a"><ext:modifyColumn tableName="t">{column}</ext:modifyColumn></changeSet>'
    )
    (migration,) = read({"a.xml": text})
    assert said(migration.up.steps) == ["ALTER TABLE t ALTER COLUMN b TYPE varchar(5)"]
    (migration,) = read({"a.xml": text}, dialects=("mysql",))
    (operation,) = migration.up.steps[0].operations
    assert isinstance(operation, RedefineColumn)
    assert (operation.column.name, operation.column.nullable, operation.column.default) == ("b", False, "'x'")


@pytest.mark.parametrize(
    ("databases", "identity"),
    [
        (("", ""), "a.xml::1::a (a.xml)"),
        (("mysql", "postgresql"), "a.xml::1::a again"),
        (("h2", "h2, db2"), "a.xml::1::a (a.xml)"),
    ],
)
def test_two_of_one_name(databases: tuple[str, str], identity: str) -> None:
    sets = "".join(f'<changeSet id="1" author="a" dbms="{one}"><empty/></changeSet>' for one in databases)
    assert [migration.identity for migration in read({"a.xml": XML.format(sets)})] == ["a.xml::1::a", identity]


@pytest.mark.parametrize(("attributes", "table"), [('tableName="Users"', Name("Users")), ("", None)])
def test_the_table_of_an_index_is_the_one_that_the_change_names(attributes: str, table: Name | None) -> None:
    (step,) = one(f'<dropIndex indexName="i" {attributes}/>').up.steps
    assert [getattr(operation, "table", "") for operation in step.operations] == [table]


def test_a_way_back_names_a_file_as_an_include_does() -> None:
    files = {
        "src/main/resources/db/a.xml": XML.format(
            '<include file="classpath:db/b.xml"/><changeSet id="2" author="a"><dropTable tableName="t"/>'
            '<rollback changeSetId="1" changeSetAuthor="b" changeSetPath="classpath:db/b.xml"/></changeSet>'
        ),
        "src/main/resources/db/b.xml": XML.format(
            '<changeSet id="1" author="b"><createTable tableName="t"><column name="x" type="int"/></createTable>'
            "</changeSet>"
        ),
    }
    back = read(files)[-1].down
    assert said(back.steps if back else ()) == ["CREATE TABLE t (\n    x integer\n)"]


def test_what_is_misspelt_leaves_what_liquibase_takes_back_by_itself() -> None:
    made = one('<createTable tableName="a" remark="so"><column name="b" type="int"/></createTable>')
    assert made.derived
    assert opaque(made) == ["createTable has no attribute remark, so it does nothing"]


def test_directives_are_no_statements_where_they_are_no_comments_either() -> None:
    """MySQL takes `--` for a comment only where a blank follows."""
    text = "--liquibase formatted sql\n\n--changeset anna:1\ncreate table t (id int);\n--rollback drop table t;\n"
    (migration,) = read({"db/a.sql": text}, dialects=("mysql",))
    assert [type(made).__name__ for step in migration.up.steps for made in step.operations] == ["CreateTable"]


GROOVY = """\
import util.Versions

databaseChangeLog = {
    include(file: 'a.xml') // always
    if (Versions.current() == null) {
        include file: "b.xml"
    }
    include(file: release.toString() + "/c.xml")
    changeSet(author: "a", id: "1") {
        createTable(tableName: "t") { column(name: "x", type: "int") }
    }
    changeSet(author: "a", id: "2") { dropTable(tableName: "t") }
    includeAll(path: 'more', relativeToChangelogFile: true)
}
"""


def test_of_a_changelog_in_groovy_is_read_what_it_always_includes() -> None:
    drops = '<changeSet id="{0}" author="a"><dropTable tableName="{0}"/></changeSet>'
    files = {"db/changelog.groovy": GROOVY}
    files |= {name: XML.format(drops.format(name[-5])) for name in ("db/a.xml", "db/b.xml", "db/more/d.xml")}
    found = [step.operations[0] for migration in read(files) for step in migration.up.steps]
    assert [said.reason if isinstance(said, Opaque) else str(getattr(said, "table", "")) for said in found] == [
        "a",
        "whether a file is included is decided by a program",
        "which file is included is put together by a program",
        "change sets in Groovy are a program, which is not run",
        "d",
    ]


def test_of_a_large_file_of_rows_the_beginning_is_read(tmp_path: Path) -> None:
    changes = '<loadData tableName="t" file="rows.csv"/>'
    (tmp_path / "a.xml").write_text(XML.format(f'<changeSet id="1" author="a">{changes}</changeSet>'), "utf-8")
    (tmp_path / "rows.csv").write_text("a,b\n" + "1,some text that stands in a row\n" * 200_000, "utf-8")
    (migration,) = liquibase.read(found({"a.xml": "", "rows.csv": ""}), Tree(str(tmp_path)), Kept())
    (step,) = migration.up.steps
    assert {type(one) for one in step.operations} == {InsertRows}
    assert len(step.operations) <= 500
