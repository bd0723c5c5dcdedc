"""Comments that silence rules: where they are found, what they cover, and what is wrong with them."""

import pytest

from towpath.linter.complaints import Catalogue, Complaint, complaints
from towpath.linter.placed import Placed
from towpath.linter.suppressions import Suppression, apply, suppressions
from towpath.source import Edit, Source, Span
from towpath.source import apply as edited

KNOWN = ("blocking-index", "dropped-table", "unfiltered-write", "scanning-check")
TODAY = "2026-11-23"


def found(text: str) -> tuple[Suppression, ...]:
    return suppressions(Source("V1__a.sql", text))


def test_comments_of_python_and_of_the_sql_in_it_count_and_other_strings_do_not() -> None:
    text = """# towpath: ignore[blocking-index]
x = "# towpath: ignore[scanning-check]"
op.execute(\'\'\'
    -- towpath: ignore[dropped-table]
    drop table t
\'\'\')
"""
    found = suppressions(Source("a.py", text))
    assert [(one.rules[0].rule, one.first, one.last) for one in found] == [
        ("blocking-index", 0, 1),
        ("dropped-table", 3, 4),
    ]


def test_comments_of_ruby_and_of_the_sql_in_it_count_and_other_strings_do_not() -> None:
    text = """# towpath: ignore[blocking-index]
x = "# towpath: ignore[scanning-check]"
execute <<~SQL
  -- towpath: ignore[dropped-table]
  drop table t
SQL
"""
    found = suppressions(Source("a.rb", text))
    assert [(one.rules[0].rule, one.first, one.last) for one in found] == [
        ("blocking-index", 0, 1),
        ("dropped-table", 3, 4),
    ]


def names(text: str) -> list[str]:
    return [named.rule for one in found(text) for named in one.rules]


def finding(rule: str, line: int) -> Placed:
    return Placed(rule, "", "error", "", "V1__a.sql", Span(line, line), "flyway", "postgresql", "1", "up", step=line)


def touched(placed: Placed) -> tuple[int, int]:
    return placed.step, placed.step + 1


def kept(text: str, *findings: tuple[str, int]) -> list[tuple[str, int]]:
    """The findings that stay, of some rules on some lines; each on a step of two lines."""
    applied = apply([finding(*one) for one in findings], found(text), touched, TODAY)
    return [(one.rule, one.step) for one in applied.kept]


def wrong(text: str, *findings: tuple[str, int], reason: bool = False) -> list[Complaint]:
    source = Source("V1__a.sql", text)
    one = suppressions(source)
    applied = apply([finding(*said) for said in findings], one, touched, TODAY)
    rules = Catalogue(KNOWN, [rule for rule in KNOWN if rule != "scanning-check"])
    return list(complaints(source, one, applied, rules, touched, TODAY, reason))


def mended(text: str, *findings: tuple[str, int]) -> str:
    """The text after the edit of the first complaint."""
    edit = wrong(text, *findings)[0].edit
    assert isinstance(edit, Edit)
    return edited(text, [edit])


@pytest.mark.parametrize(
    "text",
    [
        "-- towpath: ignore[blocking-index] plans has 40 rows\ncreate index i on t (a);",
        "/* towpath: ignore[blocking-index] */ create index i on t (a);",
        "/*\n * towpath: ignore[ blocking-index ] because\n */\ncreate index i on t (a);",
        "create index i -- why: towpath:ignore[blocking-index]\r\n on t (a);",
        "create index i on t (a); -- towpath: ignore [blocking-index]",
        "do $$ begin\n -- towpath: ignore[blocking-index]\n create index i on t (a); end $$;",
        "create function f() returns void language plpgsql as $f$ begin /* towpath: ignore[blocking-index] */ end $f$;",
        "select 1; /* a /* nested */ towpath: ignore[blocking-index] */",
        "copy t from stdin;\n1\n\\.\n-- towpath: ignore[blocking-index]",
    ],
)
def test_a_suppression_is_found_in_any_comment(text: str) -> None:
    assert names(text) == ["blocking-index"]


