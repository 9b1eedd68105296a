"""What a person fixed is used again: for the next export, for a question, for a try-out."""

import pytest

from revcore.ingest import Source, answered, file_mapping, look, open_files, read, try_out
from revcore.model import FileMapping, Settings

MAY = "ref,step,worth,begun,finished\n" + "".join(
    f"{n},{'Signed' if n % 2 else 'Gone'},{n}.50,03/{1 + n % 9:02d}/2025,04/{1 + n % 9:02d}/2025\n"
    for n in range(1, 21)
)
JUNE = MAY.replace("2025", "2026").replace("\n1,", "\n901,")
COLUMNS = {"ref": "deal_id", "step": "stage", "worth": "amount", "begun": "created"}


def opened(**files: str):
    return open_files([Source(f"{name}.csv", text.encode()) for name, text in files.items()])


def by_hand(text: str) -> Settings:
    (shown,) = look(opened(may=text))
    fix = file_mapping(
        shown, table="deals", columns=dict(COLUMNS), stages={"Signed": "won", "Gone": "lost"}
    )
    return Settings(file=[fix])


def test_the_next_export_with_the_same_headers_needs_no_hand():
    settings = by_hand(MAY)
    dataset = read(opened(june=JUNE), settings)
    assert dataset.tables["deals"].frame["status"].to_list().count("won") == 10
    assert dataset.files[0].sheets[0].columns["amount"] == "worth"


def test_another_file_is_not_read_by_a_mapping_made_for_other_headers():
    settings = by_hand(MAY)
    more = JUNE.replace("finished", "finished,who").replace("\n", ",x\n")
    (shown,) = look(opened(june=more), settings)
    assert not any(guess.by_hand for guess in shown.columns)


def test_an_entry_of_its_own_wins_over_the_remembered_one():
    settings = by_hand(MAY)
    own = FileMapping(path="june.csv", table="none")
    both = settings.model_copy(update={"file": [*settings.file, own]})
    dataset = read(opened(may=MAY, june=JUNE), both)
    assert {file.name: file.sheets[0].table for file in dataset.files} == {
        "may.csv": "deals",
        "june.csv": None,
    }


def test_what_is_remembered_outlives_a_settings_file():
    from revcore.ui.settings_file import from_toml, to_toml

    settings = by_hand(MAY)
    again = from_toml(to_toml(settings).encode())
    assert again == settings
    assert "deals" in read(opened(june=JUNE), again).tables


def test_an_answer_about_a_file_keeps_what_was_fixed_for_it_before():
    settings = by_hand(MAY)
    files = opened(may=MAY)
    dataset = read(files, settings)
    assert [question.id for question in dataset.questions if question.file] == [
        "day_first:may.csv:begun"
    ]
    (entry,) = answered(settings, dataset.previews, "may.csv", day_first=True)
    assert entry.columns["amount"] == "worth"
    after = read(files, settings.model_copy(update={"file": [entry]}))
    assert not [question for question in after.questions if question.file]
    assert after.files[0].sheets[0].period == "2025-01..2025-09"
    assert dataset.files[0].sheets[0].period == "2025-03..2025-03"
    (more,) = answered(Settings(file=[entry]), dataset.previews, "may.csv", stages={"Gone": "open"})
    assert more.stages == {"Signed": "won", "Gone": "open"}


def test_a_try_out_shows_what_a_column_would_be_read_as_and_changes_nothing():
    raw = opened(may=MAY).tables[0]
    fix = FileMapping(
        path="may.csv", table="deals", columns={"amount": "step", "stage": "step", "created": "ref"}
    )
    trial = try_out(raw, "may.csv", fix, Settings())
    assert trial.unread["step"] == 20
    fix = FileMapping(
        path="may.csv", table="invoices", columns={"amount": "worth", "date": "begun"},
        day_first=True,
    )  # fmt: skip
    trial = try_out(raw, "may.csv", fix, Settings())
    shown = {guess.header: guess for guess in trial.shown.columns}
    assert (shown["begun"].samples[0], shown["begun"].parsed[0]) == ("03/02/2025", "2025-02-03")
    assert (trial.rows, trial.used, trial.reasons, trial.unread) == (20, 20, {}, {})


def test_a_try_out_agrees_with_the_reading():
    text = MAY.replace(",5.50,", ",soon,").replace("\n7,Signed", "\n7,")
    raw, settings = opened(may=text).tables[0], by_hand(text)
    trial = try_out(raw, "may.csv", settings.file[0], settings)
    sheet = read(opened(may=text), settings).files[0].sheets[0]
    assert (trial.rows, trial.used) == (sheet.rows_in, sheet.rows_used)
    assert trial.reasons == sheet.rows_by_reason
    assert trial.unread == {"worth": 1}


def test_a_mapping_that_cannot_be_followed_is_a_sentence():
    raw = opened(may=MAY).tables[0]
    fix = FileMapping(path="may.csv", table="deals", columns={"amount": "price"})
    assert "has no column “price”" in try_out(raw, "may.csv", fix, Settings()).problem


@pytest.mark.parametrize(("interval", "mrr"), [(None, 120.0), ("quarter", 40.0), ("year", 10.0)])
def test_the_price_of_a_quarter_is_a_third_of_it_a_month(interval, mrr):
    text = "customer,start date,end date,price,plan\n" + "".join(
        f"Firm {n},2024-0{1 + n % 9}-05,,120,Pro\n" for n in range(12)
    )
    files = opened(subscriptions=text)
    first = read(files)
    asked = [q for q in first.questions if q.id == "interval:subscriptions.csv"]
    assert asked[0].choices == ["month", "quarter", "year"]
    settings = Settings(
        file=answered(Settings(), first.previews, "subscriptions.csv", interval=interval)
    )
    dataset = read(files, settings)
    table = dataset.tables["subscriptions"]
    assert table.frame["mrr"].unique().to_list() == [round(mrr * 10 ** table.scale["mrr"])]
    assert bool(interval) != bool([q for q in dataset.questions if q.id.startswith("interval")])
