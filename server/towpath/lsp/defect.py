"""How a defect of ours is told: in one line."""

from traceback import extract_tb


def defect(what: str, error: Exception) -> str:
    """What was done, what went wrong, and where."""
    frames = extract_tb(error.__traceback__)
    where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    return f"{what}: {type(error).__name__}: {error}{where}"
