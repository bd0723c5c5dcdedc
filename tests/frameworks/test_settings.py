from towpath.frameworks.settings import flat


def test_properties() -> None:
    text = "# comment\na.b = c d\nlocations=one,\\\n  two\nurl: jdbc:x://y\nkey\\:x=1\nempty=\n"
    assert flat("a.properties", text) == {
        "a.b": ("c d",),
        "locations": ("one,two",),
        "url": ("jdbc:x://y",),
        "key:x": ("1",),
        "empty": ("",),
    }


def test_toml() -> None:
    text = '[flyway]\nlocations = ["a", "b"]\nmixed = true\n[environments.dev]\nurl = "jdbc:x"\n'
    assert flat("flyway.toml", text) == {
        "flyway.locations": ("a", "b"),
        "flyway.mixed": ("true",),
        "environments.dev.url": ("jdbc:x",),
    }


def test_toml_that_is_none() -> None:
    assert flat("flyway.toml", "[flyway\nx") == {}


def test_yaml() -> None:
    text = """
spring:
  # where they are
  flyway:
    locations:
      - classpath:db/migration   # the usual place
      - "classpath:db/more"
    mixed: true
    sql-migration-suffixes: [.sql, '.ddl']
    init-sqls: |
      SET lock_timeout = '5s';
  datasource.url: jdbc:postgresql://db/app
"""
    assert flat("application.yml", text) == {
        "spring.flyway.locations": ("classpath:db/migration", "classpath:db/more"),
        "spring.flyway.mixed": ("true",),
        "spring.flyway.sql-migration-suffixes": (".sql", ".ddl"),
        "spring.flyway.init-sqls": ("SET lock_timeout = '5s';",),
        "spring.datasource.url": ("jdbc:postgresql://db/app",),
    }


def test_a_document_of_yaml_for_tests_is_left_out() -> None:
    text = "a: 1\n---\nspring:\n  config:\n    activate:\n      on-profile: test\na: 2\nb: 3\n"
    assert flat("application.yml", text) == {"a": ("1",)}


def test_yaml_that_is_none_gives_what_can_be_read() -> None:
    assert flat("application.yml", "\t{{ template }}\n:::\nkey: value\n  - [\n") == {"key": ("value", "[")}
