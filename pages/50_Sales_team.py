"""Sales team: who wins how often, and can that be told apart from luck?

Needs: a CRM export of deals with their seller; a team list with quotas adds the rest.
Icon: groups
"""

from revcore.ui import filters, session, show

card = session.loaded()
team = (
    "quota_attainment", "deals_per_rep", "top_rep_share", "ramp_months", "weighted_pipeline",
    "pipeline_coverage", "stale_pipeline_share", "no_decision_share", "slips_per_won_deal",
)  # fmt: skip

show.title(card, "Sales team")
chosen = filters.bar(card, *team, "win_rate", "sales_cycle_days")
show.verdict(
    card, "quota_attainment", "top_rep_share", "deals_per_rep", "stale_pipeline_share",
    "weighted_pipeline", "no_decision_share",
)  # fmt: skip
show.measures(card, *team)
show.charts(card, "sales", chosen)
show.breakdowns(card, "quota_attainment", "owner")
show.breakdowns(card, "sales_cycle_days", "owner")
