"""A page is one file: its name gives place, title and address, its docstring the rest."""

from pathlib import Path

import pytest
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from revcore.errors import HalfMade
from revcore.ui import navigation


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_file_dropped_in_appears_at_its_place(tmp_path):
    write(tmp_path, "30_Scorecard.py", '"""Scorecard: where do we stand?"""')
    write(tmp_path, "9_Start.py", '"""Start: how does it begin?"""')
    assert [page.title for page in navigation.discover(tmp_path)] == ["Start", "Scorecard"]
    new = write(
        tmp_path,
        "12_Price_list.py",
        '"""Price list: what do we charge?\n\nNeeds: a price list.\nIcon: sell\n"""',
    )
    page = navigation.discover(tmp_path)[1]
    assert page == navigation.PageInfo(
        new, "Price list", "price-list", "sell", "What do we charge?", "a price list"
    )


def test_a_changed_docstring_is_seen(tmp_path):
    path = write(tmp_path, "10_Start.py", '"""Start: old?"""')
    assert navigation.discover(tmp_path)[0].question == "Old?"
    path.write_text('"""Start: new and longer?"""', "utf-8")
    import os

    os.utime(path, ns=(1, 1))
    assert navigation.discover(tmp_path)[0].question == "New and longer?"


@pytest.mark.parametrize(
    ("name", "text"),
    [("Start.py", '"""Start: x?"""'), ("10_Start.py", "x = 1"), ("10-Start.py", '"""S: x?"""')],
)
def test_a_half_made_page_is_named(tmp_path, name, text):
    write(tmp_path, name, text)
    with pytest.raises(HalfMade, match=name.replace(".", r"\.")):
        navigation.discover(tmp_path)


def test_two_pages_at_one_address_are_named(tmp_path):
    write(tmp_path, "10_Start.py", '"""Start: x?"""')
    write(tmp_path, "20_START.py", '"""Start: y?"""')
    with pytest.raises(HalfMade, match="another page has the address “start”"):
        navigation.discover(tmp_path)


def test_every_page_has_a_known_symbol_and_a_question():
    for page in navigation.discover():
        assert page.icon in ALL_MATERIAL_ICONS, page.path.name
        assert page.question, page.path.name
        assert page.title, page.path.name


def test_the_first_page_answers_to_the_empty_address():
    assert navigation.info_of("") == navigation.discover()[0]


def test_a_number_before_the_title_is_shown_and_stays_out_of_the_address(tmp_path):
    write(tmp_path, "62_Pattern.py", '"""2 Pattern: what repeats itself here?"""')
    page = navigation.discover(tmp_path)[0]
    assert (page.title, page.address) == ("2 Pattern", "pattern")
    assert page.question == "What repeats itself here?"
