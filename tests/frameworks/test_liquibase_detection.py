"""Where Liquibase's changelogs are found, and what is known of how they run."""

import pytest

from frameworks.conftest import Project
from towpath.frameworks import detect
from towpath.linter.opening import Project as Opened
from towpath.project import Found

EMPTY = '<db:databaseChangeLog xmlns:db="x"/>'
MASTER = '<databaseChangeLog><include file="db/a.yaml"/></databaseChangeLog>'
YAML = "databaseChangeLog:\n- changeSet: {id: 1, author: b, dbms: postgresql, changes: [{sql: SELECT 1}]}\n"
SQL = "\ufeff-- liquibase formatted sql\n--changeset a:1\nSELECT 1;\n"


def found(project: Project, files: dict[str, str]) -> list[Found]:
    return [one for one in detect(project(files)) if one.framework == "liquibase"]


@pytest.mark.parametrize(
    ("files", "series"),
    [
        ({"a.xml": EMPTY}, [("a.xml",)]),
        ({"db/V1__a.sql": SQL}, [("db/V1__a.sql",)]),
        ({"a.json": '{"databaseChangeLog": []}'}, [("a.json",)]),
        ({"a.xml": "<project><databaseChangeLogs/></project>", "b.json": '{"a": "databaseChangeLog"}'}, []),
        ({"db/master.xml": MASTER, "db/a.yaml": YAML}, [("db/master.xml", "db/a.yaml")]),
        ({"db/b.yaml": YAML, "db/a.yaml": YAML}, [("db/a.yaml", "db/b.yaml")]),
        ({"x/changelog-master.xml": EMPTY, "x/a.yaml": YAML}, [("x/a.yaml",), ("x/changelog-master.xml",)]),
        (
            {
                "db/a.xml": '<databaseChangeLog><changeSet id="1" author="a"><sqlFile path="db/1_x.sql"/></changeSet>'
                "</databaseChangeLog>",
                "db/1_x.sql": "SELECT 1;\n",
            },
            [("db/a.xml", "db/1_x.sql")],
        ),
    ],
)
def test_series(project: Project, files: dict[str, str], series: list[tuple[str, ...]]) -> None:
    assert sorted(one.files for one in found(project, files)) == series


def test_what_configures_it(project: Project) -> None:
    files = {
        "src/main/resources/db/other.xml": MASTER,
        "src/main/resources/db/a.yaml": YAML.replace(", dbms: postgresql", ""),
        "src/main/resources/application.yml": "spring:\n  liquibase:\n    change-log: classpath:/db/other.xml\n"
        "    parameters:\n      schema: shop\n  datasource:\n    url: jdbc:postgresql://localhost/x?options=-c%20"
        "lock_timeout=3s\n",
    }
    (one,) = found(project, files)
    assert (one.dialects, one.runner.lock_timeout, one.runner.goes_back) == (("postgresql",), "3s", True)
    assert ("parameter.schema", "shop") in one.settings
    assert "names the changelog" in [evidence.said for evidence in one.evidence]


def test_change_sets_tell_the_databases(project: Project) -> None:
    (one,) = found(project, {"a.yaml": YAML + "- changeSet: {id: 2, author: b, dbms: 'mysql,h2'}\n"})
    assert one.dialects == ("postgresql", "mysql")


def test_a_file_that_is_included_while_it_is_edited_belongs_to_the_series(project: Project) -> None:
    tree = project({"db/master.xml": MASTER, "db/a.yaml": YAML, "db/c.txt": ""})
    workspace = Opened(tree.root).workspace
    text = tree.text("db/a.yaml") or ""
    workspace.update("db/b.yaml", text)
    assert {one.found.files for one in workspace.loaded} == {("db/master.xml", "db/a.yaml"), ("db/b.yaml",)}
    workspace.update("db/master.xml", MASTER.replace("</", '<include file="db/b.yaml"/></'))
    assert {one.found.files for one in workspace.loaded} == {("db/master.xml", "db/a.yaml", "db/b.yaml")}


def test_grails_keeps_its_configuration_beside_the_changelogs(project: Project) -> None:
    (one,) = found(
        project,
        {
            "grails-app/conf/application.yml": "dataSource:\n  url: jdbc:mysql://localhost/app\n",
            "grails-app/migrations/changelog.groovy": "databaseChangeLog = {\n    include(file: 'a.xml')\n}\n",
            "grails-app/migrations/a.xml": EMPTY,
        },
    )
    assert one.dialects == ("mysql",)
    assert one.files == ("grails-app/migrations/changelog.groovy", "grails-app/migrations/a.xml")
