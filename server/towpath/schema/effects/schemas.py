"""What becomes of everything in a schema that is dropped or renamed."""

from towpath.operations import DropObject, Name, RenameObject
from towpath.schema import said
from towpath.schema.dropping import drop_relation
from towpath.schema.objects import Thing
from towpath.schema.relations import leave
from towpath.schema.renaming import rename as rename_fact
from towpath.schema.state import Draft
from towpath.schema.tables import Table


def drop(draft: Draft, operation: DropObject) -> None:
    """A schema is dropped with all that lives in it."""
    schema = draft.thing("schema", operation.name)
    for key in schema.holds if schema else ():
        fact = draft.fact(key)
        if isinstance(fact, Table):
            drop_relation(draft, fact)
        else:
            draft.put(key, None)
    leave(draft, "schema", operation.name)


def rename(draft: Draft, operation: RenameObject) -> None:
    """A schema goes by another name, and so does all that lives in it."""
    schema = draft.thing("schema", operation.name)
    if schema is None:
        return
    old, new = operation.name.name, operation.to
    renamed = Thing(schema.made, schema.born, said.say(schema.said, operation))
    leave(draft, "schema", operation.name)
    draft.put(f"schema {new}", renamed)
    for key in schema.holds:
        kind, _, name = key.partition(f" {old}.")
        rename_fact(draft, kind, Name(name, old), Name(name, new))
