"""How a measure is declared, and what it returns."""

from __future__ import annotations

import inspect
import math
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from revcore.derive import intervals
from revcore.derive.intervals import Interval
from revcore.derive.shares import share_t
from revcore.errors import HalfMade, NotComputable
from revcore.model import Better, Pillar, Unit, Window
from revcore.registry import Provider
from revcore.words import counted_words

Floats = npt.NDArray[np.float64]
Group = Literal["growth", "funnel", "sales", "acquisition", "value", "retention"]
FEWEST = 5
"""Below this many observations a measure has counts but no value."""


@dataclass(frozen=True)
class Estimate:
    """A value with its interval: 80 % (``low``, ``high``) and 95 % (``low95``, ``high95``).

    A figure counted in full (a sum, a share of all revenue) has no sampling interval.

    draws
        Simulated values the interval was made of.
    trials
        For a share: of how many it is one, as a plain share of the same certainty would be.
    again
        Makes draws on the customers and deals every measure shares
        (:mod:`revcore.derive.resamples`), when somebody reads figures jointly.
    title
        What the figure is called where its name depends on the data: a horizon. Empty: as declared.
    """

    value: float
    n: int
    window: Window | None = None
    interval: Interval | None = None
    inputs: Mapping[str, float | int | str | None] = field(default_factory=dict)
    draws: Floats | None = None
    method: str = "Counted in full; no sampling interval."
    note: str = ""
    again: Callable[[], Floats] | None = None
    trials: float | None = None
    title: str = ""

    def drawn(self) -> Floats | None:
        """Simulated values of the figure; None for one counted in full.

        The shared ones, else those of its own interval, else normal ones between its bounds.

        >>> round(float(np.median(Estimate.proportion(30, 100).drawn())), 2)
        0.3
        """
        if self.again is not None:
            return self.again()
        if self.draws is not None:
            return self.draws
        if self.interval is None:
            return None
        return intervals.between(self.value, self.interval)

    def clipped(self, least: float = -math.inf, most: float = math.inf) -> Estimate:
        """The same with what the figure cannot be cut off its interval."""
        around = self.interval.clipped(least, most) if self.interval else None
        made = self.again
        again = (lambda: np.clip(made(), least, most)) if made else None
        return replace(self, interval=around, again=again)

    def shifted(self, by: float, **inputs: float | int | str) -> Estimate:
        """The same plus a constant known exactly, with other inputs."""
        around = self.interval.shifted(by) if self.interval else None
        made, draws = self.again, self.draws
        return replace(
            self,
            value=self.value + by,
            interval=around,
            inputs={**self.inputs, **inputs},
            draws=None if draws is None else draws + by,
            again=(lambda: made() + by) if made else None,
        )

    def with_draws(self, again: Callable[[], Floats] | None) -> Estimate:
        """The same with a way to draw it on the shared customers or deals."""
        return replace(self, again=again)

    @classmethod
    def proportion(
        cls,
        k: int,
        n: int,
        window: Window | None = None,
        *,
        words: str = "reached it",
        names: tuple[str, str] = ("reached", "of"),
        inputs: Mapping[str, Any] | None = None,
        again: Callable[[], Floats] | None = None,
    ) -> Estimate:
        """``k`` of ``n`` with Wilson's interval.

        Raises
        ------
        NotComputable
            Fewer than five observations: “1 of 2 won”.
        """
        counts = {names[0]: k, names[1]: n, **(inputs or {})}
        if n < FEWEST:
            raise NotComputable(
                f"{k} of {n} {words}: at least {FEWEST} are needed for a rate.", inputs=counts, n=n
            )
        return cls(
            k / n, n, window, intervals.wilson(k, n), counts, method="Wilson interval.",
            again=again, trials=n,
        )  # fmt: skip

    @classmethod
    def ratio(
        cls,
        numerator: Floats,
        denominator: Floats,
        window: Window | None = None,
        *,
        minus: float = 0.0,
        n: int | None = None,
        words: str = "customers",
        inputs: Mapping[str, Any] | None = None,
        again: Callable[[], Floats] | None = None,
        part: float | None = None,
    ) -> Estimate:
        """Σ numerator ÷ Σ denominator over units, with a ratio t-interval; ``minus`` shifts it.

        ``part`` says that the one is part of the other in every unit, each watched so many times.

        Raises
        ------
        NotComputable
            Fewer than five units, or nothing below the line.
        """
        count = len(denominator) if n is None else n
        if count < FEWEST:
            raise NotComputable(
                f"{counted_words(count, words)}: at least {FEWEST} are needed.",
                inputs=inputs,
                n=count,
            )
        below = float(np.sum(denominator))
        if below <= 0:
            raise NotComputable(
                f"The {words} add up to nothing to compare with.", inputs=inputs, n=count
            )
        around = (
            intervals.ratio_t(numerator, denominator)
            if part is None
            else share_t(numerator, denominator, times=part)
        )
        return cls(
            float(np.sum(numerator)) / below,
            count,
            window,
            around,
            dict(inputs or {}),
            method=f"Ratio t-interval over {words}"
            + ("." if part is None else ", on the log of the odds."),
            again=again,
        ).shifted(-minus)

    @classmethod
    def mean(
        cls,
        values: npt.ArrayLike,
        counts: npt.ArrayLike | None = None,
        window: Window | None = None,
        *,
        words: str = "values",
        inputs: Mapping[str, Any] | None = None,
        note: str = "",
        again: Callable[[], Floats] | None = None,
    ) -> Estimate:
        """A mean with Student's interval; ``counts`` says how often each value occurs.

        Raises
        ------
        NotComputable
            Fewer than five values.
        """
        x = np.asarray(values, float)
        times = None if counts is None else np.asarray(counts, float)
        n = x.size if times is None else round(float(times.sum()))
        if n < FEWEST:
            raise NotComputable(
                f"{counted_words(n, words)}: at least {FEWEST} are needed.", inputs=inputs, n=n
            )
        return cls(
            float(x.sum() if times is None else times @ x) / n,
            n,
            window,
            intervals.mean_t(x, times),
            dict(inputs or {}),
            method=f"Student’s t-interval over {words}.",
            note=note,
            again=again,
        )

    @classmethod
    def simulated(
        cls,
        value: float,
        draws: Floats | Callable[[], Floats],
        n: int,
        window: Window | None = None,
        *,
        inputs: Mapping[str, Any] | None = None,
        method: str = "Simulated from its parts’ intervals.",
        note: str = "",
        title: str = "",
    ) -> Estimate:
        """A value with the quantiles of its draws, made now or when first read."""
        if callable(draws):
            return cls(
                value, n, window, Interval.later(lambda: intervals.from_draws(draws())),
                dict(inputs or {}), None, method, note, draws, title=title,
            )  # fmt: skip
        return cls(
            value, n, window, intervals.from_draws(draws), dict(inputs or {}), draws, method, note,
            title=title,
        )  # fmt: skip


