from collections.abc import Callable, Mapping

import pytest

from towpath.frameworks import flyway
from towpath.project import Found, Tree

Project = Callable[[Mapping[str, str]], Tree]
TABLE = "create table a (id integer);"

TOML = """
[flyway]
locations = ["filesystem:./sql"]
sqlMigrationPrefix = "M"
sqlMigrationSeparator = "-"
mixed = true
group = true
environment = "prod"
[flyway.postgresql]
transactional.lock = false
[environments.prod]
url = "jdbc:postgresql://db/app"
initSql = "SET lock_timeout = '5s'; SET statement_timeout = '60s'"
"""
CONF = """
# Flyway
flyway.locations=filesystem:sql
flyway.sqlMigrationPrefix=M
flyway.sqlMigrationSeparator=-
flyway.mixed=true
flyway.group=true
flyway.url=jdbc:postgresql://db/app
flyway.initSql=SET lock_timeout = '5s'; SET statement_timeout = '60s'
flyway.postgresql.transactional.lock=false
"""
SPRING_PROPERTIES = """
spring.flyway.locations=filesystem:sql
spring.flyway.sql-migration-prefix=M
spring.flyway.sqlMigrationSeparator=-
spring.flyway.mixed=true
spring.flyway.group=true
spring.flyway.init-sqls=SET lock_timeout = '5s'; SET statement_timeout = '60s'
spring.flyway.postgresql.transactional-lock=false
spring.datasource.url=jdbc:postgresql://db/app
"""
SPRING_YAML = """
spring:
  flyway:
    locations: filesystem:sql
    sql-migration-prefix: M
    sql-migration-separator: "-"
    mixed: true
    group: true
    init-sqls:
      - SET lock_timeout = '5s'
      - SET statement_timeout = '60s'
    postgresql:
      transactional-lock: false
  datasource:
    url: jdbc:postgresql://db/app
"""
QUARKUS = """
quarkus.datasource.db-kind=postgresql
quarkus.flyway.locations=filesystem:sql
quarkus.flyway.sql-migration-prefix=M
quarkus.flyway.sql-migration-separator=-
quarkus.flyway.mixed=true
quarkus.flyway.group=true
quarkus.flyway.init-sql=SET lock_timeout = '5s'; SET statement_timeout = '60s'
quarkus.flyway.postgresql.transactional.lock=false
%test.quarkus.datasource.db-kind=h2
"""
MICRONAUT = """
datasources:
  main:
    url: jdbc:postgresql://db/app?options=-c%20lock_timeout=5s%20-c%20statement_timeout%3D60s
flyway:
  datasources:
    main:
      locations: [filesystem:sql]
      sql-migration-prefix: M
      sql-migration-separator: "-"
      mixed: true
      group: true
      postgresql.transactional.lock: false
"""
GRADLE = """
plugins { id 'org.flywaydb.flyway' version '10.0.0' }
flyway {
    url = 'jdbc:postgresql://db/app'
    locations = ['filesystem:sql']
    sqlMigrationPrefix = 'M'
    sqlMigrationSeparator = '-'
    mixed = true
    group = true
    initSql = "SET lock_timeout = '5s'; SET statement_timeout = '60s'"
    postgresqlTransactionalLock = 'false'
}
"""
MAVEN = """
<plugin><artifactId>flyway-maven-plugin</artifactId><configuration>
  <url>jdbc:postgresql://db/app</url>
  <locations><location>filesystem:sql</location></locations>
  <sqlMigrationPrefix>M</sqlMigrationPrefix><sqlMigrationSeparator>-</sqlMigrationSeparator>
  <mixed>true</mixed><group>true</group>
  <initSql>SET lock_timeout = '5s'; SET statement_timeout = '60s'</initSql>
  <pluginConfiguration><postgresqlTransactionalLock>false</postgresqlTransactionalLock></pluginConfiguration>
</configuration></plugin>
"""


def only(tree: Tree) -> Found:
    (found,) = flyway.detect(tree)
    return found


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("flyway.toml", TOML),
        ("flyway.conf", CONF),
        ("application.properties", SPRING_PROPERTIES),
        ("application.yml", SPRING_YAML),
        ("application.properties", QUARKUS),
        ("application.yml", MICRONAUT),
        ("build.gradle", GRADLE),
        ("pom.xml", MAVEN),
    ],
    ids=["toml", "conf", "spring properties", "spring yaml", "quarkus", "micronaut", "gradle", "maven"],
)
def test_every_form_of_configuration_says_the_same(project: Project, name: str, text: str) -> None:
    found = only(project({"sql/M1-users.sql": TABLE, "sql/V2__not.sql": TABLE, name: text}))
    assert found.files == ("sql/M1-users.sql",)
    assert found.dialects == ("postgresql",)
    assert found.configuration == (name,)
    assert dict(found.settings) == {
        "group": "true",
        "mixed": "true",
        "sqlmigrationprefix": "M",
        "sqlmigrationseparator": "-",
    }
    runner = found.runner
    assert (runner.scope, runner.lock_timeout, runner.concurrent_needs) == ("run", "5s", "")
    assert runner.statement_timeout == "60s"


