"""Growth & forecast: the goal, the months ahead, what can be said of the course."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from revcore.forecast_parts import CourseAnswer, ForecastRead, ForecastTotal
from revcore.model import Reading, Scorecard, Unit, Window, month_words, parse_month
from revcore.ui import details, navigation, show
from revcore.ui.text import safe
from revcore.words import capital, money_words, range_words, value_words

QUESTIONS = {
    "standstill": "Has growth come to a stop?",
    "change": "Has the course changed?",
    "season": "Is there a season?",
}
SAID = {"yes": "Yes", "no": "No", "cannot_tell": "Can’t tell yet"}


def answer(card: Scorecard) -> None:
    """The page's answer: the gap to the goal, else the year ahead, else why there is neither."""
    gap, ahead = card.readings.get("goal_gap"), card.readings.get("revenue_forecast")
    if gap is not None and gap.value is not None:
        band, badge, title = toward_goal(gap, card.currency)
        box(card, band, badge, title, goal_words(gap, card.currency), "goal_gap")
    elif ahead is not None and ahead.value is not None:
        title = f"The next twelve months bring about {money_words(ahead.value, card.currency)}"
        text = f"{ranged(ahead, card.currency)}. With a goal and its month, the gap is shown here."
        box(card, "none", "So far", title, text, "revenue_forecast")
    else:
        reason = (ahead.reason if ahead else None) or "Revenue by month is not known."
        box(card, "cannot_tell", "Can’t tell yet", "Nothing can be foreseen yet",
            f"{reason} {known_words(card.forecast, card.currency)}".strip(), None)  # fmt: skip


def toward_goal(gap: Reading, currency: str | None) -> tuple[str, str, str]:
    """Verdict, badge and sentence; by the 80% range, because a plan cannot wait for more."""
    value = gap.value or 0.0
    amount = money_words(abs(value), currency)
    if gap.low is None or gap.high is None:
        if value > 0:
            return "behind", "Goal missed", f"The goal was missed by {amount}"
        return "ahead", "Goal reached", f"The goal was passed by {amount}"
    if gap.low > 0:
        return "behind", "Behind the goal", f"At this pace {amount} is missing to your goal"
    if gap.high < 0:
        return "ahead", "Ahead of the goal", f"You are heading past your goal by {amount}"
    if value > 0:
        said = f"Your goal can still be reached; as things go, about {amount} would be missing"
    else:
        said = f"Your goal is within reach: about {amount} past it"
    return "cannot_tell", "Within reach", said


def goal_words(gap: Reading, currency: str | None) -> str:
    """What will come, and what was wanted."""
    goal, known, coming = (float(gap.inputs[name] or 0) for name in ("goal", "known", "forecast"))
    window = Window.parse(gap.window).words if gap.window else "twelve months"
    parts = [f"The {window} bring about {money_words(known + coming, currency)}"]
    if gap.low is not None and gap.high is not None:
        low, high = money_words(goal - gap.high, currency), money_words(goal - gap.low, currency)
        parts.append(f", 8 times in 10 between {low} and {high}")
    return f"{''.join(parts)}; the goal is {money_words(goal, currency)}."


def ranged(reading: Reading, currency: str | None) -> str:
    """The 80% range as a sentence's beginning."""
    low, high = (value_words(end, reading.unit, currency) for end in (reading.low, reading.high))
    return f"8 times in 10 between {low} and {high}"


def known_words(read: ForecastRead | None, currency: str | None) -> str:
    """What the months known look like, where they are too few for more."""
    if read is None or read.so_far is None or not read.so_far.months:
        return ""
    found = read.so_far
    mean, least, most = (money_words(x, currency) for x in (found.mean, found.least, found.most))
    return f"So far {mean} a month on average, between {least} and {most}."


