"""Referral engine unused."""

import numpy as np

from revcore.derive.intervals import Floats, nps, rng
from revcore.derive.promoters import Answers
from revcore.derive.referred import Referred
from revcore.diagnosis.patterns._pattern import SELLING, Signs, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import stake
from revcore.diagnosis.patterns._words import some
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.errors import NotComputable
from revcore.words import counted

FEW = 0.10
"""Deals that come by recommendation, of all opened."""
BETTER = 1.5
"""Recommended deals are won so many times as often as others."""
HAPPY = 30.0
"""Net promoter score [points] from which customers would recommend if asked."""
REFERRED, ANSWERS, DRAWS = 15, 50, 2000


@pattern(
    title="Happy customers aren’t asked",
    order=16,
    kind="unlocks",
    family="referral",
    applies=SELLING,
    min_data="deals with their source, and 15 decided ones by recommendation or 50 answers on "
    "recommending",
    moves=("ask_for_referrals", "partner_programme"),
    fields=("deals.source", "nps"),
    chart="win_rate_by_source",
    lever="opportunities",
    rows="won_deals_sourced",
)
def referral_unused(
    referred: Referred, promoters: Answers | None = None, growth_state: GrowthState | None = None
) -> Signs:
    """Hardly any deals come by recommendation, though those are won, or customers are happy.

        recommended < 10% of deals opened, and won ≥ 1.5 × as often as others or NPS > 30

    Either reason is enough; each draw asks both. Sources count as recommendation where their name
    says so.
    """
    found, reasons = referred, []
    if found.by_referral.closed >= REFERRED and found.others.closed >= REFERRED:
        ratio = found.by_referral.draws("by referral") / found.others.draws("other sources")
        reasons.append(ratio >= BETTER)
    if promoters is not None and promoters.n >= ANSWERS:
        reasons.append(score(promoters) > HAPPY)
    if not reasons:
        raise NotComputable(
            f"{found.by_referral.closed} decided deals by recommendation: {REFERRED} are needed, "
            f"or {ANSWERS} answers on whether customers would recommend you.",
            needs=("nps",),
            n=found.by_referral.closed,
        )
    return Signs(
        p=together(found.share_draws < FEW, np.any(reasons, axis=0)),
        evidence=[
            say(f"Of {counted(found.opened, 'deal')} opened in twelve months "
                f"{some(found.recommended)} came by recommendation: "
                f"{found.share * 100:.0f} of 100."),
            *won(found),
            *happy(promoters),
        ],
        trap=chosen(found, promoters),
        stake=stake(growth_state, "opportunities", move="ask_for_referrals"),
        n=found.opened,
        window=str(found.window),
    )  # fmt: skip


def score(answers: Answers) -> Floats:
    """Draws of the net promoter score."""
    found = nps(answers.promoters, answers.passives, answers.detractors)
    seed = [answers.promoters, answers.passives, answers.detractors]
    return np.asarray(found.centre + found.error * rng("nps", seed).standard_normal(DRAWS))


def won(found: Referred) -> list[Evidence]:
    """How often recommended deals are won beside others, where enough are decided."""
    if found.by_referral.closed < REFERRED or not found.others.closed:
        return []
    return [
        say(f"Of 100 recommended deals {found.by_referral.rate * 100:.0f} are won, of 100 others "
            f"{found.others.rate * 100:.0f}.")
    ]  # fmt: skip


def happy(answers: Answers | None) -> list[Evidence]:
    """What customers say when asked whether they would recommend."""
    if answers is None or answers.n < ANSWERS:
        return []
    return [
        say(f"Asked whether they would recommend you, {answers.promoters / answers.n * 100:.0f} "
            f"of 100 customers say 9 or 10, {answers.detractors / answers.n * 100:.0f} say 6 or "
            "less.")
    ]  # fmt: skip


def chosen(found: Referred, answers: Answers | None) -> Trap:
    """Only the happiest recommend, and a source typed by hand may be missing."""
    if not found.sources:
        return trap(None, "No source is named as a recommendation: perhaps they come and are not "
                    "written down.")  # fmt: skip
    pairs = [(by, other) for by, other in found.halves if by.closed and other.closed]
    both = len(pairs) == len(found.halves) and all(by.rate > other.rate for by, other in pairs)
    if both and answers is not None and answers.n >= ANSWERS and np.median(score(answers)) > HAPPY:
        return trap(True, "It is not a lucky few: recommended deals were won more often in both "
                    "halves of the year, and many customers say they would recommend "
                    "you.")  # fmt: skip
    return trap(None, "Who recommends chooses whom: deals that are asked for may be won less often "
                "than those that came by themselves.")  # fmt: skip
