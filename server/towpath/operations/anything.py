"""Operations on whatever a database holds besides tables, columns, constraints, indexes, types, views and functions.

`kind` is everywhere the SQL words for what is meant, in lower case (`extension`, `materialized view`); `table` is the
relation that a trigger, a rule, a policy, a column or a constraint stands on; `signature` is what else is needed to
name it, as written: a function's arguments, `USING btree` of an operator class.
"""

from towpath.operations.kinds import Operation
from towpath.operations.names import Name
from towpath.operations.values import value


@value
class CreateObject(Operation):
    """Anything made that no other operation makes; `text` is the statement, `others` what else it names."""

    kind: str
    name: Name
    text: str
    table: Name | None = None
    others: tuple[Name, ...] = ()
    signature: str | None = None
    if_not_exists: bool = False
    replace: bool = False


@value
class DropObject(Operation):
    """Anything dropped that is no table, column, constraint or index."""

    kind: str
    name: Name
    if_exists: bool = False
    cascade: bool = False
    table: Name | None = None
    signature: str | None = None


@value
class RenameObject(Operation):
    kind: str
    name: Name
    to: str
    table: Name | None = None
    signature: str | None = None


@value
class MoveObject(Operation):
    """It goes to another schema."""

    kind: str
    name: Name
    schema: str
    signature: str | None = None


@value
class SetOwner(Operation):
    """`owner` is a role as SQL spells it."""

    kind: str
    name: Name
    owner: str
    signature: str | None = None


@value
class SetComment(Operation):
    """`comment` is None where it is taken away."""

    kind: str
    name: Name
    comment: str | None
    table: Name | None = None
    signature: str | None = None


@value
class Grant(Operation):
    """Privileges on one object, or membership in a role; all but `kind` and `name` is SQL text.

    `name` is None where no object is named. `later` is where privileges on what is yet to be made are meant, and for
    whom (ALTER DEFAULT PRIVILEGES, perhaps an empty text), None for those on what is there.
    """

    privileges: str
    kind: str
    name: Name | None
    roles: str
    signature: str | None = None
    options: str = ""
    later: str | None = None


@value
class Revoke(Operation):
    """The opposite of Grant; `only` are the words of an option that alone is taken away (GRANT OPTION FOR)."""

    privileges: str
    kind: str
    name: Name | None
    roles: str
    signature: str | None = None
    options: str = ""
    later: str | None = None
    only: str = ""
    cascade: bool = False
