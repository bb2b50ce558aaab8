"""Python's collector of cycles, told to rest while very many small things are made that form none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Memory is given back as ever, only cycles wait: the collector would walk over all those things again and again.

    Around one act of seconds, as a ``with`` or as a decorator. It rests for the whole process meanwhile.
    """
    rests = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not rests:
            gc.enable()
