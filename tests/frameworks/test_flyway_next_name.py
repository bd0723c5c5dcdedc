from collections.abc import Callable, Mapping, Sequence

import pytest

from towpath.frameworks import Kept, flyway
from towpath.frameworks.flyway.next_name import next_path
from towpath.project import Tree

Project = Callable[[Mapping[str, str]], Tree]
TABLE = "create table a (id integer);"


def after(tree: Tree, index: int, taken: Sequence[str] = ()) -> str | None:
    (found,) = flyway.detect(tree)
    migrations = flyway.read(found, tree, Kept())
    path = next_path(found, migrations, index, "validate", tree, taken)
    return path.rpartition("/")[2] if path else None


@pytest.mark.parametrize(
    ("names", "index", "expected"),
    [
        (["V3__a"], 0, "V4__validate.sql"),
        (["V1__a", "V2__b"], 1, "V3__validate.sql"),
        (["V1_1__a", "V1_2__b", "V2__c"], 2, "V2_1__validate.sql"),
        (["V1.0.0__a", "V1.0.1__b", "V1.1.0__c"], 2, "V1.1.1__validate.sql"),
        (["V1__a", "V2__b", "V3__c", "V3_1__d"], 3, "V4__validate.sql"),
        (["V9__a"], 0, "V10__validate.sql"),
        (["V100__a", "V200__b"], 1, "V300__validate.sql"),
        (["V10__a", "V20__b", "V30__c"], 2, "V40__validate.sql"),
        (["V20240131__a"], 0, "V20240201__validate.sql"),
        (["V2024.01.31__a"], 0, "V2024.02.01__validate.sql"),
        (["V3__a", "V4__b"], 0, "V3.1__validate.sql"),
        (["V3__a", "V3.1__b"], 0, "V3.0.1__validate.sql"),
        (["V3__a", "V3.1__b"], 1, "V3.2__validate.sql"),
        (["V1_3__a"], 0, "V1_4__validate.sql"),
        (["V3__a", "V4_1__b"], 0, "V3_1__validate.sql"),
        (["V003__a"], 0, "V004__validate.sql"),
        (["V20240101120000__a"], 0, "V20240101120001__validate.sql"),
        (["V20240101120000__a", "V20240101120001__b"], 0, "V20240101120000.1__validate.sql"),
        (["V4_101_1631562784__a"], 0, "V4_101_1631562785__validate.sql"),
        (["V1.0__a", "V1.1__b"], 0, "V1.0.1__validate.sql"),
        (["V1__a", "R__v"], 1, None),
        (["V1__a", "afterMigrate"], 1, None),
    ],
)
def test_the_name_of_a_migration_behind_another(
    project: Project, names: list[str], index: int, expected: str | None
) -> None:
    assert after(project({f"db/{name}.sql": TABLE for name in names}), index) == expected


def test_several_new_migrations_follow_each_other(project: Project) -> None:
    tree = project({"db/V3__a.sql": TABLE, "db/V4__b.sql": TABLE})
    assert after(tree, 0, ["db/V3.1__first.sql"]) == "V3.2__validate.sql"
    assert after(tree, 1, ["db/V5__first.sql"]) == "V6__validate.sql"


def test_a_new_migration_stands_in_the_same_folder_and_style(project: Project) -> None:
    tree = project(
        {
            "flyway.toml": '[flyway]\nlocations = ["sql"]\nsqlMigrationPrefix = "M"\nsqlMigrationSeparator = "-"\n',
            "sql/2024/M1-a.SQL": TABLE,
            "sql/2023/M0-a.sql": TABLE,
        }
    )
    (found,) = flyway.detect(tree)
    migrations = flyway.read(found, tree, Kept())
    assert next_path(found, migrations, 1, "more", tree) == "sql/2024/M2-more.SQL"


def test_versions_of_migrations_in_code_are_taken(project: Project) -> None:
    tree = project({"a/src/main/resources/db/V3__a.sql": TABLE, "a/src/main/java/db/V3_1__Code.java": ""})
    assert after(tree, 0) == "V3_0_1__validate.sql"


def test_a_name_that_is_taken_is_refused(project: Project) -> None:
    tree = project({"db/V3__a.sql": TABLE})
    (found,) = flyway.detect(tree)
    migrations = flyway.read(found, tree, Kept())
    later = tree.with_changes({"db/V4__more.sql": TABLE})
    assert next_path(found, migrations, 0, "more", later) is None