def box(card: Scorecard, band: str, badge: str, title: str, text: str, measure: str | None) -> None:
    """The same frame every page's answer stands in."""
    with st.container(border=True, key="verdict"):
        body, action = st.columns([3, 1], vertical_alignment="center")
        with body, st.container(gap="xxsmall"):
            st.markdown(f":{show.COLOURS[band]}-badge[{show.ICONS[band]} {badge}]")
            st.header(safe(title), anchor=False)
            st.markdown(safe(text))
        if measure is None:
            if action.button("Add a file", type="primary", key="verdict-add", width="stretch"):
                st.switch_page(navigation.page("start"))
        elif action.button(
            "See the working", type="primary", icon=":material/arrow_forward:",
            icon_position="right", key="verdict-open", width="stretch",
        ):  # fmt: skip
            details.opened(card, measure)


def ahead(card: Scorecard) -> None:
    """The next 3, 6 and 12 months, and how fast revenue grows now."""
    read = card.forecast
    if read is None or not (read.totals or read.growth):
        return
    with st.grid(4, min_column_width=150, gap="small"):
        for total in read.totals:
            total_card(total, card.currency)
        for rate in read.growth[:1]:
            with st.container(border=True, height="stretch", gap="xxsmall", key="ahead-growth"):
                st.markdown("Growth a month now")
                st.metric("Growth a month now", signed(rate.value), label_visibility="collapsed")
                st.caption(
                    f"8 in 10: {signed(rate.low)} to {signed(rate.high)} · "
                    f"last {rate.months} months"
                )


def total_card(total: ForecastTotal, currency: str | None) -> None:
    """One total ahead with its range."""
    name = f"Next {total.months} months"
    with st.container(border=True, height="stretch", gap="xxsmall", key=f"ahead-{total.months}"):
        st.markdown(name)
        st.metric(name, money_words(total.value, currency), label_visibility="collapsed")
        st.caption(safe(f"8 in 10: {range_words(total.low, total.high, currency)}"))


def signed(rate: float) -> str:
    """A rate with its sign.

    >>> signed(0.026), signed(-0.004), signed(0.0)
    ('+2.6%', '−0.4%', '0%')
    """
    words = value_words(rate, Unit.RATIO)
    return f"+{words}" if rate > 0 and words != "0%" else words


def course(card: Scorecard) -> None:
    """Three questions about the course, each with its answer."""
    read = card.forecast
    if read is None or not read.answers:
        return
    st.header("What can be said of the course", anchor=False)
    with st.grid(3, min_column_width=260, gap="small"):
        for one in read.answers:
            with st.container(border=True, height="stretch", gap="xsmall", key=f"ask-{one.id}"):
                st.subheader(QUESTIONS.get(one.id, capital(one.id)), anchor=False)
                st.badge(SAID[one.state], color=colour_of(one))
                st.markdown(safe(one.text))


def colour_of(one: CourseAnswer) -> Literal["orange", "gray"]:
    """Only a stop is an alarm; a season or a change is neither good nor bad."""
    return "orange" if one.id == "standstill" and one.state == "yes" else "gray"


def months(card: Scorecard) -> None:
    """Every month ahead with its ranges, and how it was made; folded."""
    read = card.forecast
    if read is None or not read.points:
        return
    with st.expander("Month by month, and how it is made", icon=":material/calculate:"):
        st.markdown(safe(read.method))
        if read.backtest is not None:
            st.markdown(safe(past_words(read)))
        rows = [
            {
                "Month": month_words(parse_month(point.month)),
                "Forecast": money_words(point.value, card.currency),
                "5 in 10": range_words(point.low50, point.high50, card.currency),
                "8 in 10": range_words(point.low, point.high, card.currency),
                "19 in 20": range_words(point.low95, point.high95, card.currency),
            }
            for point in read.points
        ]
        st.dataframe(rows, hide_index=True, key="months-ahead", alt="Forecast by month with ranges")


def past_words(read: ForecastRead) -> str:
    """How past forecasts went, in a sentence or two."""
    past = read.backtest
    assert past is not None
    many = len(past.folds)
    said = (
        f"Made again from what was known then, {past.inside} of {many} past forecasts held what "
        "came three months later in their 80% range."
    )
    if past.error is None or past.naive_error is None:
        return said
    off, plain = (value_words(error, Unit.RATIO) for error in (past.error, past.naive_error))
    judged = "" if many >= 6 else " That is too few to judge by."
    return f"{said} They were off by {off} on average, {past.against} by {plain}.{judged}"
