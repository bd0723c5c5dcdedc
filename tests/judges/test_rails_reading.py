"""Law 8 for Rails: what the real Active Record sends to a real PostgreSQL, read as SQL, is what we read in files."""

from typing import Any

import pytest

from judges.rails_cases import CASES, NEWER, REFUSED, STUMBLED, VERSIONS, VERSIONS_BEFORE
from judges.rails_judge import judged, ours, question, read, sent, text
from towpath.operations import Name, Opaque, Operation, RenameIndex, RenameTable, replace

pytestmark = pytest.mark.server

Answers = dict[tuple[str, str], dict[str, Any]]
NEWEST = VERSIONS[-1]
ASKED = [(code, version) for version in VERSIONS for code in CASES]


@pytest.fixture(scope="module")
def told() -> Answers:
    found = judged([question(text(*one), down=one[1] == NEWEST) for one in ASKED])
    return dict(zip(ASKED, found, strict=True))


def test_there_are_enough_cases() -> None:
    assert len(set(CASES)) == len(CASES)
    assert len(CASES) > 240


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_sent_is_what_is_read(version: str, told: Answers) -> None:
    for code in CASES:
        answer = told[code, version]
        failed = answer.get("error") or answer["up"].get("error")
        assert (failed is not None) == ((code, version) in REFUSED), (code, failed)
        if failed is None:
            found = ours(read(text(code, version)))
            assert not any(isinstance(one, Opaque) for one in found), code
            assert found == told_by(answer, code), code


@pytest.fixture(scope="module")
def told_before() -> Answers:
    asked = [one for one in ASKED if one[1] in VERSIONS_BEFORE]
    return dict(zip(asked, judged([question(text(*one)) for one in asked], before=True), strict=True))


def test_what_an_older_one_sends_is_the_same(told_before: Answers) -> None:
    assert len(NEWER) < 35
    for (code, version), answer in told_before.items():
        failed = answer.get("error") or answer["up"].get("error")
        if (code, version) in REFUSED:
            assert failed, code
            continue
        found = ours(read(text(code, version)))
        same = not failed and found == told_by(answer, code)
        assert same == (code not in NEWER), (code, version, failed)


def told_by(answer: dict[str, Any], code: str) -> list[Operation]:
    """What was sent, but for what no file tells: the schema of a sequence, and names of what was there before."""
    found = [one for one in sent(answer["up"]["sql"]) if not goes_along(one, code)]
    return [replace(one, table=Name(one.table.name)) if isinstance(one, RenameTable) else one for one in found]


def goes_along(operation: Operation, code: str) -> bool:
    """What Active Record renames along with a table or a column, as the database tells it what there is."""
    sequence = isinstance(operation, RenameTable) and operation.table.name.endswith("_seq")
    known = any(word in code for word in ("rename_index", "add_index", "create_table"))
    return "rename" in code and not known and (sequence or isinstance(operation, RenameIndex))


def test_what_is_called_reversible_is_taken_back_and_the_rest_is_refused(told: Answers) -> None:
    for code in CASES:
        if (code, NEWEST) in REFUSED:
            continue
        steps = read(text(code, NEWEST)).up.steps
        failed = told[code, NEWEST]["down"].get("error")
        assert all(step.reversible for step in steps) == (failed is None or code in STUMBLED), (code, failed)
