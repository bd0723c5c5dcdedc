"""Python in plain words is worth what the tree says; whatever else a class holds is left to the tree."""

import pytest

from towpath.syntax.python import Scope, Text, Value, assigned, evaluate, is_dict, is_list, parse
from towpath.syntax.values import Call

PLAIN = [
    "[]",
    "[1, -2, True, None]",
    "('a', \"b\",)",
    "()",
    "{'a': [1], 'b': {}}",
    "{('a', 'b')}",
    '["""one\n  "two" """, "", ""]',
    "[models.Index(fields=['a'], name='i'), Sum('a', of=b.c)]",
    "(1)",
    "[('a'), ({'b': 1})]",
    '[\'a\' \'b\', f(\'c\'\n    "d"  # and\n    """e""")]',
    "[b'a', b'', 'b' b'c']",
    "[\n    # said of it\n    'a',  # and of this\n    f(),\n]",
]
NOT_PLAIN = [
    "b.C(True=1)",
    "[b.True]",
    "b.None(1)",
    "[b.C(), initial]",
    "said.C()",
    "[1 2]",
    "[1,, 2]",
    "[,]",
    "[a=1]",
    "['a': 1]",
    "{'a': 1, 2}",
    "[1)",
    "[a 'b']",
    "['a' b]",
    "f('a' b='c')",
    "{'a' 'b': 1}",
    "[('a') 'b']",
    "{'a': 'b' 'c'}",
    "[f'{a}']",
    r"['\n']",
    "[-a, ~b]",
    "[a.if]",
    "[f(class=1)]",
    "[*a]",
    "[x for x in y]",
    "[a] + [b]",
    "[a]\\\n",
    "[01]",
    "[1.5]",
    "[lambda: 1]",
    "f()()",
    "[é]",
    "[",
]


def shown(value: Value) -> object:
    """A value with where its texts stand."""
    if isinstance(value, Text):
        return str(value), value.stretches, value.quote, value.holes
    if is_list(value):
        return [shown(item) for item in value]
    if is_dict(value):
        return [(shown(key), shown(item)) for key, item in value.items()]
    if isinstance(value, Call):
        places = (value.node.start_byte, value.node.end_byte)
        return value.path, places, [(one.keyword, shown(one.value)) for one in value.arguments]
    return repr(value)


def of_class(expression: str) -> str:
    return f"class A(b.C):\n    # first\n    initial = True\n\n    said = {expression}  # last\n"


@pytest.mark.parametrize("expression", PLAIN)
def test_plain_words_are_worth_what_the_tree_says(expression: str) -> None:
    text = of_class(expression)
    found, tree = assigned(text, text), parse(text)
    assert found is not None
    assert [name for name, _ in found.values] == ["initial", "said"]
    body = tree.root.named_children[0].child_by_field_name("body")
    assert body is not None
    statement = body.named_children[-1] if body.named_children[-1].type != "comment" else body.named_children[-2]
    inside = statement.named_children[0].child_by_field_name("right")
    assert shown(evaluate(found.values[1][1], Scope(found.tree))) == shown(evaluate(inside, Scope(tree)))


@pytest.mark.parametrize("expression", NOT_PLAIN)
def test_what_is_said_in_other_words_is_left_to_the_tree(expression: str) -> None:
    text = of_class(expression)
    assert assigned(text, text) is None


@pytest.mark.parametrize(
    "text", ['class A(b.C):\n    """What it is for."""\n\n    a = [1]\n', "class A(b.C):\n    a = [1]\n\n# b"]
)
def test_what_is_said_to_people_is_passed_over(text: str) -> None:
    found = assigned(text, text)
    assert found is not None
    assert [name for name, _ in found.values] == ["a"]


@pytest.mark.parametrize(
    "text",
    [
        'class A(b.C):\n    """What it is for."""\n  said = [1]\n',
        "class A(b.C):\n    said = [1]\n\n    def f(self):\n        pass\n",
        "class A(b.C):\n    said = [1]\n\nsaid = 2\n",
        "class A(b.C):\n    said = [1]\n      more = [2]\n",
        "class A(b.C):\n    said = [1]; more = [2]\n",
        "class A(b.C):\n    said == [1]\n",
        "class A(b.C):\n    if = [1]\n",
        "class A(b.in):\n    said = [1]\n",
        "class A:\n    pass\n",
        "",
    ],
)
def test_a_class_that_does_more_than_assign_is_left_to_the_tree(text: str) -> None:
    assert assigned(text, text) is None
