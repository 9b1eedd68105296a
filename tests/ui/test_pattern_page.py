"""The parts of the page Pattern that no sample fills."""

from streamlit.testing.v1 import AppTest


def behind_the_first() -> None:
    from revcore.diagnosis_parts import Evidence, Finding
    from revcore.model import Scorecard
    from revcore.ui import pattern_page

    given = {"state": "likely", "strength": 0.8, "evidence": [Evidence(text="5 of *7* <b>left.")]}
    found = {
        "a": Finding(id="a", title="Leaky", kind="limits", family="a", counted=True, **given),
        "b": Finding(id="b", title="Room", kind="unlocks", family="b", **given),
    }
    pattern_page.others(Scorecard(findings=found))
    pattern_page.unseen(Scorecard(findings=found))


def test_those_behind_the_first_are_folded_by_kind_with_the_reason() -> None:
    app = AppTest.from_function(behind_the_first).run()
    assert not app.exception
    assert [head.value for head in app.header] == ["Also seen", "Could unlock growth"]
    said = [part.value for part in app.caption]
    assert "Not among the first: another pattern of the same kind is worth more." in said
    assert "Not among the first: too likely to be a false alarm beside the others." in said
    assert "- 5 of \\*7\\* \\<b\\>left." in [part.value for part in app.markdown]
    assert [part.key for part in app.radio] == ["verdict-a", "verdict-b"]
