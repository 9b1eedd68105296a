"""The measures there are: one per file of this folder, found by name."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Mapping

import revcore.metrics as package
from revcore.errors import HalfMade
from revcore.metrics._metric import Metric

GROUPS = ("growth", "funnel", "sales", "acquisition", "value", "retention")


@functools.cache
def metrics() -> Mapping[str, Metric]:
    """Every measure by id, in the order pages show them.

    Raises
    ------
    HalfMade
        A file declares no measure, or one that has another name than the file.
    """
    found: dict[str, Metric] = {}
    for info in pkgutil.iter_modules(package.__path__):
        if info.name.startswith("_") or info.name == "catalogue":
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        declared = getattr(getattr(module, info.name, None), "__revcore_metric__", None)
        if declared is None:
            raise HalfMade(
                f"revcore/metrics/{info.name}.py declares no measure called “{info.name}”.",
                fix="Name the function as the file and put @metric(…) above it.",
            )
        found[info.name] = declared
    ordered = sorted(found.values(), key=lambda m: (GROUPS.index(m.group), m.order, m.id))
    return {measure.id: measure for measure in ordered}
