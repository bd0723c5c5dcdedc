"""What the rules on columns that get other names share: how values move to a new column, and the old one goes."""

from towpath.changes import NewMigration, Ref
from towpath.operations import AddColumn, Column, DropColumn, DropNotNull, UpdateRows, replace
from towpath.rule import Context
from towpath_rules.locking._constraints import required_in_turns
from towpath_rules.locking._filling import filled, spelled


def moved(drop: DropColumn, old: Column, new: str, context: Context, at: Ref) -> tuple[NewMigration, ...]:
    """The migrations behind the one that adds a column: they copy the old one into it, require it where that was, and
    drop the old one; none where no key is known to copy by.
    """
    table = drop.table
    filling = filled(table, new, context.identifier(old.name), context, copied=True)
    if not filling:
        return ()
    note = f"to run once the code that runs writes both {old.name} and {new}"
    later: tuple[NewMigration, ...] = (replace(filling[0], note=note),)
    if old.nullable is False:
        guard, required = required_in_turns(table, new, context)
        # Code that writes the new one alone could not insert otherwise.
        released = (*required.operations, DropNotNull(table, old.name))
        later = (*later, guard, replace(required, operations=released))
    return tuple(replace(one, at=at) for one in (*later, _dropped(drop, old, new, context)))


def moving_told(old: str, new: str) -> str:
    """What these migrations do, and what has to be deployed between them."""
    return (
        f"the next ones copy {old} (first deploy code that writes both), "
        f"and drop it (first deploy code that uses {new} alone)"
    )


def _dropped(drop: DropColumn, old: Column, new: str, context: Context) -> NewMigration:
    """What drops the old column; on the way back it comes again with its values."""
    table = drop.table
    values = " = ".join(map(context.identifier, (old.name, new)))
    text = f"UPDATE {spelled(table, context)} SET {values}"
    back = AddColumn(table, replace(old, nullable=True)), UpdateRows(table, text, (old.name,))
    note = f"towpath: ignore[dropped-column] to run once no code that runs uses {old.name}"
    return NewMigration((drop,), f"drop_{table.name}_{old.name}", note=note, back=back, after=True)