@pytest.mark.parametrize(
    "text",
    [
        "insert into t values ('-- towpath: ignore[blocking-index]');",
        "insert into t values ('x\n-- towpath: ignore[blocking-index]\n');",
        "insert into t values (E'\\' -- towpath: ignore[blocking-index]');",
        "insert into t values ($$ -- towpath: ignore[blocking-index]\n $$);",
        'create table "-- towpath: ignore[blocking-index]" (a int);',
        "do $$ begin perform '-- towpath: ignore[blocking-index]'; end $$;",
        "copy t from stdin;\n-- towpath: ignore[blocking-index]\n\\.\n",
        "select towpath: ignore[blocking_index];",
        "-- my-towpath: ignore[blocking-index]\n",
        "-- about towpath: it ignores [nothing]\n",
        "",
    ],
)
def test_what_is_no_comment_or_no_suppression_is_none(text: str) -> None:
    assert found(text) == ()


def test_what_a_suppression_says() -> None:
    text = "  /* towpath: ignore-file[a-rule, another] until 2027-01-01 as long as it is small */\nselect 1;"
    (one,) = found(text)
    assert one.scope == "file"
    assert [(named.rule, named.span.of(text)) for named in one.rules] == [("a-rule", "a-rule"), ("another", "another")]
    assert (one.until, one.reason) == ("2027-01-01", "as long as it is small")
    assert one.comment.of(text).startswith("/*")
    assert one.span.of(text) == "towpath: ignore-file[a-rule, another] until 2027-01-01 as long as it is small"


def test_it_covers_a_step_on_its_line_or_on_the_line_below() -> None:
    text = "select 1;\n-- towpath: ignore[blocking-index]\ncreate index i\n on t (a);\n\ncreate index j on t (b);\n"
    assert kept(text, ("blocking-index", 2), ("blocking-index", 5), ("dropped-table", 2)) == [
        ("blocking-index", 5),
        ("dropped-table", 2),
    ]


def test_more_comments_may_stand_in_between_but_no_empty_line() -> None:
    text = "-- towpath: ignore[blocking-index]\n-- towpath: ignore[dropped-table]\n-- both are small\ncreate index i;\n"
    assert kept(text, ("blocking-index", 3), ("dropped-table", 3)) == []
    assert kept("-- towpath: ignore[blocking-index]\n\ncreate index i;\n", ("blocking-index", 2)) != []


def test_behind_a_statement_it_covers_that_one_only() -> None:
    text = "create index i\n on t (a); -- towpath: ignore[blocking-index]\ncreate index j on t (b);\n"
    assert kept(text, ("blocking-index", 0), ("blocking-index", 2)) == [("blocking-index", 2)]


def test_for_the_file_it_covers_everything() -> None:
    text = "select 1;\n\n\n\ncreate index i on t (a);\n-- towpath: ignore-file[blocking-index]"
    assert kept(text, ("blocking-index", 0), ("blocking-index", 4)) == []


def test_it_ends_after_its_last_day() -> None:
    assert kept("-- towpath: ignore[blocking-index] until 2026-11-23\nx", ("blocking-index", 1)) == []
    assert kept("-- towpath: ignore[blocking-index] until 2026-11-22\nx", ("blocking-index", 1)) != []


def test_a_good_suppression_is_no_complaint() -> None:
    text = "-- towpath: ignore[blocking-index, dropped-table] small\ncreate index i on t (a);\n"
    assert wrong(text, ("blocking-index", 1), ("dropped-table", 1)) == []


def test_a_rule_that_did_not_run_cannot_show_that_nothing_is_there() -> None:
    assert wrong("-- towpath: ignore[scanning-check]\nselect 1;\n") == []


