"""The patterns and levers there are: one per file, found by name."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import revcore.diagnosis.levers as levers_package
import revcore.diagnosis.patterns as patterns_package
from revcore.diagnosis.levers._lever import LeverKind
from revcore.diagnosis.patterns._pattern import Pattern
from revcore.registry import declared


@functools.cache
def patterns() -> Mapping[str, Pattern]:
    """Every pattern by id, in the order of the catalogue."""
    found: dict[str, Pattern] = declared(patterns_package, "__revcore_pattern__", "pattern")
    return {one.id: one for one in sorted(found.values(), key=lambda one: (one.order, one.id))}


@functools.cache
def levers() -> Mapping[str, LeverKind]:
    """Every lever by id."""
    found: dict[str, LeverKind] = declared(levers_package, "__revcore_lever__", "lever")
    return found
