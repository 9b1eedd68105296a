"""The lowest point of a function of two numbers, by Nelder and Mead's simplex.

scipy's own takes any number of arguments and spends four fifths of a fit on handling arrays; this
one takes the same steps with plain numbers.
"""

from __future__ import annotations

from collections.abc import Callable

Point = tuple[float, float]

NEAR = 1e-6
"""Distance between corners at which the search ends."""
LEVEL = 1e-9
"""Difference between values at which it ends, together with :data:`NEAR`."""
MOST = 1000
"""Steps at most, the start counted as the first."""


def lowest(loss: Callable[[float, float], float], start: Point) -> tuple[float, Point]:
    """Least value and where it is, from a start.

    References
    ----------
    Nelder & Mead (1965), The Computer Journal 7:308–313.

    Examples
    --------
    >>> value, (x, y) = lowest(lambda x, y: (x - 3) ** 2 + (y + 1) ** 2, (1.0, 1.0))
    >>> round(x, 4), round(y, 4)
    (3.0, -1.0)
    """
    x, y = start
    points = [start, (1.05 * x if x else 0.00025, y), (x, 1.05 * y if y else 0.00025)]
    corners = sorted(((loss(*point), point) for point in points), key=_height)
    for _ in range(1, MOST):
        (least, best), (middle, other), (most, worst) = corners
        far = max(abs(a - b) for point in (other, worst) for a, b in zip(point, best, strict=True))
        if far <= NEAR and max(abs(least - middle), abs(least - most)) <= LEVEL:
            break
        centre = (best[0] + other[0]) / 2, (best[1] + other[1]) / 2
        mirrored = _corner(loss, centre, worst, 1.0)
        if mirrored[0] < least:
            found = min(_corner(loss, centre, worst, 2.0), mirrored, key=_height)
        elif mirrored[0] < middle:
            found = mirrored
        else:
            outside = mirrored[0] < most
            found = _corner(loss, centre, worst, 0.5 if outside else -0.5)
            if found[0] > mirrored[0] if outside else found[0] >= most:
                corners[1:] = [_halfway(loss, best, point) for point in (other, worst)]
                corners.sort(key=_height)
                continue
        corners[2] = found
        corners.sort(key=_height)
    return corners[0]


def _corner(
    loss: Callable[[float, float], float], centre: Point, worst: Point, step: float
) -> tuple[float, Point]:
    """From the worst corner through the centre and so many times as far again."""
    x = (1 + step) * centre[0] - step * worst[0]
    y = (1 + step) * centre[1] - step * worst[1]
    return loss(x, y), (x, y)


def _halfway(
    loss: Callable[[float, float], float], best: Point, point: Point
) -> tuple[float, Point]:
    x = best[0] + 0.5 * (point[0] - best[0])
    y = best[1] + 0.5 * (point[1] - best[1])
    return loss(x, y), (x, y)


def _height(corner: tuple[float, Point]) -> float:
    return corner[0]
