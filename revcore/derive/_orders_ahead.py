"""Orders to expect of customers who may stop after each: means over their chance to stop."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive._interval import Floats

NODES = 24
"""Points at which the chance to stop is looked at: five digits over ten times the mean wait."""


def while_there(p: Floats, power: Floats, ahead: Floats) -> Floats:
    """Orders of a customer who is there, by their chance ``p`` to stop after each."""
    grown = np.asarray(power)[..., None] * np.log1p(p * np.asarray(ahead)[..., None])
    return np.asarray(-np.expm1(-grown) / p)


def orders_of_new(parameters: Floats, times: Floats, modified: bool = True) -> Floats:
    """Repeat orders of a new customer within each time; one row per row of (r, α, a, b)."""
    r, alpha, a, b = (parameters[:, i, None] for i in range(4))
    nodes, weights = beta_nodes(a[:, 0], b[:, 0] + modified)
    there = b / (a + b) if modified else 1.0
    found = while_there(nodes[:, None, :], np.broadcast_to(r, (len(r), len(times))), times / alpha)
    return np.asarray(there * (weights[:, None, :] * found).sum(axis=-1))


def beta_nodes(a: ArrayLike, c: ArrayLike) -> tuple[Floats, Floats]:
    """Points and weights that give the mean of a smooth function of p ~ Beta(a, c).

    Gauss–Jacobi, by the eigenvalues of the recurrence (Golub & Welsch 1969).

    >>> nodes, weights = beta_nodes(0.5, 3.0)
    >>> round(float(weights @ nodes), 6), round(0.5 / 3.5, 6)
    (0.142857, 0.142857)
    """
    first, second = np.broadcast_arrays(np.asarray(c, float) - 1, np.asarray(a, float) - 1)
    k = np.arange(NODES, dtype=float)
    u, v = first[..., None], second[..., None]
    both = 2 * k + u + v
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (v * v - u * u) / (both * (both + 2))
    middle[..., 0] = ((v - u) / (u + v + 2))[..., 0]
    j = k[1:]
    both = 2 * j + u + v
    with np.errstate(divide="ignore", invalid="ignore"):
        beside = 4 * j * (j + u) * (j + v) * (j + u + v) / (both**2 * (both + 1) * (both - 1))
    beside[..., 0] = (4 * (1 + u) * (1 + v) / ((2 + u + v) ** 2 * (3 + u + v)))[..., 0]
    matrix = np.zeros((*first.shape, NODES, NODES))
    at = np.arange(NODES)
    matrix[..., at, at] = middle
    matrix[..., at[1:], at[:-1]] = np.sqrt(beside)
    values, vectors = np.linalg.eigh(matrix)
    return np.clip((1 + values) / 2, 1e-12, 1.0), vectors[..., 0, :] ** 2
