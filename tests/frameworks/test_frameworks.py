from collections.abc import Callable, Mapping

from towpath import frameworks
from towpath.frameworks import Kept
from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]
TABLE = "create table a (id integer);\n"


def test_every_system_is_found_and_each_file_belongs_to_one_series(project: Project) -> None:
    tree = project(
        {
            "java/src/main/resources/db/migration/V1__a.sql": TABLE,
            "node/prisma/migrations/20240101000000_a/migration.sql": TABLE,
            "go/migrations/1_a.up.sql": TABLE,
            "go/migrations/1_a.down.sql": "drop table a;\n",
            "sql/report.sql": "select 1;\n",
        }
    )
    found = frameworks.detect(tree)
    assert [(one.framework, one.folder) for one in found] == [
        ("sql", "go/migrations"),
        ("flyway", "java/src/main/resources/db/migration"),
        ("prisma", "node/prisma/migrations"),
    ]
    files = [path for one in found for path in one.files]
    assert len(files) == len(set(files)) == 4


def test_the_more_telling_evidence_wins(project: Project) -> None:
    tree = project(
        {
            "flyway.conf": "flyway.locations=filesystem:migrations\nflyway.sqlMigrationPrefix=\n",
            "migrations/001__a.sql": TABLE,
            "migrations/002__b.sql": TABLE,
        }
    )
    (found,) = frameworks.detect(tree)
    assert (found.framework, len(found.files)) == ("flyway", 2)


def test_identities_are_unique_in_a_series(project: Project) -> None:
    tree = project(
        {f"db/{name}.sql": TABLE for name in ("V1__a", "V01__b", "B1__c", "U1__d", "U1.0__e", "R__a", "afterMigrate")}
    )
    (found,) = frameworks.detect(tree)
    migrations = frameworks.FRAMEWORKS["flyway"].read(found, tree, Kept())
    assert len({one.identity for one in migrations}) == len(migrations) == 6


def test_a_project_without_migrations(project: Project) -> None:
    assert frameworks.detect(project({"readme.sql": "select 1;"})) == ()


def test_a_file_by_itself(project: Project) -> None:
    tree = project({"report.sql": TABLE})
    found = frameworks.single(tree, "report.sql")
    (migration,) = frameworks.FRAMEWORKS[found.framework].read(found, tree, Kept())
    assert (migration.identity, migration.up.transactional, len(migration.up.steps)) == ("report", True, 1)
