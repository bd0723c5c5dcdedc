from collections.abc import Callable, Mapping

from towpath.frameworks import flyway
from towpath.project import Found, Tree

Project = Callable[[Mapping[str, str]], Tree]
TABLE = "create table a (id integer);"


def only(tree: Tree) -> Found:
    (found,) = flyway.detect(tree)
    return found


def said(found: Found) -> list[str]:
    return [evidence.said for evidence in found.evidence]


def test_names_that_only_flyway_gives_are_evidence(project: Project) -> None:
    found = only(project({"db/V1__users.sql": TABLE, "db/schema.sql": TABLE}))
    assert (found.framework, found.folder, found.files) == ("flyway", "db", ("db/V1__users.sql",))
    assert said(found)[0] == "named as Flyway names migrations: V1__users.sql"
    assert "not named as Flyway wants, so it is not run: schema.sql" in said(found)


def test_a_folder_of_ordinary_sql_is_left_alone(project: Project) -> None:
    tree = project({"db/migration/schema.sql": TABLE, "db/migration/V1.sql": TABLE, "db/afterMigrate.sql": TABLE})
    assert list(flyway.detect(tree)) == []


def test_folders_below_a_migration_folder_are_one_series(project: Project) -> None:
    found = only(
        project(
            {
                "src/main/resources/db/migration/1.0/V1__a.sql": TABLE,
                "src/main/resources/db/migration/2.0/V2__b.sql": TABLE,
            }
        )
    )
    assert found.folder == "src/main/resources/db/migration"
    assert len(found.files) == 2


def test_services_have_series_of_their_own(project: Project) -> None:
    files = {f"{service}/src/main/resources/db/migration/V1__a.sql": TABLE for service in ("billing", "users")}
    assert [found.folder.split("/")[0] for found in flyway.detect(project(files))] == ["billing", "users"]


def test_folders_that_are_named_after_databases_are_series_of_their_own(project: Project) -> None:
    tree = project({f"db/migration/{name}/V1__a.sql": TABLE for name in ("H2", "mysql", "PostgreSQL")})
    assert [(found.folder, found.dialects) for found in flyway.detect(tree)] == [
        ("db/migration/H2", ("h2",)),
        ("db/migration/PostgreSQL", ("postgresql",)),
        ("db/migration/mysql", ("mysql",)),
    ]


def test_what_lies_beside_the_folders_of_several_databases_is_for_all_of_them(project: Project) -> None:
    tree = project(
        {"db/migration/V1__a.sql": TABLE, "db/migration/mysql/V2__a.sql": TABLE, "db/migration/pg/V2__a.sql": TABLE}
    )
    assert [(found.folder, found.dialects) for found in flyway.detect(tree)] == [
        ("db/migration", ("mysql", "postgresql")),
        ("db/migration/mysql", ("mysql",)),
        ("db/migration/pg", ("postgresql",)),
    ]


def test_what_lies_beside_the_folder_of_one_database_belongs_to_it(project: Project) -> None:
    found = only(project({"db/migration/common/V1__a.sql": TABLE, "db/migration/postgres/V2__a.sql": TABLE}))
    assert (found.folder, found.dialects, len(found.files)) == ("db/migration", ("postgresql",), 2)


COMMON = {
    "db/migration/common/V1__a.sql": TABLE,
    "db/migration/mysql/V2__a.sql": TABLE,
    "db/migration/postgresql/V2__a.sql": TABLE,
}


def test_what_all_databases_have_in_common_belongs_to_the_series_of_each(project: Project) -> None:
    series = [(found.dialects, found.files, found.shared) for found in flyway.detect(project(COMMON))]
    first, second, third = COMMON
    assert series == [(("mysql",), (first, second), (first,)), (("postgresql",), (first, third), (first,))]


