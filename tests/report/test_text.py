"""The scorecard for a terminal."""

from revcore.headline import headline
from revcore.model import Scorecard
from revcore.report.text import WIDTH, as_text, reading_as_text
from revcore.words import value_words


def test_the_sentence_that_matters_comes_first(card):
    text = " ".join(as_text(card).split())
    said = headline(card)
    assert text.index(said.title) < text.index("In money")
    assert as_text(card).startswith(str(card.company))


def test_every_measure_is_there_with_its_value_or_its_reason(card):
    text = " ".join(as_text(card).split())
    for reading in card.readings.values():
        assert reading.title in text
        if reading.value is None:
            assert str(reading.reason) in text
        else:
            assert value_words(reading.value, reading.unit, card.currency) in text


def test_every_file_every_notice_and_every_question_is_there(card):
    text = " ".join(as_text(card).split())
    for file in card.files:
        assert file.name in text
    for item in [*card.notices, *card.questions]:
        assert item.text in text


def test_no_line_is_wider_than_the_terminal(card, report):
    for text in (as_text(card), reading_as_text(report)):
        assert max(map(len, text.splitlines())) <= WIDTH
        assert not any(line != line.rstrip() for line in text.splitlines())


def test_the_saved_document_gives_the_same_text(card):
    assert as_text(Scorecard.from_json(card.to_json())) == as_text(card)


def test_an_empty_document_still_says_something():
    text = as_text(Scorecard())
    assert text.startswith("Your company")
    assert "Nothing to show yet" in text


def test_what_was_read_is_said_column_by_column(report):
    text = " ".join(reading_as_text(report).split())
    for file in report["files"]:
        for sheet in file["sheets"]:
            for ours, theirs in sheet["columns"].items():
                first = theirs if isinstance(theirs, str) else theirs[0]
                assert f"{ours} ← {first}" in text
    assert f"Rows set aside: {len(report['set_aside']):,}" in text
