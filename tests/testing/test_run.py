"""A page that does not come out as it stands is told, line by line."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from towpath.packs import Catalogue, catalogue
from towpath.rule import Context, Finding, Rule
from towpath.testing import failures

OURS = catalogue()


def told(page: str, name: str = "blocking-index") -> list[str]:
    """What is told of a page, if it were this rule's."""
    rule = OURS.rule(name)
    assert rule
    return [f"{line}: {message}" for _, line, message in failures(replace(rule, page=page), OURS)]


FINE = """A.

```sql bad
-- file: migrations/001_a.up.sql
create index a on t (b);
-- ^^^^^^^^^^^^^^^^^^^^
```

```sql fine
-- file: migrations/001_a.up.sql
create index concurrently a on t (b);
```
"""


def test_a_page_that_comes_out_tells_nothing():
    assert told(FINE) == []


def test_a_mark_without_a_finding_and_a_finding_without_a_mark():
    assert told(FINE.replace("-- ^^^^", "--     ")) == [
        "3: nothing is found at migrations/001_a.up.sql:1:8-23",
        "3: migrations/001_a.up.sql:1:1-23 is found, and not marked: writes to t wait until this index is built",
    ]


def test_a_finding_in_what_is_fine():
    assert told(FINE.replace("create index concurrently", "create index")) == [
        "9: migrations/001_a.up.sql:1:1-23 is found, and not marked: writes to t wait until this index is built",
    ]


def test_a_bad_example_without_a_mark():
    assert told("A.\n```sql bad\nselect 1;\n```\n") == ["2: a bad example has to mark what is found"]


def test_a_fix_that_comes_out_otherwise():
    good = "\n```sql good\n-- file: migrations/001_a.up.sql\ncreate index concurrently b on t (b);\n```\n\n```sql fine"
    (message,) = told(FINE.replace("\n```sql fine", good))
    assert message == "3: after the fixes, migrations/001_a.up.sql is\ncreate index concurrently a on t (b);\n"


def test_a_rule_that_crashes(monkeypatch: pytest.MonkeyPatch):
    def check(index: object, context: Context) -> Iterator[Finding]:
        raise ValueError("a slip")

    rule = OURS.rule("blocking-index")
    assert rule
    broken: Rule = replace(rule, check=check, page=FINE)
    rules = Catalogue(tuple(broken if one.name == rule.name else one for one in OURS.rules))
    assert "blocking-index crashed: ValueError: a slip" in [failure.message for failure in failures(broken, rules)]
