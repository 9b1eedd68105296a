"""Exports we know that hold nothing to count: each is left out with its reason, nothing asked."""

import pytest

from revcore.ingest import presets

NOT_COUNTED = [preset for preset in presets.catalogue() if preset.table == "none"]
ORDERS = "Order ID,Customer,Order date,Order total\n1,Acme,2024-01-02,5.00\n"


@pytest.mark.parametrize("preset", NOT_COUNTED, ids=lambda preset: preset.id)
def test_its_rows_are_set_aside_with_its_reason_and_other_files_count(reading, preset):
    headers = list(dict.fromkeys([*preset.must, *preset.detect]))
    rows = "".join(
        ",".join([f"id_{number}", "2024-01-18", *["500"] * (len(headers) - 2)]) + "\n"
        for number in range(3)
    )
    dataset = reading({"orders.csv": ORDERS, "export.csv": ",".join(headers) + "\n" + rows})
    sheet = {file.name: file.sheets[0] for file in dataset.files}["export.csv"]
    assert sheet.table is None
    assert (sheet.rows_in, sheet.rows_used, sheet.rows_set_aside) == (3, 0, 3)
    assert preset.instead
    said = [notice.text for notice in dataset.notices if notice.file == "export.csv"]
    assert said == [f"“export.csv” is not counted. {preset.instead}"]
    assert not [question for question in dataset.questions if question.file == "export.csv"]
    assert dataset.tables["orders"].frame["amount"].to_list() == [500]
