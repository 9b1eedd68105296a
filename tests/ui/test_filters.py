"""Segment and period: chosen from what the document has, kept across pages, in the address."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from revcore.model import Window
from revcore.ui import filters, session
from revcore.ui.vault import Vault

ROOT = Path(__file__).resolve().parents[2]


def page(name: str) -> str:
    return str(next((ROOT / "pages").glob(f"*_{name}.py")))


@pytest.fixture(scope="module")
def vault() -> Vault:
    """The sample company, worked out once for all tests here."""
    patch = pytest.MonkeyPatch()
    patch.setattr(session, "_VAULT", Vault())
    patch.setattr(session, "_visitor", lambda: "f" * 32)
    app = AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()
    app.button(key="use-saas").click().run()
    yield session._VAULT
    patch.undo()


@pytest.fixture
def app(vault: Vault) -> AppTest:
    """A new tab of the visitor who has the sample."""
    return AppTest.from_file(str(ROOT / "revcore/ui/main.py"), default_timeout=60).run()


def opened(app: AppTest, name: str, **address: str) -> AppTest:
    """A page by its address: nothing of the address before it is left, as in a browser."""
    app.switch_page(page(name))
    app.query_params.clear()
    app.query_params.update(address)
    app.run()
    assert not app.exception
    return app


def chosen(app: AppTest) -> tuple[str, str]:
    return app.selectbox(key="filter-segment").value, app.selectbox(key="filter-period").value


def address(app: AppTest) -> dict[str, str]:
    return {name: app.query_params[name] for name in app.query_params}


def test_a_choice_shows_the_segment_beside_everybody_and_follows_to_other_pages(app) -> None:
    opened(app, "Funnel")
    assert chosen(app) == ("", "")
    assert address(app) == {}
    app.selectbox(key="filter-segment").set_value("segment:Mid-market").run()
    app.selectbox(key="filter-period").set_value("2024-11..2025-01").run()
    both = {"segment": "segment:Mid-market", "period": "2024-11..2025-01"}
    assert address(app) == both
    card = session.scorecard()
    row = next(r for r in card.breakdowns["win_rate"]["segment"] if r.key == "Mid-market")
    said = [text.value for text in app.caption]
    whole = card.readings["win_rate"].value
    assert any(f"n = {row.n:,} · everybody {whole:.0%}" in text for text in said)
    assert f"{card.readings['win_rate'].title}  \n**{row.value:.0%}**" in [
        text.value for text in app.markdown
    ]
    assert any(text.startswith("Only Mid-market. ") for text in said), "charts follow"
    assert any("this chart is not split by segment" in text for text in said)
    opened(app, "Retention")
    assert chosen(app) == tuple(both.values())
    assert address(app) == both
    opened(app, "Acquisition")  # knows channels only, and other pages keep what it does not know
    assert chosen(app) == ("", "2024-11..2025-01")
    opened(app, "Customer_value")  # counts at the end of a month: the same end is taken
    assert chosen(app) == ("segment:Mid-market", "2025-01..2025-01")
    app.selectbox(key="filter-segment").set_value("").run()
    assert "segment" not in app.query_params
    opened(app, "Funnel")
    assert chosen(app)[0] == ""


def test_an_address_opens_a_page_as_it_was_and_is_kept(app) -> None:
    opened(app, "Sales_team", segment="owner:Seller 2", period="2025-08..2025-10")
    assert chosen(app) == ("owner:Seller 2", "2025-08..2025-10")
    heads = [head.value for head in app.header]
    assert heads[:2] == ["Seller 2", "3 months to Oct 2025, everybody"]
    opened(app, "Funnel")
    assert chosen(app)[0] == "owner:Seller 2"


HOSTILE = (
    ("<script>alert(1)</script>", "2025-08..9999-99"),
    ("owner:", "..2025-10"),
    ("owner:Seller 2\x00", "latest; drop table deals"),
)


def test_what_the_page_does_not_know_is_ignored(app) -> None:
    for segment, period in HOSTILE:
        opened(app, "Sales_team", segment=segment, period=period, other="stays")
        assert chosen(app) == ("", "")
        said = "".join(text.value for text in [*app.markdown, *app.caption, *app.header])
        assert segment not in said
    opened(app, "Funnel", segment=segment, period=period, other="stays")
    assert address(app) == {"other": "stays"}


def test_going_back_to_the_bare_address_does_not_write_it_again(app) -> None:
    opened(app, "Funnel", segment="source:Events")
    app.query_params.clear()
    app.run()
    assert chosen(app)[0] == "source:Events"
    assert address(app) == {}


def test_periods_are_the_earlier_windows_latest_first_one_for_each_last_month(vault) -> None:
    shown = filters.readings(session.scorecard(), ["retention"])
    ends = [Window.parse(window).end for window in filters.periods(shown)]
    assert ends == sorted(set(ends), reverse=True)
    for reading, window, value in filters.of_period(shown, "2025-08..2025-10"):
        assert (window, value) in reading.own.history[:-1]
        assert window.endswith("2025-10")


def test_capitals_do_not_tell_segments_apart(vault) -> None:
    card = session.scorecard()
    shown = filters.readings(card, ["funnel", "sales"])
    searches = [one for one in filters.segments(card, shown) if "paid search" in one.lower()]
    assert len(searches) == 2  # as a channel of visitors and as a source of leads and deals
    source = next(one for one in searches if one.startswith("source"))
    names = {reading.id for reading, _ in filters.of_segment(card, shown, source)}
    assert {"lead_to_mql", "win_rate"} <= names
