"""When the server looks for values that hold each other and that nobody else keeps."""

import gc
from collections.abc import Generator
from contextlib import contextmanager

_NEVER = 1_000_000


def seldom() -> None:
    """Values are made and dropped by the thousand at each key, few of them in cycles.

    To look for these as often as Python does by default costs three times as much as all the rest.
    """
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@contextmanager
def reading() -> Generator[None, None, None]:
    """While much is read that stays: to look through all of it stops every thread, and finds next to nothing."""
    often, *_ = before = gc.get_threshold()
    gc.set_threshold(often, _NEVER, _NEVER)
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(*before)
