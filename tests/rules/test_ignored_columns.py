"""A column that is dropped in Rails: the model that has to ignore it first is found, and told to."""

import pytest

from rules.told import EMPTY, RULES
from towpath.linter import Placed, Settings, Workspace

PATH = "db/migrate/20240102000000_change_some.rb"


def opened(models: dict[str, str], table: str = "users") -> Workspace:
    made = Workspace(EMPTY, lambda _: Settings(RULES))
    made.update("config/database.yml", "production:\n  adapter: postgresql\n")
    text = (
        f"class ChangeSome < ActiveRecord::Migration[7.1]\n  def change\n    remove_column :{table}, :name, :string\n"
    )
    made.update(PATH, f"{text}  end\nend\n")
    for path, said in models.items():
        made.update(path, said)
    return made


def found(made: Workspace) -> Placed:
    (placed,) = (one for one in made.report(PATH).findings if one.rule == "dropped-column")
    return placed


def rewritten(made: Workspace) -> dict[str, str | None]:
    proposals = made.proposals(found(made))
    return dict(proposals[0].rewrite.texts(made.tree)) if proposals else {}


USER = "class User < ApplicationRecord\n"


@pytest.mark.parametrize(
    ("path", "table", "before", "after"),
    [
        ("app/models/user.rb", "users", f"{USER}end\n", f'{USER}  self.ignored_columns += ["name"]\nend\n'),
        (
            "app/models/user.rb",
            "users",
            f"{USER}  has_many :orders, class_name: 'Order'\nend\n",
            f"{USER}  self.ignored_columns += ['name']\n\n  has_many :orders, class_name: 'Order'\nend\n",
        ),
        (
            "app/models/user.rb",
            "users",
            f'{USER}  self.ignored_columns += ["age"]\nend\n',
            f'{USER}  self.ignored_columns += ["age", "name"]\nend\n',
        ),
        (
            "app/models/user.rb",
            "users",
            f"{USER}  self.ignored_columns = %w[age].freeze\nend\n",
            f"{USER}  self.ignored_columns = %w[age name].freeze\nend\n",
        ),
        (
            "app/models/user.rb",
            "users",
            f"{USER}  self.ignored_columns = [:age]\nend\n",
            f"{USER}  self.ignored_columns = [:age, :name]\nend\n",
        ),
        (
            "app/models/user.rb",
            "users",
            f"{USER}  self.ignored_columns = []\n  has_many :orders\nend\n",
            f'{USER}  self.ignored_columns = []\n  self.ignored_columns += ["name"]\n  has_many :orders\nend\n',
        ),
        (
            "app/models/user.rb",
            "users",
            f"{USER}  # Old ones.\n  self.ignored_columns = OLD # all\nend\n",
            f'{USER}  # Old ones.\n  self.ignored_columns = OLD # all\n  self.ignored_columns += ["name"]\nend\n',
        ),
        (
            "app/models/admin/blog_post.rb",
            "admin_blog_posts",
            "module Admin\n  class BlogPost < ApplicationRecord\n  end\nend\n",
            'module Admin\n  class BlogPost < ApplicationRecord\n    self.ignored_columns += ["name"]\n  end\nend\n',
        ),
        (
            "app/models/person.rb",
            "users",
            'class Person < ApplicationRecord\n  self.table_name = "users"\nend\n',
            'class Person < ApplicationRecord\n  self.ignored_columns += ["name"]\n\n'
            '  self.table_name = "users"\nend\n',
        ),
    ],
)
def test_the_model_ignores_it(path: str, table: str, before: str, after: str) -> None:
    made = opened({path: before}, table)
    assert rewritten(made) == {path: after}
    made.update(path, after)
    assert found(made).severity == "hint"
    assert rewritten(made) == {}
    made.update(path, before)
    assert found(made).severity == "warning"


@pytest.mark.parametrize(
    "models",
    [
        {},
        {"app/models/user.rb": 'class User < ApplicationRecord\n  self.table_name = "people"\nend\n'},
        {"app/models/user.rb": "module User\nend\n"},
        {"lib/user.rb": f"{USER}end\n"},
    ],
)
def test_where_there_is_no_model_of_the_table_nothing_is_written(models: dict[str, str]) -> None:
    made = opened(models)
    assert found(made).severity == "warning"
    assert rewritten(made) == {}


def test_a_model_that_is_half_typed_is_no_trouble() -> None:
    assert found(opened({"app/models/user.rb": f"{USER}  self.ignored_columns += [\n"})).severity == "warning"


def test_a_class_on_one_line_has_no_room() -> None:
    assert not rewritten(opened({"app/models/user.rb": "class User < ApplicationRecord; end\n"}))
