import pytest

from towpath.frameworks.stamps import following


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("20240101235959", "20240102000000"),
        ("202412312359", "202501010000"),
        ("20240229", "20240301"),
        ("1631562784", "1631562785"),
        ("000003", "000004"),
        ("3", "4"),
        ("2024-01-31-235959", "2024-02-01-000000"),
        ("2024-01-31-235959-0000", "2024-01-31-235959-0001"),
        ("00000000000000", "00000000000001"),
    ],
)
def test_the_version_that_comes_next(text: str, later: str) -> None:
    assert following(text) == later


@pytest.mark.parametrize("text", ["999", "9", "", "init"])
def test_no_version_comes_next(text: str) -> None:
    assert following(text) is None
