"""Pages are read into titles, prose and examples."""

from towpath.testing import Example, File, Mark, Page, read_page

PAGE = """
A title that is a sentence.

Why it is so.

```sql bad
create index a on t (a);
-- ^^^^^^^^^^^^^^^^^^^^
```

```toml
select = ["ALL"]
```

```flyway good postgresql@15
-- file: V1__a.sql
select 1;

-- file: a.conf
a=b
```

The end.
"""


def test_a_page_has_a_title_prose_and_examples():
    assert read_page(PAGE) == Page(
        "A title that is a sentence.",
        'Why it is so.\n\n```toml\nselect = ["ALL"]\n```\n\nThe end.',
        (
            Example(
                "sql",
                "bad",
                "postgresql",
                (File("migrations/001_change.sql", "create index a on t (a);\n", (Mark(0, 3, 23),)),),
                5,
            ),
            Example(
                "flyway", "good", "postgresql@15", (File("V1__a.sql", "select 1;\n\n"), File("a.conf", "a=b\n")), 14
            ),
        ),
    )


def test_carets_stand_under_the_line_above_them():
    (example,) = read_page("A.\n```sql bad\none\n    two\n    -- not this\n       -- ^^\nthree\n```").examples
    assert example.files[0].text == "one\n    two\n    -- not this\nthree\n"
    assert example.files[0].marks == (Mark(2, 10, 12),)


def test_carets_at_the_fourth_column_mean_any_column_before_it():
    assert Mark(0, 3, 9).meets(0, 0, 9)
    assert not Mark(0, 4, 9).meets(0, 3, 9)
    assert not Mark(0, 3, 9).meets(0, 0, 10)


def test_a_page_without_anything_is_empty():
    assert read_page("") == Page("", "", ())
