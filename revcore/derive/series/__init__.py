"""Series that charts draw, one per file; each is named as its file."""

from __future__ import annotations

import functools
import sys

from revcore.derive.series._series import Catalogue
from revcore.registry import declared


@functools.cache
def catalogue() -> Catalogue:
    """Every series by id."""
    return declared(sys.modules[__name__], "__revcore_series__", "series")
