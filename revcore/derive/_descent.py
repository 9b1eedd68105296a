"""The lowest point of a smooth function of a few numbers, by Broyden–Fletcher–Goldfarb–Shanno.

scipy.optimize takes longer to import than all fits of a company take together.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from revcore.derive._interval import Floats

Slope = Callable[[Floats], tuple[float, Floats]]
"""Value and gradient at a point."""

FLAT = 1e-7
"""Largest slope, beside the height, at which the search ends."""
MOST = 200
SAME = 1e-14
"""Smallest gain, beside the height, that is more than rounding: less ends the search."""
STRIDE = 2.0
"""Longest step in any one direction: the functions are of logarithms and log-odds."""


def lowest(function: Slope, start: Floats) -> Floats:
    """Where the function is least, from a start.

    References
    ----------
    Nocedal & Wright (2006), Numerical Optimization, algorithm 6.1 with backtracking.

    Examples
    --------
    >>> def bowl(at):
    ...     x, y = at
    ...     return (1 - x) ** 2 + 100 * (y - x * x) ** 2, np.array(
    ...         [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)])
    >>> lowest(bowl, np.array([-1.2, 1.0])).round(4).tolist()
    [1.0, 1.0]
    """
    at = np.asarray(start, float)
    value, slope = function(at)
    inverse = np.eye(at.size) / max(1.0, float(np.abs(slope).max()))
    for _ in range(MOST):
        if np.abs(slope).max() <= FLAT * max(1.0, abs(value)):
            break
        step = -inverse @ slope
        if step @ slope >= 0:
            inverse = np.eye(at.size) / max(1.0, float(np.abs(slope).max()))
            step = -inverse @ slope
        step *= min(1.0, STRIDE / np.abs(step).max())
        length, found, there = 1.0, value, slope
        for _ in range(40):
            found, there = function(at + length * step)
            if found <= value + 1e-4 * length * float(step @ slope):
                break
            length /= 2
        else:
            break
        moved, turned, gained = length * step, there - slope, value - found
        at, value, slope = at + moved, found, there
        if gained <= SAME * max(1.0, abs(value)):
            break
        curve = float(moved @ turned)
        if curve > 1e-12:
            inverse = _updated(inverse, moved, turned, curve)
    return at


def _updated(inverse: Floats, moved: Floats, turned: Floats, curve: float) -> Floats:
    part = np.eye(moved.size) - np.outer(moved, turned) / curve
    return np.asarray(part @ inverse @ part.T + np.outer(moved, moved) / curve)


def covariance(function: Slope, at: Floats, loosest: float) -> Floats:
    """Inverse of the curvature of a loss at its lowest point, each curvature at least ``loosest``.

    The Laplace approximation of a posterior; ``loosest`` keeps a flat direction from running off.
    """
    step = 1e-4
    moves = np.eye(at.size) * step
    rows = [(function(at + move)[1] - function(at - move)[1]) / (2 * step) for move in moves]
    curved = np.array(rows)
    curvature, directions = np.linalg.eigh((curved + curved.T) / 2)
    return np.asarray((directions / np.maximum(curvature, loosest)) @ directions.T)
