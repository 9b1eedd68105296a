"""Documents as text: the same content always gives the same bytes."""

from __future__ import annotations

import json
import math
from typing import Any


def significant(value: Any) -> Any:
    """Round every float in a structure to 12 significant digits.

    >>> significant({"a": 0.1 + 0.2})
    {'a': 0.3}
    """
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError("a document holds no NaN and no infinity")
        return float(f"{value:.12g}")
    if isinstance(value, dict):
        return {key: significant(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [significant(item) for item in value]
    return value


def dump(value: Any, *, indent: int | None = 1) -> str:
    """Write JSON so that the same content always gives the same bytes."""
    return (
        json.dumps(
            significant(value), sort_keys=True, ensure_ascii=False, allow_nan=False, indent=indent
        )
        + "\n"
    )
