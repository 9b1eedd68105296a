"""The call lists there are: one per file of this folder, found by name."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import revcore.diagnosis.call_lists as package
from revcore.diagnosis.call_lists._call_list import CallList
from revcore.registry import declared


@functools.cache
def call_lists() -> Mapping[str, CallList]:
    """Every call list by id, in the order the page shows them."""
    found: dict[str, CallList] = declared(package, "__revcore_call_list__", "call_list")
    return {one.id: one for one in sorted(found.values(), key=lambda one: (one.order, one.id))}
