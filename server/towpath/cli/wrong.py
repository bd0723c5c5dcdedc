"""Wrong usage, in one sentence for whoever typed it."""


class UsageError(Exception):
    """Something on the command line that cannot be done."""
