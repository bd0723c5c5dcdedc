"""Which base branch was taken, or why none, in words."""

from collections.abc import Sequence

from towpath.linter.loaded import Loaded
from towpath.project.git import AnyBase, Base, NoBase

ALL = "every migration is judged, each as if all before it had been applied"


def base_of(loaded: Sequence[Loaded]) -> str:
    """The base of the series, in words, or why there is none."""
    bases = list(dict.fromkeys(one.base for one in loaded))
    return "; ".join(map(_said, bases)) if bases else "not looked for, since there are no migrations"


def _said(base: AnyBase | NoBase | None) -> str:
    if base is None:
        return f"not asked for; {ALL}"
    if isinstance(base, NoBase):
        return f"none, since {base.reason}; {ALL}"
    if not isinstance(base, Base):
        return base.name
    said = f"{base.name} ({base.why}) at {base.commit[:12]}"
    return said if base.fork_known else f"{said}; where this branch left it is not known here, so it is held against it"


def notice(loaded: Sequence[Loaded]) -> str | None:
    """What people have to know where there is no base."""
    none = next((one.base for one in loaded if isinstance(one.base, NoBase)), None)
    return f"no base branch, since {none.reason}; {ALL}" if none else None