def test_an_unused_name_goes_out_of_the_brackets() -> None:
    text = "-- towpath: ignore[blocking-index, dropped-table, unfiltered-write] small\nx"
    used = [("blocking-index", 1), ("unfiltered-write", 1)]
    (said,) = wrong(text, *used)
    assert (said.message, said.span.of(text)) == ("dropped-table says nothing here", "dropped-table")
    assert said.title == "Remove dropped-table from the suppression"
    assert mended(text, *used) == "-- towpath: ignore[blocking-index, unfiltered-write] small\nx"
    assert mended(text, ("dropped-table", 1), ("unfiltered-write", 1)).startswith(
        "-- towpath: ignore[dropped-table, unfiltered-write]"
    )


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("a;\r\n  -- towpath: ignore[blocking-index] x\r\nb;\r\n", "a;\r\nb;\r\n"),
        ("a; -- towpath: ignore[blocking-index]\nb;\n", "a;\nb;\n"),
        ("a;\n-- towpath: ignore[blocking-index]", "a;\n"),
        ("a;\n/*\n towpath: ignore[blocking-index]\n*/\nb;\n", "a;\nb;\n"),
        ("/* towpath: ignore[blocking-index] */ a;\n", " a;\n"),
        ("create/* towpath: ignore[blocking-index] */index;\n", "create index;\n"),
        ("a; -- ours. towpath: ignore[blocking-index] x\nb;\n", "a; -- ours.\nb;\n"),
        ("/* Ours.\n * towpath: ignore[blocking-index]\n */\nb;\n", "/* Ours.\n *\n */\nb;\n"),
    ],
)
def test_an_unused_suppression_goes_with_its_comment(text: str, after: str) -> None:
    assert wrong(text)[0].title == "Remove the suppression"
    assert mended(text) == after


def test_an_unknown_rule_becomes_the_nearest_one_or_goes() -> None:
    text = "-- towpath: ignore[blocking-indx] x\ncreate index i on t (a);"
    assert wrong(text)[0].message == 'there is no rule "blocking-indx"; did you mean "blocking-index"?'
    assert mended(text) == "-- towpath: ignore[blocking-index] x\ncreate index i on t (a);"
    assert mended("-- towpath: ignore[foo]\nselect 1;") == "select 1;"


def test_an_expired_one_goes() -> None:
    text = "-- towpath: ignore[blocking-index] until 2026-01-31 x\ncreate index i on t (a);"
    assert wrong(text, ("blocking-index", 1))[0].message == "this suppression held until 2026-01-31"
    assert mended(text, ("blocking-index", 1)) == "create index i on t (a);"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("-- towpath: ignore\nx", "a suppression names its rules: towpath: ignore[rule-name]"),
        ("-- towpath: ignore-file[] y\nx", "a suppression names its rules: towpath: ignore-file[rule-name]"),
        ("-- towpath: ingore[dropped-table]\nx", '"towpath: ingore" is no suppression; did you mean "ignore"?'),
        ("-- towpath: disable[dropped-table]\nx", '"towpath: disable" is no suppression'),
        (
            "-- towpath: ignore[dropped-table] until 2027-1-1\nx",
            "the last day of a suppression is written like 2027-01-31",
        ),
        ("-- towpath: ignore[dropped-table] until 2027-02-30\nx", "there is no day 2027-02-30"),
    ],
)
def test_one_that_silences_nothing_says_why(text: str, message: str) -> None:
    said = wrong(text)
    assert [one.message for one in said] == [message]
    assert mended(text) == "x"
    assert kept(text, ("dropped-table", 1)) != []


def test_missing_brackets_are_put_where_they_were_forgotten() -> None:
    text = "-- towpath: ignore blocking-index, dropped-table: small\nx"
    assert mended(text) == "-- towpath: ignore[blocking-index, dropped-table] small\nx"


def test_without_names_the_brackets_get_what_is_said_there() -> None:
    text = "-- towpath: ignore small\nx"
    assert mended(text, ("blocking-index", 1), ("dropped-table", 1)) == (
        "-- towpath: ignore[blocking-index, dropped-table] small\nx"
    )


def test_a_reason_can_be_required() -> None:
    text = "-- towpath: ignore[blocking-index]\nx"
    assert [one.message for one in wrong(text, ("blocking-index", 1), reason=True)] == [
        "this suppression does not say why"
    ]
    assert wrong("-- towpath: ignore[blocking-index] small\nx", ("blocking-index", 1), reason=True) == []
