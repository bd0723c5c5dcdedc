"""What a function does, in order, and under which conditions."""

from collections.abc import Iterator

import pytest

from towpath.syntax.python import Did, Function, Logic, Value, Walker, module, parse


def did(body: str, before: str = "") -> list[str]:
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    scope = module(parse(f"{before}\ndef run():\n{lines}"))
    function = scope.look("run")
    assert isinstance(function, Function)
    walker = Walker(scope.inner())
    return [_shown(one) for statement in function.body for one in walker.walk(statement)]


def _shown(one: object) -> str:
    value, conditions = getattr(one, "value", None), getattr(one, "conditions", ())
    said = " ".join(str(argument.value) for argument in getattr(value, "arguments", ()))
    marks = "".join(f" if {condition.source}" for condition in conditions)
    marks += f" turn {turn[0] + 1} of {turn[1]}" if (turn := getattr(one, "turn", None)) else ""
    marks += "".join(f" {flag}" for flag in ("helper", "loop", "raises") if getattr(one, flag))
    return f"{getattr(value, 'name', value)}({said}){marks}"


@pytest.mark.parametrize(
    ("body", "done"),
    [
        ("a(1)\nb(2)", ["a(1)", "b(2)"]),
        ("'''doc'''\npass", []),
        ("x = a(1)\nb(x)", ["a(1)", "b(Reference('a')(1))"]),
        ("for x in (1, 2):\n  a(x)", ["a(1) turn 1 of 2", "a(2) turn 2 of 2"]),
        ("for x, y in [('p', 'q')]:\n  a(y)", ["a(q) turn 1 of 1"]),
        (
            "for x in 'p', 'q':\n  for y in [1, 2]:\n    a(x + str(y))",
            ["a(p1) turn 1 of 4", "a(p2) turn 2 of 4", "a(q1) turn 3 of 4", "a(q2) turn 4 of 4"],
        ),
        ("for x in rows():\n  a(1)", ["rows()", "a(1) loop"]),
        (
            "x = []\nfor y in 'p', 'q':\n  x.append(y)\nfor z in x:\n  a(z)",
            ["append(p) turn 1 of 2", "append(q) turn 2 of 2", "a(p) turn 1 of 2", "a(q) turn 2 of 2"],
        ),
        (
            "x = []\nfor y in ['p']:\n  if b(y):\n    x.append(y)\nfor z in x:\n  a(1)",
            ["append(p) if b(y) turn 1 of 1", "a(1) loop"],
        ),
        ("x = []\nif b():\n  x.append(1)\nfor z in x:\n  a(1)", ["append(1) if b()", "a(1) loop"]),
        (
            "x = {}\nfor y in rows():\n  x.update(y)\nfor z in x:\n  a(1)",
            ["rows()", "update(Unknown('y')) loop", "a(1) loop"],
        ),
        ("x = 1\nfor y in rows():\n  x = 2\na(x)", ["rows()", "a(Unknown('x'))"]),
        ("x = 'a'\nfor y in 'p', 'q':\n  x += y\n  b(x)", ["b(ap) turn 1 of 2", "b(apq) turn 2 of 2"]),
        ("x = [1]\nif u:\n  x += [2]\na(x)", ["a(Unknown('x'))"]),
        ("x = []\nx.extend([1, 2])\na(x)", ["extend((1, 2))", "a((1, 2))"]),
        ("u and a(1)", ["a(1) if u"]),
        ("u or a(1)", ["a(1) if not (u)"]),
        ("True and a(1)", ["a(1)"]),
        ("a(1) if u else b(2)", ["a(1) if u", "b(2) if not (u)"]),
        ("match u:\n  case 1 | 2:\n    a(1)\n  case _:\n    b(2)", ["a(1) if u is 1 | 2", "b(2) if not (u is 1 | 2)"]),
        ("match 3:\n  case 1:\n    a(1)\n  case 3:\n    b(2)\n  case _:\n    c(3)", ["b(2)"]),
        (
            "match u:\n  case 1 if v:\n    a(1)\n  case x:\n    b(2)",
            ["a(1) if u is 1 and v", "b(2) if not (u is 1 and v)"],
        ),
        ("with (\n  m(1) as n,\n):\n  a(n)", ["a(Reference('m')(1))"]),
        ("list(map(a, [1, 2]))", ["a(1)", "a(2)"]),
        ("f = functools.partial(a, 1)\nf(2)", ["partial(Reference('a') 1)", "a(1 2)"]),
        ("a(**dict(x=1))", ["a(1)"]),
        ("while True:\n  a(1)", ["a(1) loop"]),
        ("if u:\n  a(1)\nelse:\n  a(2)", ["a(1) if u", "a(2) if not (u)"]),
        ("if u:\n  a(1)\nelif v:\n  a(2)", ["a(1) if u", "a(2) if not (u) if v"]),
        ("if u:\n  return\na(1)", ["a(1) if not (u)"]),
        ("if True:\n  a(1)\nelse:\n  a(2)", ["a(1)"]),
        ("if False:\n  a(1)", []),
        ("a(1)\nreturn\na(2)", ["a(1)"]),
        ("if u:\n  return\nelse:\n  raise X(1)\na(2)", ["X(1) if not (u) raises"]),
        ("try:\n  a(1)\nexcept E:\n  a(2)\nfinally:\n  a(3)", ["a(1)", "a(2) if what is tried before fails", "a(3)"]),
        ("with w() as x:\n  x.a(1)", ["a(1)"]),
        ("h(1, z=2)", ["a(1 2) helper"]),
        ("raise X(1)", ["X(1) raises"]),
        ("x = 1\nif u:\n  x = 2\na(x)", ["a(Unknown('x'))"]),
        ("x = 1\nif u:\n  x = 2\n  return\na(x)", ["a(1) if not (u)"]),
        ("if u:\n  x = 1\nelse:\n  x = 1\n  raise X\na(x)", ["X() if not (u) raises", "a(1) if u"]),
        ("x += 1\na(x)", ["a(Unknown('x += 1'))"]),
        ("[a(1), b(2)]", ["a(1)", "b(2)"]),
    ],
)
def test_what_is_done(body: str, done: list[str]) -> None:
    helpers = "def h(x, y=0, z=1):\n  a(x, z)"
    assert did(body, helpers) == done