@dataclass(frozen=True)
class Metric:
    """One entry of the catalogue."""

    id: str
    title: str
    plain: str
    gloss: str
    pillar: Pillar
    group: Group
    unit: Unit
    better: Better
    source: str
    rows: str | None
    own: Literal["quarter", "window", "none"]
    n_of: str
    order: int
    provider: Provider
    summary: str
    formula: str
    description: str
    returns: str
    raises: str
    notes: str = ""
    past: str = ""


def metric(
    *,
    title: str,
    plain: str,
    pillar: Pillar,
    group: Group,
    unit: Unit,
    better: Better,
    source: str,
    n_of: str,
    order: int,
    rows: str | None = None,
    own: Literal["quarter", "window", "none"] = "quarter",
    gloss: str = "",
    past: str = "",
) -> Callable[[Callable[..., Estimate]], Callable[..., Estimate]]:
    """Declare the function below as a measure.

    Parameters
    ----------
    title
        The field's term; acronyms belong to ``gloss``.
    plain
        The same in the reader's own words, without any term.
    n_of
        What ``n`` counts: “closed deals”, “opening customers”.
    order
        Place within its group, small first.
    rows
        Name of the row filter that shows what stands behind the figure (``revcore/behind/``).
    own
        Compare with the company's own quarters, with earlier windows of the same length, or not.
    past
        Why it is not told month by month; needed where ``own`` is “none”.
    """

    def declare(function: Callable[..., Estimate]) -> Callable[..., Estimate]:
        name = function.__name__
        doc = inspect.cleandoc(function.__doc__ or "")
        parts = _sections(doc)
        for part in ("formula", "Returns", "Raises"):
            if not parts.get(part):
                raise HalfMade(
                    f"revcore/metrics/{name}.py says nothing under “{part}” in its docstring.",
                    fix="Add it; see nrr.py for the shape.",
                )
        for label, text in (("source", source), ("plain", plain), ("n_of", n_of)):
            if not text:
                raise HalfMade(f"revcore/metrics/{name}.py has no {label}.", fix="Write it.")
        if own == "none" and not past:
            raise HalfMade(
                f"revcore/metrics/{name}.py compares with no past and does not say why.",
                fix="Say it in “past”, as goal_gap.py does.",
            )
        function.__revcore_metric__ = Metric(  # type: ignore[attr-defined]
            name, title, plain, gloss, pillar, group, unit, better, source, rows, own, n_of, order,
            Provider.of(function), parts["summary"], parts["formula"], parts["description"],
            parts["Returns"], parts["Raises"], parts.get("Notes", ""), past,
        )  # fmt: skip
        return function

    return declare


def _sections(doc: str) -> dict[str, str]:
    """Cut a docstring into summary, formula (its first indented block), description and sections.

    >>> _sections("Share won.\\n\\n    rate = won / closed\\n\\nMore.")["formula"]
    'rate = won / closed'
    """
    heads = re.split(r"\n(\w+)\n-{3,}\n", f"{doc}\n")
    body = heads[0].split("\n\n")
    out = {"summary": " ".join(body[0].split())}
    indented = [part for part in body[1:] if part.startswith("    ")]
    out["formula"] = textwrap.dedent(indented[0]).strip() if indented else ""
    out["description"] = "\n\n".join(
        " ".join(part.split()) for part in body[1:] if part.strip() and not part.startswith("    ")
    )
    for head, text in zip(heads[1::2], heads[2::2], strict=True):
        out[head] = " ".join(textwrap.dedent(text).split())
    return out
