from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from towpath.frameworks import FRAMEWORKS, Kept
from towpath.frameworks.flyway.names import parse
from towpath.frameworks.plain.sections import dbmate, goose
from towpath.frameworks.settings import flat
from towpath.project import Evidence, Found, Runner, Tree

PIECES = [
    "-- migrate:up\n",
    "-- migrate:up transaction:false\n",
    "-- migrate:down",
    "-- +goose Up\n",
    "-- +goose Down\n",
    "-- +goose StatementBegin\n",
    "-- +goose StatementEnd\n",
    "-- +goose NO TRANSACTION\n",
    "create table a (b int);\n",
    "create index concurrently i on a (b)",
    "'",
    "$$",
    "/*",
    ";",
    "\n",
    "\r",
    "\u2028",
    "é",
]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


def read(runner: str, path: str, text: str) -> None:
    """Reads a file that an editor holds; every step stands inside of it."""
    tree = Tree("/nowhere", {path: text})
    framework = {"flyway": "flyway", "prisma": "prisma"}.get(runner, "sql")
    found = Found(framework, "", (path,), Runner(runner), (), (Evidence("given"),))
    for migration in FRAMEWORKS[framework].read(found, tree, Kept()):
        for script in (migration.up, migration.down):
            for number in range(len(script.steps) if script else 0):
                assert script is not None
                span = script.span(number)
                assert 0 <= span.start <= span.end <= len(text)


@settings(max_examples=200, deadline=None)
@given(texts, st.sampled_from(["dbmate", "goose", "sqlx", "golang-migrate", "unknown", "flyway", "prisma", "diesel"]))
def test_any_text_is_read(text: str, runner: str) -> None:
    paths = {"flyway": "V1__a.sql", "prisma": "m/1_a/migration.sql", "diesel": "m/1_a/up.sql"}
    read(runner, paths.get(runner, "m/1_a.sql"), text)


@settings(max_examples=200, deadline=None)
@given(texts)
def test_sections_lie_inside_and_never_overlap(text: str) -> None:
    found = [*dbmate(text)]
    together = goose(text)
    for one in [found, [together] if together else []]:
        spans = sorted(span for each in one for part in (each.up, each.down) if part for span in part.spans)
        assert all(0 <= span.start <= span.end <= len(text) for span in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from(["a.properties", "a.yml", "flyway.toml"]))
def test_any_configuration_is_read(text: str, path: str) -> None:
    assert all(isinstance(value, str) for values in flat(path, text).values() for value in values)


@settings(max_examples=200, deadline=None)
@given(st.text("VRUB0123456789._ab", max_size=14))
def test_any_name_is_taken_apart_or_left(stem: str) -> None:
    found = parse(f"{stem}.sql")
    assert found is None or found.suffix == ".sql"