@pytest.mark.parametrize(
    ("call", "given"),
    [
        ("h(1, 2, 3)", "1 (2, 3) 9"),
        ("h(1, 2, z=3)", "1 (2,) 3"),
        ("h(1, *u)", "1 Unknown('y') Unknown('z')"),
        ("h(*u, 1)", "Unknown('x') Unknown('y') Unknown('z')"),
        ("h(1, **u)", "1 Unknown('y') Unknown('z')"),
    ],
)
def test_what_stands_behind_a_star_is_given_by_keyword(call: str, given: str) -> None:
    assert did(call, "def h(x, *y: int, z=9):\n  a(x, y, z)") == [f"a({given}) helper"]
    assert did("h(1, z=2)", "def h(x, *, z, w=3):\n  a(x, z, w)") == ["a(1 2 3) helper"]


@pytest.mark.parametrize(
    ("body", "done"),
    [
        ("x = 1\nif not u:\n  x = 2\na(x)", "a(1)"),
        ("if u:\n  x = 1\nelse:\n  x = 2\na(x)", "a(1)"),
        ("if not u:\n  x = 1\nelif v:\n  x = 2\nelse:\n  x = 3\na(x)", "a(Unknown('x'))"),
        ("a(1 if u else 2)", "a(1)"),
    ],
)
def test_names_are_worth_what_they_are_where_it_is_decided_which_way_is_gone(body: str, done: str) -> None:
    def decided(value: Value) -> bool | None:
        said = decided(value.operands[0]) if isinstance(value, Logic) else getattr(value, "path", "") == "u" or None
        return said if said is None or not isinstance(value, Logic) else not said

    lines = "".join(f"    {line}\n" for line in body.splitlines())
    scope = module(parse(f"def run():\n{lines}"), decided)
    walker = Walker(scope.inner())
    assert [_shown(one) for one in walked(scope.look("run"), walker)][-1] == done


