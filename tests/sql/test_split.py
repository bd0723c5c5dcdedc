"""Where statements begin and end."""

import pytest

from towpath.sql import split


def statements(text: str) -> list[str]:
    return [text[piece.start : piece.end] for piece in split(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("select 1; select 2", ["select 1", "select 2"]),
        ("-- a;\nselect 1; -- b;\n/* c; /* d; */ ; */ select 2;", ["select 1", "select 2"]),
        ("select ';', \";\", 'it''s;', E'\\';', $$;$$, $a$;$$;$a$;select 2", None),
        ("select a$b$, c$b$; select 2", ["select a$b$, c$b$", "select 2"]),
        ("do $$ begin a; b; end $$; select 2", ["do $$ begin a; b; end $$", "select 2"]),
        (
            "create function f() returns int begin atomic select case when x then 1 end; select 2; end; select 3",
            ["create function f() returns int begin atomic select case when x then 1 end; select 2; end", "select 3"],
        ),
        ("create rule r as on insert to v do (select 1; select 2); select 3", None),
        ("\\set x 1;2\nselect 1;\n\\c db\n", ["\\set x 1;2", "select 1", "\\c db"]),
        ("select 1\n\\gx\n", ["select 1", "\\gx"]),
        ("copy t (a) from stdin;\n1;\n2\n\\.\nselect 1;", ["copy t (a) from stdin", "select 1"]),
        ("copy t from '/x'; select 1", ["copy t from '/x'", "select 1"]),
        ("insert into ${schema}.t values ('${v;}');select 1", ["insert into ${schema}.t values ('${v;}')", "select 1"]),
        ("\ufeffselect 1;", ["select 1"]),
        (";;select 1;;", ["select 1"]),
        (" \n-- nothing\n/* here */", []),
    ],
)
def test_boundaries(text: str, found: list[str] | None) -> None:
    if found is None:
        found = [text.rpartition(";")[0], text.rpartition(";")[2].strip()]
    assert statements(text) == found


@pytest.mark.parametrize(
    ("text", "problem", "found"),
    [
        ("select 'a", "the quote ' is never closed", ["select 'a"]),
        ('select "a', 'the quote " is never closed', ['select "a']),
        ("select $$a", "the quote $$ is never closed", ["select $$a"]),
        ("select 1 /* a", "the comment /* never ends", ["select 1"]),
        ("/* a\ndrop table b;", "the comment /* never ends", ["/* a\ndrop table b;"]),
        ("copy t from stdin;\n1\n", "the data after COPY … FROM stdin has no end (\\.)", ["copy t from stdin"]),
        (
            "update t set a = 'x;\ncreate index i on t (a);\nselect 'done';",
            "the quote ' is never closed",
            ["update t set a = 'x;", "create index i on t (a)", "select 'done'"],
        ),
    ],
)
def test_what_is_left_open_is_said_and_ends_before_the_next_statement(
    text: str, problem: str, found: list[str]
) -> None:
    assert statements(text) == found
    assert [piece.problem for piece in split(text)].count(problem) == 1


def test_a_string_that_holds_statements_is_one_string() -> None:
    text = "create function f() returns int language sql as 'select 1;\nselect 2;\n';\nselect 3;"
    assert len(statements(text)) == 2
