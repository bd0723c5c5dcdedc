"""A rule's page as an editor shows it, beside the file that it is about."""

import re

from towpath.rule import Rule
from towpath.source import pattern

_FENCE = pattern(r"^(`{3,})([a-z]+) (bad|good|fine)\b[^\n]*\n(.*?)^\1[ \t]*\n+", re.M | re.S)
# What only the tests read: the marks of what has to be reported.
_CARETS = pattern(r"^\s*(?:--|#)\s*\^+\s*\n", re.M)


def page(rule: Rule, framework: str) -> str:
    """The page as Markdown; of its examples those for this system, or all where there are none for it."""
    text = _CARETS.sub("", f"{rule.page.strip()}\n")
    systems = {match[2] for match in _FENCE.finditer(text)}

    def example(match: re.Match[str]) -> str:
        fence, system, kind, lines = match.groups()
        return f"*{kind}:*\n{fence}sql\n{lines}{fence}\n\n" if system == framework or framework not in systems else ""

    return _FENCE.sub(example, text).strip()


def plain(text: str) -> str:
    """Markdown for a client that shows none: without the marks that would only be in the way."""
    unfenced = re.sub(r"^(?:`{3,}.*|---)$\n?", "", text, flags=re.M)
    return unfenced.replace("**", "").replace("`", "")
