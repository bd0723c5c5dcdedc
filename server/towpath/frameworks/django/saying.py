"""Django's operations as code: what says an operation that no element said until now."""

from collections.abc import Mapping, Sequence

from towpath.frameworks.django.sheet import Sheet
from towpath.frameworks.python.code import Code, block, call, is_known, items, prefixed, written
from towpath.frameworks.undone import undoes
from towpath.operations import (
    AddConstraint,
    CreateIndex,
    DropColumn,
    DropConstraint,
    DropDefault,
    DropIndex,
    DropTable,
    Name,
    Operation,
    SetDefault,
    SetSetting,
    UpdateRows,
    ValidateConstraint,
    replace,
)
from towpath.schema import Irreversible, State, reverse
from towpath.source import pattern
from towpath.sql.write import write

_AS_CHECK = pattern(r"CheckConstraint\(\s*check=")
POSTGRES = "django.contrib.postgres.operations"
MIGRATIONS = "django.db.migrations"
# The classes that a file may have to import before it can say what is new.
NEW = {
    "AddConstraintNotValid": POSTGRES,
    "AddIndexConcurrently": POSTGRES,
    "RemoveIndexConcurrently": POSTGRES,
    "ValidateConstraint": POSTGRES,
    "migrations": "django.db",
}


class Fresh:
    """What is told of an operation that is new: the models of tables, what undoes it, and constraints of Meta."""

    def __init__(
        self, models: Mapping[Name, str], back: Sequence[Operation] = (), proofs: Mapping[str, str] | None = None
    ) -> None:
        self.models = models
        self.back = back
        # The fields that CHECKs prove to hold no NULL, by the name of the constraint.
        self.proofs = proofs or {}


def saying(sheet: Sheet, operation: Operation, told: Fresh) -> Code | None:
    """The element that says an operation."""
    model = told.models.get(getattr(operation, "table", Name("")))
    if model is None:
        return run_sql(sheet, [operation], told.back)
    named = {"model_name": sheet.manner.text(model)}
    if isinstance(operation, ValidateConstraint):
        return call(sheet.name_of(f"{POSTGRES}.ValidateConstraint"), **named, name=sheet.manner.text(operation.name))
    if isinstance(operation, AddConstraint) and operation.constraint.name in told.proofs:
        proof = _proof(sheet, operation.constraint.name or "", told)
        return call(sheet.name_of(f"{POSTGRES}.AddConstraintNotValid"), **named, constraint=proof)
    if isinstance(operation, DropConstraint) and operation.name in told.proofs:
        return call(f"{sheet.name_of(MIGRATIONS)}.RemoveConstraint", **named, name=sheet.manner.text(operation.name))
    return run_sql(sheet, [operation], told.back)


def _proof(sheet: Sheet, name: str, told: Fresh) -> Code:
    """A CHECK that a field is never NULL, as a constraint of Meta; `check=` till 5.0, and where the file says so."""
    models = sheet.name_of("django.db.models")
    proven = call(f"{models}.Q", **{f"{told.proofs[name]}__isnull": "False"})
    as_check = sheet.version < (5, 1) or _AS_CHECK.search(sheet.source.text)
    condition = prefixed("check=" if as_check else "condition=", proven)
    return call(f"{models}.CheckConstraint", condition, name=sheet.manner.text(name))


# What has to come back, so that there is no way back where the files do not say what it was.
_LOST = (DropColumn, DropConstraint, DropIndex, DropTable)


def run_sql(sheet: Sheet, operations: Sequence[Operation], back: Sequence[Operation] = ()) -> Code | None:
    """RunSQL with what operations say, and what undoes them."""
    said = [write(operation) for operation in operations]
    undone = [write(one) for one in (back or undoing(operations))]
    forth = [one for one in said if one is not None]
    lost = any(isinstance(one, _LOST) and not one.if_exists for one in operations) and not undone
    known = all(is_known(one) for one in (*said, *undone) if one is not None)
    if not forth or len(forth) < len(said) or lost or not known:
        return None
    return call(f"{sheet.name_of(MIGRATIONS)}.RunSQL", texts(sheet, forth), reverse_sql=_back(sheet, undone))


def each_alone(sheet: Sheet, operations: Sequence[Operation], back: Sequence[Operation]) -> list[Code]:
    """An element of SQL for each operation, where an index may have to leave; none where a way back would be lost."""
    if not any(isinstance(one, CreateIndex) and not one.concurrently for one in operations):
        return []
    backs = [[one for one in back if undoes(one, operation)] for operation in operations]
    if sum(map(len, backs)) != len(back):
        return []
    found = [run_sql(sheet, [operation], own) for operation, own in zip(operations, backs)]
    return [code for code in found if code is not None] if None not in found else []


def _back(sheet: Sheet, undone: Sequence[str | None]) -> Code:
    said = [one for one in undone if one is not None]
    return texts(sheet, said) if said else f"{sheet.name_of(MIGRATIONS)}.RunSQL.noop"


def texts(sheet: Sheet, said: Sequence[str]) -> Code:
    """One text, or a list of them."""
    quoted = [text(sheet, one) for one in said]
    return quoted[0] if len(quoted) == 1 else items(quoted)


def text(sheet: Sheet, said: str) -> str:
    """A text of SQL as a literal: in one line where it can be, in triple quotes where that saves signs."""
    if said[:2].upper() == "DO" and (lines := block(said)):
        return lines
    both = "'" in said and '"' in said
    if both and '"""' not in said and "\\" not in said and not said.endswith('"'):
        return f'"""{said}"""'
    return sheet.manner.text(" ".join(said.split()) if "'" not in said else said)


def undoing(operations: Sequence[Operation]) -> list[Operation]:
    """What undoes operations, the last one first, as far as they say it themselves."""
    found: list[Operation] = []
    for operation in reversed(operations):
        if isinstance(operation, SetDefault):
            found.append(DropDefault(operation.table, operation.column))
        elif not isinstance(operation, (SetSetting, ValidateConstraint, UpdateRows)):
            how = reverse(operation, State())
            found += () if isinstance(how, Irreversible) else map(lenient, how.operations)
    return found


def lenient(operation: Operation) -> Operation:
    """An index may be gone on the way back: a constraint that took it over takes it away with itself."""
    return replace(operation, if_exists=True) if isinstance(operation, DropIndex) else operation


def separate(sheet: Sheet, database: Sequence[str], state: Sequence[str], depth: str) -> str:
    """SeparateDatabaseAndState over lines of code for each side, which stand two levels deeper."""
    one, two = depth + sheet.manner.indentation, depth + sheet.manner.indentation * 2
    comma = "," if sheet.manner.comma else ""
    sides = [("database_operations", database), ("state_operations", state)]
    said = [
        f"{one}{name}=[\n" + "".join(f"{two}{element},\n" for element in elements) + f"{one}]"
        for name, elements in sides
        if elements
    ]
    return f"{sheet.name_of(MIGRATIONS)}.SeparateDatabaseAndState(\n" + ",\n".join(said) + f"{comma}\n{depth})"


def lines(sheet: Sheet, code: Code, depth: str, behind: str = "") -> str:
    """Code as it stands at an indentation, which is not in the result."""
    return written(code, sheet.manner, depth, behind)