def test_locations_say_what_all_databases_have_in_common(project: Project) -> None:
    where = "src/main/resources/"
    files = {f"{where}{path.replace('common', 'basis')}": text for path, text in COMMON.items()}
    said = "spring.flyway.locations=classpath:db/migration/basis,classpath:db/migration/{vendor}\n"
    tree = project({**files, f"{where}application.properties": said})
    assert [(found.dialects, len(found.files), len(found.shared)) for found in flyway.detect(tree)] == [
        (("mysql",), 2, 1),
        (("postgresql",), 2, 1),
    ]


def test_what_lies_beside_the_folder_of_a_stand_in_is_not_for_that_one(project: Project) -> None:
    tree = project({"db/migration/V1__a.sql": "select 1::int;", "db/migration/h2/V2__a.sql": TABLE})
    assert [(found.folder, found.dialects) for found in flyway.detect(tree)] == [
        ("db/migration", ("postgresql",)),
        ("db/migration/h2", ("h2",)),
    ]


def test_the_address_of_the_database_is_configured(project: Project) -> None:
    found = only(
        project(
            {
                "src/main/resources/db/migration/V1__a.sql": TABLE,
                "src/main/resources/application.yml": "spring:\n  datasource:\n    url: jdbc:h2:mem:dev\n",
                "src/main/resources/application-prod.properties": "spring.datasource.url=jdbc:postgresql://db/app\n",
                "src/test/resources/application.yml": "spring.datasource.url: jdbc:mysql://db/app\n",
            }
        )
    )
    assert found.dialects == ("postgresql",)
    assert "postgresql: the address of the database" in said(found)


def test_one_series_may_be_configured_for_several_databases(project: Project) -> None:
    found = only(
        project(
            {
                "src/main/resources/db/migration/V1__a.sql": TABLE,
                "src/main/resources/application-mysql.properties": "spring.datasource.url=jdbc:mysql://db/app\n",
                "src/main/resources/application-pg.properties": "spring.datasource.url=jdbc:postgresql://db/app\n",
            }
        )
    )
    assert found.dialects == ("postgresql", "mysql")


def test_statements_tell_the_database_where_nothing_else_does(project: Project) -> None:
    found = only(project({"db/V1__a.sql": "create table a (b jsonb);"}))
    assert found.dialects == ("postgresql",)
    assert "postgresql: statements say “jsonb”" in said(found)


def test_the_driver_tells_the_database_where_statements_do_not(project: Project) -> None:
    found = only(
        project({"app/db/V1__a.sql": TABLE, "app/build.gradle.kts": 'runtimeOnly("org.postgresql:postgresql:42.7.3")'})
    )
    assert (found.dialects, found.evidence[-1].path) == (("postgresql",), "app/build.gradle.kts")


def test_several_drivers_tell_nothing(project: Project) -> None:
    found = only(
        project(
            {
                "db/V1__a.sql": TABLE,
                "pom.xml": "<artifactId>postgresql</artifactId><artifactId>mysql-connector-j</artifactId>",
            }
        )
    )
    assert found.dialects == ()
    assert said(found)[-1] == "nothing tells which database the migrations are for"


def test_migrations_in_java_belong_to_the_series_of_their_package(project: Project) -> None:
    found = only(
        project(
            {
                "app/src/main/resources/org/app/db/V1__a.sql": TABLE,
                "app/src/main/java/org/app/db/V2__Fill.java": "class V2__Fill {}",
                "app/src/main/java/org/app/other/V3__Other.java": "class V3__Other {}",
                "app/src/main/java/org/app/Main.java": "class Main {}",
            }
        )
    )
    assert [path.rpartition("/")[2] for path in found.files] == ["V1__a.sql", "V2__Fill.java"]
    assert found.folder == "app/src/main/resources/org/app/db"


def test_the_time_to_wait_for_locks_is_set_before_each_migration(project: Project) -> None:
    found = only(project({"db/V1__a.sql": TABLE, "db/beforeEachMigrate.sql": "SET lock_timeout TO '4s';"}))
    assert found.runner.lock_timeout == "4s"
