from collections.abc import Callable, Mapping

import pytest

from towpath.frameworks.prisma.version import installed
from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]

NPM = """{"packages": {
  "node_modules/@prisma/client": {"version": "1.0.0"},
  "node_modules/prisma": {
    "version": "7.4.1"}}}"""
PNPM = "packages:\n\n  '@prisma/client@1.0.0':\n    x: y\n\n  prisma@7.4.1:\n    resolution: {integrity: x}\n"
PNPM_5 = "packages:\n\n  /prisma/7.4.1:\n    resolution: {integrity: x}\n"
YARN = '# yarn lockfile v1\n\n"@prisma/client@^7.0.0":\n  version "1.0.0"\n\nprisma@^7.0.0:\n  version "7.4.1"\n'
BERRY = '__metadata:\n  version: 8\n\n"prisma@npm:^7.0.0, prisma@npm:^7.1.0":\n  version: 7.4.1\n'
BUN = '{"packages": {\n    "prisma": ["prisma@7.4.1", "", {}],\n}}'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("package-lock.json", NPM),
        ("pnpm-lock.yaml", PNPM),
        ("pnpm-lock.yaml", PNPM_5),
        ("yarn.lock", YARN),
        ("yarn.lock", BERRY),
        ("bun.lock", BUN),
    ],
    ids=["npm", "pnpm", "pnpm 5", "yarn", "yarn berry", "bun"],
)
def test_the_lock_file_tells_what_is_installed(project: Project, name: str, text: str) -> None:
    tree = project({"app/package.json": '{"devDependencies": {"prisma": "^7.0.0"}}', name: text})
    found = installed(tree, "app/prisma/migrations")
    assert found == ("7.4.1", name)


def test_an_exact_version_needs_no_lock_file(project: Project) -> None:
    tree = project({"package.json": '{"dependencies": {"@prisma/client": "6.2.1"}}', "pnpm-lock.yaml": PNPM})
    assert installed(tree, "prisma/migrations") == ("6.2.1", "package.json")


def test_without_a_lock_file_the_least_that_is_asked_for_counts(project: Project) -> None:
    tree = project({"package.json": '{"dependencies": {"prisma": "^7.4.0"}}'})
    assert installed(tree, "prisma/migrations") == ("7.4.0", "package.json")


def test_of_several_versions_the_one_with_the_same_major_number_counts(project: Project) -> None:
    keys = ("prisma@5.1.0", "prisma@6.3.0(typescript@5.0.0)", "prisma@7.4.1")
    lock = "packages:\n" + "".join(f"\n  {key}:\n    x: y\n" for key in keys)
    tree = project({"a/package.json": '{"dependencies": {"prisma": "^6.0.0"}}', "pnpm-lock.yaml": lock})
    assert installed(tree, "a/migrations") == ("6.3.0", "pnpm-lock.yaml")


def test_a_catalogue_is_looked_up_in_the_lock_file(project: Project) -> None:
    tree = project({"a/package.json": '{"dependencies": {"prisma": "catalog:"}}', "pnpm-lock.yaml": PNPM})
    assert installed(tree, "a/migrations") == ("7.4.1", "pnpm-lock.yaml")


def test_the_nearest_manifest_that_names_prisma_counts(project: Project) -> None:
    tree = project(
        {
            "package.json": '{"dependencies": {"prisma": "5.0.0"}}',
            "a/package.json": '{"dependencies": {"react": "19.0.0"}}',
        }
    )
    assert installed(tree, "a/prisma") == ("5.0.0", "package.json")


def test_no_manifest_names_prisma(project: Project) -> None:
    assert installed(project({"package.json": '{"dependencies": {"react": "19.0.0"}}'}), "prisma") is None
