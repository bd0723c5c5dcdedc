"""Statements of a migration are read again only where what their names lead to says something else."""

from collections.abc import Mapping

import pytest

from towpath.frameworks import Kept, rails
from towpath.frameworks.pieces import Entry
from towpath.frameworks.rails.reading import Page
from towpath.project import Found, Runner, Tree

FOUND = Found("rails", "db/migrate", ("db/migrate/20240101000000_add_some.rb",), Runner("rails"))
TEXT = """\
class AddSome < ActiveRecord::Migration[7.1]
  SIZE = 30
  LONG = SIZE * 2

  class Widget < ActiveRecord::Base
    self.table_name = "widgets"
  end

  def up
    add_index :crates, :name
    named(:crates)
    add_column :crates, :note, :string, limit: LONG
    Widget.update_all(size: 1)
    down
  end

  def down
    remove_index :crates, :name
  end

  def named(table)
    change_column_null table, :name, given?
  end

  def given?
    false
  end
end
"""


def said(kept: Kept, text: str) -> tuple[Entry, ...]:
    """What stands in `up` of a text that is typed into the one before."""
    rails.read(FOUND, Tree("/nowhere", {FOUND.files[0]: text}), kept)
    pages: Mapping[str, Page] = getattr(kept.own, "pages", {})
    (page,) = pages.values()
    assert page.up
    return page.up.entries


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("    false", "    true", "yes no yes yes yes"),
        ("    false", "    false\n  end\n\n  def other\n    true", "yes yes yes yes yes"),
        ("SIZE = 30", "SIZE = 40", "yes yes no yes yes"),
        ('"widgets"', '"gadgets"', "no no no no no"),
        ("[7.1]", "[7.0]", "no no no no no"),
        ("remove_index", "add_index", "yes yes yes yes no"),
        ("LONG = SIZE * 2", "LONG = SIZE * 2\n  OTHER = send(:x)", "no no no no no"),
        ("LONG = SIZE * 2", "LONG = <<~X\n    60\n  X", "no no no no no"),
    ],
)
def test_a_statement_is_kept_where_its_names_mean_what_they_did(old: str, new: str, same: str) -> None:
    text, kept = TEXT.replace(old, new), Kept()
    before = said(kept, TEXT)
    after = said(kept, text)
    assert " ".join("yes" if one.pieces is two.pieces else "no" for one, two in zip(before, after, strict=True)) == same
    fresh = [piece.step.operations for entry in said(Kept(), text) for piece in entry.pieces]
    assert [piece.step.operations for entry in after for piece in entry.pieces] == fresh
