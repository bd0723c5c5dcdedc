"""`towpath test`: runs the examples of a rule pack."""

import sys

from towpath.cli.check import CLEAN, FOUND
from towpath.cli.wrong import UsageError
from towpath.packs import PackError, catalogue
from towpath.packs.load import OURS
from towpath.testing import failures, read_page


def test(pack: str) -> int:
    """Runs every example of a pack, and prints what did not come out as its page has it; the exit status."""
    try:
        rules = catalogue(() if pack == OURS else (pack,))
    except PackError as error:
        raise UsageError(str(error)) from None
    wrong = examples = 0
    own = [rule for rule in rules.rules if rule.pack == pack]
    for rule in own:
        examples += len(read_page(rule.page).examples)
        for failure in failures(rule, rules):
            wrong += 1
            sys.stdout.write(f"{failure.rule}, line {failure.line} of its page: {failure.message}\n")
    sys.stdout.write(f"{examples} examples of {len(own)} rules, {wrong} wrong\n")
    return FOUND if wrong else CLEAN
