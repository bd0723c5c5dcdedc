"""Schema and session as values: what an operation leaves behind, what exactly it does, and what undoes it."""

from towpath.schema.between import alike, between
from towpath.schema.compare import Difference, differences
from towpath.schema.effects import applied, apply
from towpath.schema.effects.session import commit_labels, end_session, end_transaction
from towpath.schema.facts import Fact
from towpath.schema.inverses import Irreversible, Reverse, reverse
from towpath.schema.naming import constraint_name
from towpath.schema.objects import Domain, Enum, Function, Sequence, Setting, Thing
from towpath.schema.relations import reads_column
from towpath.schema.resolve import carried_out, performed, resolve
from towpath.schema.restating import RESTATED, RESTATING, all_restated, restated
from towpath.schema.state import ANEW, UNCLEAR, Draft, Lookup, Recorded, State, beginning, names_of, settled
from towpath.schema.tables import Form, Index, Table

__all__ = [
    "ANEW",
    "RESTATED",
    "RESTATING",
    "UNCLEAR",
    "Difference",
    "Domain",
    "Draft",
    "Enum",
    "Fact",
    "Form",
    "Function",
    "Index",
    "Irreversible",
    "Lookup",
    "Recorded",
    "Reverse",
    "Sequence",
    "Setting",
    "State",
    "Table",
    "Thing",
    "alike",
    "all_restated",
    "applied",
    "apply",
    "beginning",
    "between",
    "carried_out",
    "commit_labels",
    "constraint_name",
    "differences",
    "end_session",
    "end_transaction",
    "names_of",
    "performed",
    "reads_column",
    "resolve",
    "restated",
    "reverse",
    "settled",
]
