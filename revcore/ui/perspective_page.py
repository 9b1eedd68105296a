"""1 Perspective: the guesses beside what the files say, and the whole way in one picture."""

from __future__ import annotations

from functools import partial
from typing import Any

import streamlit as st

from revcore.assessment import guesses as guessing
from revcore.model import Scorecard
from revcore.settings import Profile
from revcore.ui import details, growth_page, navigation, session, show
from revcore.ui.guesses import said
from revcore.ui.text import safe
from revcore.words import capital, counted, money_words, value_words

SIDES = {
    "right": ("green", "That is it"),
    "higher": ("orange", "More"),
    "lower": ("orange", "Less"),
}
GROWTH = ("growth_origin", "revenue_trend")
"""Charts that say where growth came from, and how it went on."""
WON = "wins"
AFTER = {"kept": "stay", "grown": "buy more"}
"""What customers should do to get to a stage behind the signature."""
GLOSSES: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset(), "The outline is a symbol, the figures are yours."),
    (
        frozenset({"mqls", "sqls"}),
        "MQL: a lead that marketing finds fit; SQL: one that sales accepts.",
    ),
    (
        frozenset({"customers"}),
        "Kept: customers of a year ago who still pay or bought again; grown: those of them who pay "
        "or bought more than then.",
    ),
)
"""What stands under the picture, where one of these stages is in it."""
MARKETS = {"b2b": "businesses", "b2c": "consumers"}
SECTORS = {
    "software": "software companies", "services": "service companies", "ecommerce": "shops",
    "other": "companies",
}  # fmt: skip


# ---------------------------------------------------------------- the numbers
def answer(card: Scorecard) -> None:
    """The page's answer: the weakest step, or that none stands out."""
    from revcore.charts.bow_tie import judged, weakest

    drawn = card.series.get("bow_tie")
    steps = drawn is not None and bool(drawn.rows)
    found = weakest(card) if steps else None
    with st.container(border=True, key="verdict"):
        if found is None and not (steps and judged(card)):
            colour, badge, icon = "gray", "Can’t tell yet", "hourglass_empty"
            title = "No step of your growth can be called weak yet"
            why = (
                "There is nothing to hold these steps against: more months, or who you are "
                "compared with, would show it."
            )
        elif found is None:
            colour, badge, icon = "gray", "No weakest step", "drag_handle"
            title = "No step of your growth is clearly behind"
            why = "What would bring most from here stands on 3 Path."
        else:
            colour, badge, icon = "orange", "Weakest step", "priority_high"
            title, why = held_up(*found.step), found.why
        body, action = st.columns([3, 1], vertical_alignment="center")
        with body, st.container(gap="xxsmall"):
            st.markdown(f":{colour}-badge[:material/{icon}: {badge}]")
            st.header(title, anchor=False)
            st.markdown(safe(why))
        if action.button(
            "Name the pattern", type="primary", icon=":material/arrow_forward:",
            icon_position="right", key="verdict-pattern", width="stretch",
        ):  # fmt: skip
            st.switch_page(navigation.page("pattern"))


def held_up(source: str, target: str) -> str:
    """Where growth is held up, as a claim.

    >>> held_up("opportunities", "won"), held_up("mqls", "sqls"), held_up("customers", "kept")
    ('Growth is held up between opportunities and wins', 'Growth is held up between MQL and SQL', \
'Growth is held up where customers should stay')
    """
    from revcore.charts._bow_tie import NAMES

    if target in AFTER:
        return f"Growth is held up where customers should {AFTER[target]}"
    first, then = (
        WON if name == "won" else NAMES[name] if NAMES[name].isupper() else NAMES[name].lower()
        for name in (source, target)
    )
    return f"Growth is held up between {first} and {then}"


def reveal(card: Scorecard) -> None:
    """Each guess beside the measured value with its range and what others publish."""
    found = guessing.revealed(card, dict(said().guesses))
    guessed = [one for one in found if one.guess is not None]
    if guessed:
        right = sum(one.side == "right" for one in guessed)
        st.header(agreed(right, len(guessed)), anchor=False)
        with st.grid(3, min_column_width=260, gap="small"):
            for one in found:
                revealed(one, card)


def agreed(right: int, many: int) -> str:
    """How many guesses were right.

    >>> agreed(0, 1), agreed(2, 6)
    ('Your guess is not what the files say', '2 of 6 guesses agree with the files')
    >>> agreed(0, 3), agreed(1, 3)
    ('Not one of your 3 guesses agrees with the files', '1 of 3 guesses agrees with the files')
    """
    if many == 1:
        return (
            "Your guess agrees with the files" if right else "Your guess is not what the files say"
        )
    if not right:
        return f"Not one of your {many} guesses agrees with the files"
    return f"{right} of {many} guesses {'agrees' if right == 1 else 'agree'} with the files"


