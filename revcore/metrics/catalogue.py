"""The measures there are: one per file of this folder, found by name."""

from __future__ import annotations

import functools
from collections.abc import Mapping

import revcore.metrics as package
from revcore.metrics._metric import Metric
from revcore.registry import declared

GROUPS = ("growth", "funnel", "sales", "acquisition", "value", "retention")


@functools.cache
def metrics() -> Mapping[str, Metric]:
    """Every measure by id, in the order pages show them."""
    found: dict[str, Metric] = declared(package, "__revcore_metric__", "metric")
    ordered = sorted(found.values(), key=lambda m: (GROUPS.index(m.group), m.order, m.id))
    return {measure.id: measure for measure in ordered}
