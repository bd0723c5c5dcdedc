"""A COMMIT that a revision says, and what is known of the transaction behind it."""

from towpath.frameworks.alembic.drivers import UNSURE
from towpath.frameworks.embedded import Inner
from towpath.operations import ControlTransaction, replace


def ended(inner: Inner, goes_on: bool | None) -> Inner:
    """A statement that tells, where it ends the transaction, whether the driver begins another one behind it."""
    ends = [one for one in inner.operations if isinstance(one, ControlTransaction) and one.ends]
    if goes_on or not ends:
        return inner
    return inner._replace(operations=tuple(replace(one, behind=True if goes_on is False else UNSURE) for one in ends))