def test_what_flyway_does_when_nothing_is_configured(project: Project) -> None:
    runner = only(project({"db/V1__a.sql": "select 1::int;"})).runner
    assert (runner.scope, runner.lock_timeout, runner.concurrent_in) == ("migration", None, "")
    assert runner.concurrent_needs == "flyway.postgresql.transactional.lock=false"


def test_a_configuration_file_is_at_hand_for_the_lock(project: Project) -> None:
    found = only(project({"sql/V1__a.sql": "select 1::int;", "flyway.conf": "flyway.locations=filesystem:sql\n"}))
    assert found.runner.concurrent_in == "flyway.conf"


def test_several_locations_are_one_series(project: Project) -> None:
    found = only(
        project(
            {
                "conf/flyway.conf": "flyway.locations=filesystem:../sql/tables,filesystem:../sql/views\n",
                "sql/tables/V1__a.sql": TABLE,
                "sql/views/R__v.sql": "create view v as select 1;",
                "sql/views/notes.sql": "select 1;",
            }
        )
    )
    assert (found.folder, found.files) == ("sql", ("sql/tables/V1__a.sql", "sql/views/R__v.sql"))


def test_a_location_on_the_classpath_is_looked_for_in_the_same_module_first(project: Project) -> None:
    tree = project(
        {
            "a/src/main/resources/application.properties": "spring.flyway.locations=classpath:db/scripts\n",
            "a/src/main/resources/db/scripts/V1__a.sql": TABLE,
            "b/src/main/resources/db/scripts/V1__a.sql": TABLE,
        }
    )
    found = {one.folder: one.configuration for one in flyway.detect(tree)}
    assert found == {
        "a/src/main/resources/db/scripts": ("a/src/main/resources/application.properties",),
        "b/src/main/resources/db/scripts": (),
    }


def test_a_vendor_in_a_location_is_the_folder_of_each_database(project: Project) -> None:
    tree = project(
        {
            "src/main/resources/application.yml": "spring.flyway.locations: classpath:db/{vendor}\n",
            "src/main/resources/db/mysql/V1__a.sql": TABLE,
            "src/main/resources/db/postgresql/V1__a.sql": TABLE,
        }
    )
    assert [found.dialects for found in flyway.detect(tree)] == [("mysql",), ("postgresql",)]


def test_each_of_several_datasources_has_its_own_settings(project: Project) -> None:
    text = """
flyway:
  datasources:
    one: {}
    pg:
      locations: classpath:one
      mixed: true
    other:
      locations: classpath:two
datasources:
  pg:
    url: jdbc:postgresql://db/app
  other:
    url: jdbc:mysql://db/app
"""
    tree = project({"application.yml": text, "one/V1__a.sql": TABLE, "two/V1__a.sql": TABLE})
    assert [(found.folder, found.dialects, found.settings) for found in flyway.detect(tree)] == [
        ("one", ("postgresql",), (("mixed", "true"),)),
        ("two", ("mysql",), ()),
    ]


def test_a_named_datasource_beside_the_default_one(project: Project) -> None:
    text = "quarkus.flyway.locations=one\nquarkus.flyway.users.locations=two\nquarkus.flyway.users.mixed=true\n"
    tree = project({"application.properties": text, "one/V1__a.sql": TABLE, "two/V1__a.sql": TABLE})
    assert [(found.folder, found.settings) for found in flyway.detect(tree)] == [
        ("one", ()),
        ("two", (("mixed", "true"),)),
    ]


def test_what_is_for_tests_is_not_asked(project: Project) -> None:
    files = {
        "src/main/resources/db/migration/V1__a.sql": TABLE,
        "src/test/resources/application.properties": "spring.flyway.mixed=true\n",
        "src/main/resources/application-test.properties": "spring.flyway.group=true\n",
    }
    assert only(project(files)).settings == ()


def test_the_general_file_comes_before_that_of_a_profile(project: Project) -> None:
    files = {
        "src/main/resources/db/migration/V1__a.sql": TABLE,
        "src/main/resources/application-dev.properties": "spring.flyway.mixed=true\nspring.flyway.group=true\n",
        "src/main/resources/application.properties": "spring.flyway.mixed=false\n",
    }
    assert only(project(files)).settings == (("group", "true"), ("mixed", "false"))
