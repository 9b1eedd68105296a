"""The inputs of one run of the simulation, month by month, and how a change comes to bear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from revcore.derive.intervals import Floats, rng
from revcore.diagnosis_parts import GrowthState

MONTHS, PATHS, RAMP = 12, 1000, 3.0
STEPS = ("lead_to_mql", "mql_to_sql", "sql_to_opportunity", "lead_to_opportunity")
VOLUMES = ("leads", "opportunities", "new_customers", "new_buyers")
"""Inputs whose growth is bought with media."""
MEDIA_ELASTICITY, MEDIA_SPREAD = 0.35, 0.45
"""Growth of volume per growth of media: ln ε ~ N(ln .35, .45²), cut at .1 and 1 (short-run .12,
long-run .24 in a meta-analysis of advertising; personal selling .34)."""
PRICE_CHURN = 0.20 / 0.065
"""Churn rises by 0 to 20 % where prices rise by 6.5 %: a house estimate."""
PRICE_ELASTICITY = {"subscription": (0.0, 1.0), "projects": (0.0, 1.0), "orders": (0.5, 2.6)}
"""New business lost per price rise, uniform: a house estimate; consumer brands average 2.62
(Bijmolt, van Heerde & Pieters 2005)."""
NOTICE = (0.0, 2.0)
"""Months between a subscriber's mind made up and the last month paid, and between a new price told
and billed: whoever has given notice cannot be kept. Uniform, the same for all: a house estimate."""
BACK_AFTER = 4
"""Months after which a customer who left is back, where some are: a house estimate."""
STAGES = 4
"""A deal is decided in so many steps on its way: a house estimate."""
FADES = (0.9, 1.0)
"""What is left of a month's growth in the next one, uniform: a damped trend (Gardner & McKenzie
1985); how fast it fades is a house estimate."""
MIDDLE_OF_YEAR = 6.5
"""Months from the middle of the last twelve, which volumes are the mean of, to the first ahead."""


@dataclass(frozen=True, eq=False)
class World:
    """Inputs of one run by name, month by month: level × (1 + (factor − 1) · ramp)."""

    state: GrowthState
    level: Mapping[str, Floats]
    factor: Mapping[str, Floats]
    paths: int
    ramp: float

    def part(self, month: Floats | float) -> Floats | float:
        """Share of its full effect that a change has in a month: 1/6, 1/2, 5/6, 1 …"""
        begun = (month + 0.5) / self.ramp if self.ramp > 0 else month + 1.0
        return np.clip(begun, 0.0, 1.0)

    def along(self, start: ArrayLike, end: float) -> Floats:
        """Mean share of its full effect at the ends of a deal's stages, from its start to its end
        [months from now], which lie at equal distances."""
        stage = np.arange(1, STAGES + 1) / STAGES
        begins = np.reshape(np.asarray(start, float), (-1, 1))
        passed = begins + (end - begins) * stage
        begun = passed / self.ramp if self.ramp > 0 else passed >= 0
        return np.asarray(np.clip(begun, 0.0, 1.0).mean(axis=1), float)

    def moved(self, name: str, month: Floats | float) -> Floats | float:
        """What an input is multiplied by in a month."""
        if name not in self.factor:
            return 1.0
        return 1 + (self.factor[name] - 1) * self.part(month)

    def at(self, name: str, month: float, otherwise: float = 0.0) -> Floats | float:
        """Level of an input in a month."""
        return self.level.get(name, otherwise) * self.moved(name, month)

    def uniform(self, name: str, low: float, high: float) -> Floats:
        """A number per path that nobody knows better than between two bounds."""
        return low + (high - low) * rng("simulate", name, [self.state.seed]).random(self.paths)

    def grown(self) -> Floats:
        """Volume of each month ahead ÷ mean of the last twelve: the trend goes on and fades."""
        growth = self.level.get("growth")
        if growth is None or not np.any(growth):
            return np.ones((self.paths, MONTHS))
        fades = self.uniform("growth fades", *FADES)[:, None]
        goes_on = np.cumsum(fades ** np.arange(MONTHS), axis=1) - 1
        return np.asarray(np.exp(growth[:, None] * (MIDDLE_OF_YEAR + goes_on)), float)

    def course(self, name: str) -> Floats:
        """What an input is multiplied by, month by month (a row per path)."""
        if name not in self.factor:
            return np.ones((self.paths, MONTHS))
        part = np.asarray(self.part(np.arange(MONTHS, dtype=float)), float)
        return np.asarray(1 + (self.factor[name] - 1)[:, None] * part, float)

    def volume(self, name: str) -> Floats:
        """A number a month, month by month (a row per path)."""
        level = np.reshape(self.level.get(name, 0.0), (-1, 1))
        return np.asarray(level * self.course(name) * self.grown(), float)
