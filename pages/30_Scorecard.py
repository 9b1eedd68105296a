"""Scorecard: where does the revenue engine stand?

Needs: a CRM, billing, shop or spend export.
Icon: monitoring
"""

import streamlit as st

from revcore.ui import session, show

card = session.loaded()

show.title(card, "Revenue scorecard")
show.verdict(card)
show.money(card, "revenue", "goal_gap", "gross_profit", "first_year_value/cac|cac_media")
show.charts(card, "scorecard")
st.header("The eight pillars", anchor=False)
show.pillars(card)
st.header("All measures", anchor=False)
show.table(card)
show.missing([reading for reading in card.readings.values() if reading.value is None])
