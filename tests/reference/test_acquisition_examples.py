"""Worked examples of acquisition measures, as their publishers print them."""

import numpy as np
import pytest

from revcore.derive.contractual import simple_ltv
from revcore.derive.cost import costs
from revcore.derive.payback import Payback, RuleOfThumb, ValueToCost
from revcore.metrics.cac import cac
from revcore.metrics.cac_payback_months import cac_payback_months
from revcore.metrics.clv_simple import clv_simple
from revcore.metrics.clv_to_cac import clv_to_cac
from revcore.model import Window

YEAR, FLAT = Window(0, 11), np.ones(9)


def payback(cost: float, mrr: float, margin: float) -> Payback:
    return Payback(cost, mrr, margin, FLAT * cost / (mrr * margin), 9, YEAR, {})


def test_bessemer_payback():
    """bvp.com, Cloud computing law 6: 770,000 for 100,000 new CMRR at 70 % are eleven months."""
    assert cac_payback_months(payback(770_000, 100_000, 0.7)).value == pytest.approx(11.0, abs=1e-9)


def test_blended_cac_of_metrickit():
    """metrickittools.com: 155,000 fully loaded and 70,000 variable for 120 customers."""
    assert cac(costs(155_000, 120, YEAR, {})).value == pytest.approx(1291.67, abs=0.005)
    assert costs(70_000, 120, YEAR, {}).value == pytest.approx(583.33, abs=0.005)
    assert cac_payback_months(payback(155_000 / 120, 800, 0.8)).value == pytest.approx(
        2.018, abs=0.0005
    )


def test_public_template_of_cac_and_ltv():
    """“Metric calculation templates” (notion.site): CAC 2,000, LTV 8,000, ratio 4."""
    cost = costs(50_000, 25, YEAR, {})
    assert cost.value == 2000
    rule = RuleOfThumb(500, 0.8, 0.05, FLAT, 25, YEAR, None, None)
    assert clv_simple(rule).value == simple_ltv(500, 0.8, 0.05) == 8000
    ratio = ValueToCost(8000, cost.value, 8000 / cost.draws, 25, 36, YEAR, "")
    assert clv_to_cac(ratio).value == 4.0


def test_skok_lifetime_is_one_over_churn():
    """forentrepreneurs.com, SaaS metrics 2.0: 3 % a month are 33 months."""
    assert simple_ltv(1, 1, 0.03) == pytest.approx(33, abs=0.34)