def revealed(one: guessing.Reveal, card: Scorecard) -> None:
    """One guess and its answer."""
    reading = one.reading
    with st.container(border=True, height="stretch", gap="xxsmall", key=f"reveal-{reading.id}"):
        st.markdown(reading.title, help=f"{reading.plain}.")
        st.metric(
            reading.title, value_words(reading.value, reading.unit, card.currency),
            label_visibility="collapsed",
        )  # fmt: skip
        if one.side is None:
            st.markdown(one.said)
        else:
            colour, word = SIDES[one.side]
            st.markdown(f":{colour}-badge[{word}] {safe(one.said)}")
        st.caption(show.basis(card, reading))
        st.caption(safe(guessing.published(reading, card.currency)))
        if st.button("Open", key=f"open-{reading.id}", type="tertiary",
                     help=f"Formula, rows and source of {reading.title.lower()}"):  # fmt: skip
            details.opened(card, reading.id)


def draw(card: Scorecard, *ids: str, most: int = 4, wide: bool = False) -> int:
    """The first charts of these that can be drawn; how many there were."""
    from revcore.charts.catalogue import charts

    drawn: list[tuple[str, dict[str, Any]]] = []
    for name in ids:
        found = session.chart(
            session.document_hash(), name, partial(show.packed, card, charts()[name])
        )
        if found and len(drawn) < most:
            drawn.append((name, found))
    if drawn:
        with st.grid(1 if wide else 2, min_column_width=330, gap="small"):
            for name, found in drawn:
                with st.container(border=True, height="stretch", key=f"chart-{name}"):
                    st.header(safe(found["says"]), anchor=False)
                    st.vega_lite_chart(found["spec"], key=f"vega-{name}", alt=found["alt"])
    return len(drawn)


def bow_tie(card: Scorecard) -> None:
    """Every step from the first visit to a customer that grows, in one picture."""
    st.header("The whole way in one picture", anchor=False)
    if not draw(card, "bow_tie", wide=True):
        st.markdown(
            "No step from visitor to customer can be counted yet: leads, deals or a billing export "
            "of more than a year would show it."
        )
        return
    steps = {row[0] for row in card.series["bow_tie"].rows}
    st.caption(" ".join(text for names, text in GLOSSES if not names or names & steps))


def growth(card: Scorecard) -> None:
    """Where growth came from, with the charts of the Growth page."""
    st.header("Where growth came from", anchor=False)
    if not draw(card, *GROWTH, most=2):
        st.markdown("Revenue by customer over a year would show which part of growth came from new "
                    "customers, and which from those you had.")  # fmt: skip


def goal(card: Scorecard) -> None:
    """Goal, forecast, and the gap between them in money."""
    st.header("The goal, and where this course leads", anchor=False)
    gap, ahead = card.readings.get("goal_gap"), card.readings.get("revenue_forecast")
    with st.container(border=True, key="goal"):
        if gap is not None and gap.value is not None:
            band, badge, title = growth_page.toward_goal(gap, card.currency)
            st.markdown(f":{show.COLOURS[band]}-badge[{show.ICONS[band]} {badge}]")
            st.subheader(safe(title), anchor=False)
            st.markdown(safe(growth_page.goal_words(gap, card.currency)))
            return
        if ahead is not None and ahead.value is not None:
            words = money_words(ahead.value, card.currency)
            st.subheader(safe(f"The next twelve months bring about {words}"), anchor=False)
            st.markdown(
                safe(
                    f"{growth_page.ranged(ahead, card.currency)}. "
                    "No goal is set: with one, the gap in money stands here."
                )
            )
        else:
            st.markdown(safe((ahead.reason if ahead else None) or "Nothing can be foreseen yet."))
        to_data("Set a goal", "set-goal")


def compared(card: Scorecard) -> None:
    """Who the company is compared with, why, and where to change it."""
    st.header("Who you are compared with", anchor=False)
    held = sum(reading.benchmark is not None for reading in card.readings.values())
    with st.container(border=True, key="compared"):
        st.markdown(compared_words(session.settings().profile, held))
        to_data("Change it", "change-profile")


def compared_words(profile: Profile, held: int) -> str:
    """With whom, and how many published figures that gives.

    >>> ours = Profile(market="b2b", sector="software")
    >>> [compared_words(ours, held).split(". ")[1].split(";")[0] for held in (0, 1, 22)]
    ['No published figure fits companies like yours', \
'1 published figure fits companies like yours', \
'22 published figures fit companies like yours']
    >>> compared_words(Profile(), 0)[:18]
    'With yourself only'
    """
    if not (profile.market and profile.sector):
        return "With yourself only: nobody has said yet to whom you sell, and in which sector."
    who = f"{SECTORS[profile.sector]} that sell to {MARKETS[profile.market]}"
    fits = "fit" if held > 1 else "fits"
    figures = capital(counted(held, "published figure")) if held else "No published figure"
    return (
        f"With {who}, as you said. {figures} {fits} companies like yours; every other measure is "
        "held against your own best time and the year before."
    )


def to_data(words: str, key: str) -> None:
    """The way to the form about the company."""
    if st.button(words, key=key, icon=":material/tune:"):
        st.switch_page(navigation.page("data"))
