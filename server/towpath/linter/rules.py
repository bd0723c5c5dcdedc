"""The rules that are switched on, and what one of them says; a crash in one is told, and silences no other."""

from collections.abc import Callable, Collection, Mapping, Sequence

from towpath.operations import Direction
from towpath.rule import Context, Finding, Rule, Severity
from towpath.rule.finding import SEVERITIES
from towpath.rule.place import Surroundings

Severities = Mapping[str, str]

_ORDER: list[str] = [*SEVERITIES]


class Rules:
    """The rules that are switched on, by what they ask for; and what a crash in one of them is told to."""

    def __init__(
        self,
        rules: Sequence[Rule],
        around: Surroundings,
        severities: Severities,
        crashed: Callable[[Rule, Exception], None],
    ) -> None:
        self.around = around
        self.severities = severities
        self.crashed = crashed
        dialect = around.database.dialect if around.database else ""
        self._rules = [rule for rule in rules if not rule.databases or dialect in rule.databases]
        self.dialect = dialect
        self._own = {rule.name: dict(rule.severities).get(dialect) or rule.severity for rule in self._rules}
        self._speaking: dict[tuple[type, Direction], list[Rule]] = {}
        self._speaking_of: dict[tuple[type, Direction, Collection[type]], list[Rule]] = {}

    def speaking(self, kind: type, direction: Direction) -> list[Rule]:
        """The rules whose function takes this kind of thing, and that speak of this direction."""
        found = self._speaking.get((kind, direction))
        if found is None:
            rules = [rule for rule in self._rules if direction == "up" or rule.down]
            asking = [rule for rule in rules if any(issubclass(kind, asked) for asked in rule.kinds)]
            found = self._speaking[kind, direction] = asking
        return found

    def speaking_of(self, kind: type, direction: Direction, done: frozenset[type] | tuple[type, ...]) -> list[Rule]:
        """Those of them that are about one of the kinds of what is done or added, or about whatever it is."""
        found = self._speaking_of.get((kind, direction, done))
        if found is None:
            speaking = self.speaking(kind, direction)
            asking = [rule for rule in speaking if not rule.about or any(issubclass(one, rule.about) for one in done)]
            found = self._speaking_of[kind, direction, done] = asking
        return found

    def severity(self, rule: Rule, finding: Finding, lower: int) -> Severity | None:
        """The severity of a finding, lowered so many times; None where it is switched off."""
        said = self.severities.get(rule.name) or finding.severity or self._own.get(rule.name, rule.severity)
        if said == "off":
            return None
        return SEVERITIES[min(_ORDER.index(said) + lower, len(SEVERITIES) - 1)]

    def run(self, rule: Rule, subject: object, context: Context) -> list[Finding]:
        """What a rule says; one that raises says nothing, and the defect is told."""
        try:
            return list(rule.check(subject, context))
        except Exception as error:
            self.crashed(rule, error)
            return []
