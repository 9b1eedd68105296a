"""Path: what comes first and why, moves to choose, scenarios beside doing nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from revcore.diagnosis import path, said, sequence, value
from revcore.diagnosis.moves import moves as catalogue
from revcore.diagnosis_parts import Lever
from revcore.model import Scorecard
from revcore.ui import navigation, session, show
from revcore.ui.text import safe
from revcore.words import counted, money_words

EFFORTS: Mapping[str, str] = {
    "low": "little effort",
    "medium": "some effort",
    "high": "much effort",
}


# ---------------------------------------------------------------- what comes first
def answer(card: Scorecard) -> None:
    """The sequence to recommend, and the button that takes it into the plan."""
    best = recommended(card)
    with st.container(border=True, key="verdict"):
        body, action = st.columns([5, 2], vertical_alignment="center")
        title, text = headline(card, best)
        with body, st.container(gap="xxsmall"):
            st.markdown(badge(best))
            st.header(safe(title), anchor=False)
            st.markdown(safe(text))
        if best is None:
            if card.growth_state is None and action.button(
                "Add a file", type="primary", key="verdict-add", width="stretch"
            ):
                st.switch_page(navigation.page("start"))
            return
        chosen = session.settings().plan.moves
        if set(best.moves) <= set(chosen):
            onward(action)
        elif action.button(
            "Take it into the plan", type="primary", icon=":material/add_task:",
            key="path-take", width="stretch",
        ):  # fmt: skip
            choose([*best.moves, *(name for name in chosen if name not in best.moves)])


def recommended(card: Scorecard) -> sequence.Order | None:
    """The sequence, worked out once for a document and what was rejected in it."""
    found: sequence.Order | None = once(card, "order", sequence.recommended)
    return found


def once(card: Scorecard, name: str, make: Callable[[Scorecard], Any]) -> Any:
    """What depends on the document and the findings rejected in it, made once."""
    rejected = sorted(one.id for one in card.findings.values() if one.confirmed == "rejected")
    key = f"path-{name}:{','.join(rejected)}"
    return session.chart(session.document_hash(), key, lambda: {"made": make(card)})["made"]


def headline(card: Scorecard, best: sequence.Order | None) -> tuple[str, str]:
    """A claim and its reason.

    >>> headline(Scorecard(), None)[0]
    'Nothing can be simulated yet'
    """
    if best is not None:
        return sequence.title_words(best), best.reason
    if card.growth_state is None:
        return (
            "Nothing can be simulated yet",
            "The next twelve months are simulated from a year of deals, subscriptions or orders. "
            "Add such a file, and each lever gets its worth in money.",
        )
    top = next((one for one in card.levers if one.state == "valued"), None)
    if top is not None:
        kind = "sales" if top.value_12m is None else "gross profit"
        worth = money_words(path.amount_of(top), card.currency)
        return (
            f"There is room in “{top.title}”",
            f"{top.change} That is worth about {worth} of {kind} over twelve months. None of "
            "the moves we know pays for it by itself.",
        )
    return (
        "No move pays for certain",
        "Nothing that was found here has a move that brings more than it costs, and no lever has "
        "room that your own history or a benchmark would show.",
    )


def badge(best: sequence.Order | None) -> str:
    """How sure the sequence is to pay."""
    if best is None:
        return ":gray-badge[:material/hourglass_empty: No move yet]"
    sure = best.worth.p_positive
    if sure is not None and sure >= value.PROVEN:
        return ":green-badge[:material/route: Very likely to pay]"
    return ":gray-badge[:material/route: Worth trying]"


def onward(action: Any) -> None:
    """The way on, where there is one; that it is taken, in any case."""
    if "process" not in navigation.pages():
        action.markdown(":green-badge[:material/check: In the plan]")
    elif action.button(
        "On to the plan", type="primary", icon=":material/arrow_forward:", icon_position="right",
        key="path-on", width="stretch",
    ):  # fmt: skip
        st.switch_page(navigation.page("process"))


def choose(names: Sequence[str]) -> None:
    """Keep the moves chosen, in this order."""
    session.remark(plan={"moves": list(names)})
    st.rerun()


# ---------------------------------------------------------------- levers
def worth(card: Scorecard) -> None:
    """Levers by what they are worth, and those that have no room or are not known."""
    if card.growth_state is None:
        return
    no_margin(card)
    shown = picture(card)
    if shown:
        with st.container(border=True, key="chart-lever_tornado"):
            st.header(safe(shown["says"]), anchor=False)
            st.vega_lite_chart(shown["spec"], key="vega-tornado", alt=shown["alt"])
            st.caption(
                "Each brought to the bound named below, alone, before the cost of the work; the "
                "line is where it lies 8 times in 10. "
                + safe(path.foreseen(card.growth_state) if card.growth_state else "")
            )
    folded(card)


def no_margin(card: Scorecard) -> None:
    """The question whose answer turns sales into gross profit."""
    if card.growth_state is None or card.growth_state.margin is not None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="margin"):
        st.markdown(
            "**All amounts here are sales.** What is your gross margin: of every 100 of sales, how "
            "much is left after the direct cost of delivering them? With it they are gross profit."
        )
        st.page_link(navigation.page("data"), label="Answer it", icon=":material/edit:")


def picture(card: Scorecard) -> dict[str, Any]:
    """The chart of the levers; empty where none has room."""
    from revcore.charts.catalogue import charts

    chart = charts()["lever_tornado"]
    return session.chart(session.document_hash(), chart.id, partial(show.packed, card, chart))


def folded(card: Scorecard) -> None:
    """How far each lever goes and why; which have no room; which are not known."""
    moving = [one for one in card.levers if one.state in ("valued", "unproven")]
    still = [one for one in card.levers if one.state == "no_room"]
    dark = [one for one in card.levers if one.state == "cannot_tell"]
    parts = (
        ("How far each goes", "straighten", [(m.title, far(m)) for m in moving]),
        ("No room seen", "block", [(one.title, one.change) for one in still]),
        ("Can’t tell yet", "hourglass_empty", [(o.title, needed(o.title, o.reason)) for o in dark]),
    )  # fmt: skip
    for title, icon, lines in parts:
        if lines:
            with st.expander(f"{title}: {counted(len(lines), 'lever')}", icon=f":material/{icon}:"):
                st.markdown("\n".join(f"- **{safe(name)}.** {safe(text)}" for name, text in lines))


def far(lever: Lever) -> str:
    """How far a lever goes, and how sure it is to pay."""
    return f"{lever.change} {lever.confidence}"


def needed(title: str, reason: str | None) -> str:
    """What is missing, without the name that stands before it already.

    >>> needed("More leads", "More leads: needs the number of leads.")
    'Needs the number of leads.'
    """
    text = (reason or "").removeprefix(f"{title}: ")
    return text[:1].upper() + text[1:]


# ---------------------------------------------------------------- moves
def moves(card: Scorecard) -> None:
    """The moves that answer what was found, to be chosen; together they are run together."""
    offered: list[path.Option] = once(card, "options", path.options)
    if not offered:
        return
    st.header("Choose your moves", anchor=False)
    chosen = [name for name in session.settings().plan.moves if name in catalogue()]
    together(card, chosen)
    groups: dict[str, list[path.Option]] = {}
    for option in offered:
        groups.setdefault(option.why, []).append(option)
    with st.grid(min(2, len(groups)), min_column_width=330, gap="small"):
        for why, found in groups.items():
            with st.container(border=True, height="stretch", key=f"moves-{found[0].move.id}"):
                st.caption("Against the pattern" if found[0].finding else "For the lever")
                st.subheader(safe(why), anchor=False)
                for option in found:
                    one(card, option, chosen)


def one(card: Scorecard, option: path.Option, chosen: Sequence[str]) -> None:
    """One move: its box, what it may bring, what it takes, and who says so."""
    move = option.move
    taken = st.checkbox(
        safe(move.title), move.id in chosen, key=f"move-{move.id}-{move.id in chosen}"
    )
    st.caption(safe(move_words(card, option)))
    if taken != (move.id in chosen):
        choose([*chosen, move.id] if taken else [name for name in chosen if name != move.id])


def move_words(card: Scorecard, option: path.Option) -> str:
    """Worth, effort, cost and time of a move, and whose estimate it is."""
    move, found = option.move, option.worth
    cost = path.cost_of_moves([move.id], card.growth_state) if card.growth_state else 0.0
    parts = []
    if found is not None:
        kind = "sales" if found.value is None else "gross profit"
        counted_in = "after its cost" if cost and kind != "sales" else "its cost not counted"
        words = money_words(path.amount(found), card.currency)
        parts.append(f"Alone about {words} of {kind} over twelve months, {counted_in}.")
    work = f"{EFFORTS[move.effort]}, {counted(round(move.days), 'day')} of work"
    work += f" ({money_words(cost, card.currency)})" if cost else ""
    parts.append(f"{work[0].upper()}{work[1:]}; shows after about {move.lead_days} days.")
    return " ".join([*parts, move.effect])


def together(card: Scorecard, chosen: Sequence[str]) -> None:
    """What the moves chosen bring together."""
    if not chosen:
        st.markdown("Tick what you mean to do. Three at once are many: each needs somebody’s days.")
        return
    state = card.growth_state
    found = path.worth_of_moves(chosen, state) if state else None
    titles = said.names_words([catalogue()[name].title for name in chosen])
    head = f"{counted(len(chosen), 'move')} in the plan"
    with st.container(border=True, key="chosen"):
        st.subheader(safe(head), anchor=False)
        st.markdown(safe(f"{titles}. {said.worth_words(found, card.currency)}"))
