"""Series that charts draw, one per file; each is named as its file."""

from __future__ import annotations

import functools
import importlib
import pkgutil

from revcore.derive.series._series import Catalogue, SeriesMaker
from revcore.errors import HalfMade


@functools.cache
def catalogue() -> Catalogue:
    """Every series by id."""
    found: dict[str, SeriesMaker] = {}
    for info in pkgutil.iter_modules(__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{__name__}.{info.name}")
        maker = getattr(getattr(module, info.name, None), "__revcore_series__", None)
        if maker is None:
            raise HalfMade(
                f"revcore/derive/series/{info.name}.py declares no series called “{info.name}”.",
                fix="Name the function as the file and put @series(…) above it.",
            )
        found[info.name] = maker
    return found
