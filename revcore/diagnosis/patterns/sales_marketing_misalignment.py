"""Sales–marketing misalignment."""

from revcore.derive.handover import Handover
from revcore.derive.intervals import newcombe
from revcore.derive.simulate import Change
from revcore.diagnosis.patterns._pattern import SELLING, Signs, Stake, pattern, say, together, trap
from revcore.diagnosis.patterns._words import grown
from revcore.diagnosis_parts import Evidence, GrowthState, Trap

MORE, FEWER = 1.20, 0.90
"""Qualified leads against the half-year before, and the share of them that sales accepts."""
BETTER = 1.15
"""Accepted leads that go further this much more often: then sales chooses better, it is no loss."""


@pattern(
    title="More leads, fewer worth a call",
    order=18,
    family="leads",
    applies=SELLING,
    min_data="60 leads qualified by marketing in each of two half-years, with the day sales took "
    "them",
    moves=("shared_lead_definition", "score_on_wins"),
    fields=("leads.mql", "leads.sql"),
    chart="funnel_volumes",
    lever="mql_to_sql",
    rows="leads_created",
)
def sales_marketing_misalignment(
    handover: Handover, growth_state: GrowthState | None = None
) -> Signs:
    """Marketing hands over more leads than half a year ago, and sales takes a smaller part of them.

        qualified leads ≥ 1.2 × the half-year before, and accepted within 30 days < 0.9 × before

    Leads younger than 30 days do not count for the share, so that young ones are not read as
    refused.
    """
    found = handover
    now, before = found.share_draws
    return Signs(
        p=together(found.more_draws >= MORE, now < FEWER * before),
        evidence=[
            say(f"Marketing qualified {found.count:,} leads in six months, against "
                f"{found.count_before:,} in the six before: "
                f"{grown(found.count / found.count_before)}."),
            say(f"Sales took {found.share * 100:.0f} of 100 of them within 30 days; before, "
                f"{found.share_before * 100:.0f}."),
            *outcome(found),
        ],
        trap=mixed(found),
        stake=as_before(found, growth_state),
        n=found.count,
        window=str(found.window),
    )  # fmt: skip


def outcome(found: Handover) -> list[Evidence]:
    """What sales took in all."""
    change = found.count * found.share - found.count_before * found.share_before
    if abs(change) < 0.05 * found.count_before * found.share_before:
        return [say("So sales has about as many leads to work on as before.")]
    return []


def mixed(found: Handover) -> Trap:
    """Other sources than before, or sales choosing better, would look the same."""
    if found.later and found.later_before and found.later[1] and found.later_before[1]:
        now, before = (n / of for n, of in (found.later, found.later_before))
        surely = newcombe(*found.later, *found.later_before, level=0.90)[0] > 0
        if surely and now > BETTER * before:
            return trap(False, "Of those sales takes, more go on than before: sales may choose "
                        "better.")  # fmt: skip
    if found.same_mix is None:
        return trap(None, "The leads do not say where they came from: another mix of sources would "
                    "look the same.")  # fmt: skip
    if found.same_mix > (found.share + found.share_before) / 2:
        return trap(False, "Other sources than before explain most of it: within each source the "
                    "share is nearly the same.")  # fmt: skip
    return trap(True, "It is not another mix of sources: with the sources of before, "
                f"{found.same_mix * 100:.0f} of 100 would have been taken.")  # fmt: skip


def as_before(found: Handover, state: GrowthState | None) -> Stake | None:
    """The share accepted back where it was; halfway, for more leads are rarely as good."""
    if state is None or "mql_to_sql" not in state.inputs or found.share >= found.share_before:
        return None
    factor = (found.share_before / max(found.share, 1e-9)) ** 0.5
    change = Change(factor=factor, error=(factor - 1) / 2)
    return Stake({"mql_to_sql": change}, "halfway back to your own half-year before")
