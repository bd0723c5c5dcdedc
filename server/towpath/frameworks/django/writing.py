"""Writing."""

from towpath.frameworks.writing import Ask, Written


def write(ask: Ask) -> Written | None:
    return None
