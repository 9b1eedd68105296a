"""The lowest point of a smooth function of two numbers, by Newton’s steps held downhill."""

from __future__ import annotations

import math
from collections.abc import Callable

from revcore.derive._simplex import Point

Slopes = Callable[[float, float], tuple[Point, tuple[float, float, float]]]
"""Gradient and curvatures (xx, xy, yy) at a point."""

SAME = 1e-12
"""Gain to come, beside the height, at which one more step ends the search."""
MOST = 60
HALVINGS = 40
STRIDE = 2.0
"""Longest step in either direction."""
LEAST_CURVATURE = 1e-3
"""Where the function curves less, or the other way, steps are those of one that curves so."""


def turned(
    loss: Callable[[float, float], float], slopes: Slopes, start: Point
) -> tuple[float, Point] | None:
    """Least value and where it is, from a start; None where the search comes to no end.

    References
    ----------
    Nocedal & Wright (2006), Numerical Optimization, §3.4: eigenvalues held above zero.

    Examples
    --------
    >>> value, (x, y) = turned(
    ...     lambda x, y: (x - 3) ** 2 + (y + 1) ** 4 + y * y,
    ...     lambda x, y: ((2 * (x - 3), 4 * (y + 1) ** 3 + 2 * y), (2, 0, 12 * (y + 1) ** 2 + 2)),
    ...     (1.0, 1.0))
    >>> round(x, 6), round(y, 6)
    (3.0, -0.410245)
    """
    (x, y), height = start, loss(*start)
    for _ in range(MOST):
        gradient, curvature = slopes(x, y)
        right, up = _step(gradient, curvature)
        falls = -(gradient[0] * right + gradient[1] * up)
        if falls <= SAME * max(1.0, abs(height)):  # too little for the height to tell
            there = x + right, y + up
            return loss(*there), there
        length = min(1.0, STRIDE / max(abs(right), abs(up)))
        for _ in range(HALVINGS):
            there = x + length * right, y + length * up
            found = loss(*there)
            if found <= height - 1e-4 * length * falls:
                break
            length /= 2
        else:
            return None
        (x, y), height = there, found
    return None


def _step(gradient: Point, curvature: tuple[float, float, float]) -> Point:
    """Newton’s step with each curvature taken as positive and not too small."""
    xx, xy, yy = curvature
    middle, half = (xx + yy) / 2, math.hypot((xx - yy) / 2, xy)
    high, low = middle + half, middle - half
    # the direction of the greater curvature
    angle = 0.5 * math.atan2(2 * xy, xx - yy)
    c, s = math.cos(angle), math.sin(angle)
    along, across = c * gradient[0] + s * gradient[1], c * gradient[1] - s * gradient[0]
    along /= max(abs(high), LEAST_CURVATURE)
    across /= max(abs(low), LEAST_CURVATURE)
    return s * across - c * along, -s * along - c * across