def walked(function: object, walker: Walker) -> Iterator[Did]:
    assert isinstance(function, Function)
    for statement in function.body:
        yield from walker.walk(statement)


@pytest.mark.parametrize(
    ("function", "over", "done"),
    [
        ("return ['p', 'q']", "given()", ["a(p) turn 1 of 2", "a(q) turn 2 of 2"]),
        ("'doc'\n  return {'p': 1}", "given().items()", ["a(('p', 1)) turn 1 of 1"]),
        ("return {'p': 1}", "given().values()", ["a(1) turn 1 of 1"]),
        ("x = b(1)\n  return ['p']", "given()", ["b(1) helper", "a(p) turn 1 of 1"]),
        ("b(1)\n  return ['p']", "given()", ["b(1) helper", "a(Unknown('x')) loop"]),
        ("return rows()", "given()", ["rows() helper", "a(Unknown('x')) loop"]),
    ],
)
def test_a_loop_goes_through_what_a_function_gives_back(function: str, over: str, done: list[str]) -> None:
    assert did(f"for x in {over}:\n  a(x)", f"def given():\n  {function}\n") == done


def test_calls_among_helpers_end() -> None:
    assert len(did("f()", "def f():\n  a()\n  f()")) < 10


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("def f():\n    a(1)\n    b(2\n    c(3)\n", "    b(2\n"),
        ("def f():\n    a(1)\n    b('x\n    c(3)\n", "    b('x\n"),
        ("def f():\n    a(1)\n    b('\n    c(3)\n", "    b('\n"),
        ("def f():\n    a(1)\n    b('\n      #x')\n    c(3)\n", "    b('\n"),
        ("def f():\n    a(1)\n    b.\n    c(3)\n", "    b.\n"),
        ("def f():\n    a(1)\n    x = \n    c(3)\n", "    x = \n"),
        ("def f():\n    a(1)\n    if x\n        b(2)\n    c(3)\n", "    if x\n"),
        ("def f():\n    a(1)\n    b(2,\n      [3,\n    c(3)\n", "    b(2,\n      [3,\n"),
    ],
)
def test_what_stands_around_a_broken_statement_is_kept(text: str, broken: str) -> None:
    tree = parse(text)
    assert [span.of(text) for span in tree.broken][:1] == [broken]
    function = module(tree).look("f")
    assert isinstance(function, Function)
    walker = Walker(module(tree).inner())
    done = [_shown(one) for statement in function.body for one in walker.walk(statement)]
    assert done[0] == "a(1)"
    assert done[-1] == "c(3)"


def test_an_element_that_is_broken_leaves_its_neighbours() -> None:
    text = "operations = [\n    one(),\n    two(\n    three(),\n]\n"
    tree = parse(text)
    assert [span.of(text) for span in tree.broken] == ["    two(\n"]
    assert [getattr(one, "name", "") for one in module(tree).look("operations")] == ["one", "three"]


def test_an_element_without_a_comma_behind_it_leaves_its_neighbours() -> None:
    text = "operations = [\n    one(),\n    two(\n        2\n    )\n    three(),\n    four(),\n]\n"
    tree = parse(text)
    assert [span.of(text) for span in tree.broken] == ["    two(\n        2\n    )\n"]
    assert [getattr(one, "name", "") for one in module(tree).look("operations")] == ["one", "three", "four"]


def test_what_grows_from_a_broken_tree_is_what_grows_from_nothing() -> None:
    whole = "def f():\n" + "".join(f'    a({n}, "b")\n' for n in range(30))
    tree = parse(whole)
    for place, letter in ((20, "("), (40, '"'), (60, ")"), (80, "\n"), (100, ".")):
        text = whole[:place] + letter + whole[place:]
        tree = parse(text, tree)
        assert (tree.broken, str(tree.root)) == (parse(text).broken, str(parse(text).root))
