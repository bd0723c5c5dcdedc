"""How often a call runs the block that it is given, on the way up or down."""

from towpath.operations import Direction
from towpath.syntax.ruby import Call, Given

# What runs its block once, and what of it is done here.
_ONCE = frozenset(
    """
    create_table create_join_table change_table reversible safety_assured say_with_time suppress_messages transaction
    with_lock_retries with_options tap then silence silence_stream without_statement_timeout with_statement_timeout
    disable_statement_timeout with_lock_timeout say_with_heading no_touching disable_referential_integrity
    suspending_foreign_keys with_suppressed_messages with_timeout with_connection with_locale measure realtime disable
    instance_eval instance_exec yield_self connected_to uncached unprepared_statement timeout request without_timeout
    without_auditing without_versioning
    """.split()
)
# What keeps its block for later, or defines something by it.
_NEVER = frozenset("lambda proc class_eval class_exec module_eval define_method at_exit scope has_many".split())


class Runs:
    """How often a call runs its block, on the way up or down."""

    def __init__(self, direction: Direction) -> None:
        self._direction = direction

    def __call__(self, call: Call) -> bool | None:
        if isinstance(call.owner, Given) and call.owner.call.name == "reversible":
            return True if call.name == self._direction else None
        if call.name == "up_only" and call.owner is None:
            return True if self._direction == "up" else None
        if call.name in _NEVER or (call.name == "new" and getattr(call.owner, "path", "") != "Thread"):
            return None
        return call.name in _ONCE or (call.name == "revert" and call.owner is None)
