"""Ahead, on par, behind, or too early to tell: a measured interval beside a published figure."""

from __future__ import annotations

import math

from revcore.model import Band, Better, Figure

ON_PAR = 0.10
"""Without quartiles, within this share of the figure is on par."""
Z95 = 1.959963984540054
MOST = 10_000
"""More observations than this are no advice."""


def band(low95: float | None, high95: float | None, figure: Figure | None, better: Better) -> Band:
    """Compare the 95 % interval of a measure with a published figure.

    ahead, behind
        The interval lies wholly beyond the figure, or beyond the quartile published on that side.
    on_par
        Otherwise, the interval lies wholly inside [p25, p75], or within ± 10 % of the figure where
        not both quartiles are published.
    cannot_tell
        Neither, or there is no interval.
    none
        No figure, or no direction is good.

    p25 and p75 are numeric: where lower is better, p25 is the better end.

    >>> share = Figure(value=0.2, kind="average", publisher="P", report="R", year="2025", url="",
    ...                segment="all")
    >>> band(0.25, 0.43, share, Better.HIGHER)
    'ahead'
    >>> band(0.14, 0.48, share, Better.HIGHER)
    'cannot_tell'
    """
    if figure is None or better is Better.RANGE:
        return "none"
    if low95 is None or high95 is None:
        return "cannot_tell"
    above = figure.value if figure.p75 is None else figure.p75
    below = figure.value if figure.p25 is None else figure.p25
    if low95 > above:
        return "ahead" if better is Better.HIGHER else "behind"
    if high95 < below:
        return "behind" if better is Better.HIGHER else "ahead"
    low, high = _par(figure)
    return "on_par" if low <= low95 and high95 <= high else "cannot_tell"


def settle(k: float, n: float, figure: Figure) -> int | None:
    """How many more observations would settle a proportion k / n, roughly.

        total = (z / Δ)² · p (1 − p),   Δ = distance to the nearest line that would settle it

    Never fewer than the Wilson interval needs to leave the figure. 0: settled already. None: so
    close to the line that no realistic number (up to 10,000) settles it.

    >>> share = Figure(value=0.2, kind="average", publisher="P", report="R", year="2025", url="",
    ...                segment="all")
    >>> settle(3, 10, share), settle(7, 25, share), settle(40, 120, share)
    (71, 97, 0)
    """
    if n <= 0:
        return None
    p = k / n
    above = figure.value if figure.p75 is None else figure.p75
    below = figure.value if figure.p25 is None else figure.p25
    totals = []
    if p > above or p < below:
        line = above if p > above else below
        if n > _wilson_total(p, line):
            return 0
        totals.append(max((Z95 / (p - line)) ** 2 * p * (1 - p), _wilson_total(p, line)))
    low, high = _par(figure)
    margin = min(p - low, high - p)
    if margin > 0:
        totals.append((Z95 / margin) ** 2 * p * (1 - p))
    if not totals or min(totals) - n > MOST:
        return None
    return max(1, math.ceil(min(totals) - n))


def changed(low: float, high: float, before: float, better: Better) -> Band:
    """The verdict on a change since an earlier window, from the 95 % interval of the change.

    >>> changed(-0.10, -0.04, 0.29, Better.HIGHER), changed(-0.01, 0.02, 0.29, Better.HIGHER)
    ('behind', 'on_par')
    >>> changed(-0.10, 0.04, 0.29, Better.HIGHER)
    'cannot_tell'
    """
    if better is Better.RANGE:
        return "none"
    if low > 0 or high < 0:
        return "ahead" if (low > 0) == (better is Better.HIGHER) else "behind"
    margin = ON_PAR * abs(before)
    return "on_par" if -margin <= low and high <= margin else "cannot_tell"


def settle_change(k: float, n: float, before: float, spread: float) -> int | None:
    """How many more observations would settle a change of a share since an earlier window.

        total = z² · p (1 − p) / (Δ² − s²)

    s is the half-width of the earlier share on the side towards this one; while it reaches that
    far, no number from now on settles anything.

    >>> settle_change(30, 150, 0.25, 0.03), settle_change(30, 150, 0.25, 0.06)
    (235, None)
    """
    p = k / n
    room = (p - before) ** 2 - spread**2
    if room <= 0:
        return None
    more = Z95**2 * p * (1 - p) / room - n
    return max(1, math.ceil(more)) if more <= MOST else None


def _par(figure: Figure) -> tuple[float, float]:
    if figure.p25 is not None and figure.p75 is not None:
        return figure.p25, figure.p75
    low, high = sorted(((1 - ON_PAR) * figure.value, (1 + ON_PAR) * figure.value))
    return low, high


def _wilson_total(p: float, line: float) -> float:
    """Observations at which Wilson's interval around p just touches the line."""
    return (Z95 / (p - line)) ** 2 * line * (1 - line)
