"""Every template reads back as its own table, column by column."""

from __future__ import annotations

import pytest

from revcore.ingest.tables import TABLES, columns
from revcore.ingest.templates import template_csv, template_files


@pytest.mark.parametrize("table", TABLES)
def test_a_template_reads_back_as_its_table_with_every_row_and_column(reading, table):
    dataset = reading({f"{table}.csv": template_csv(table)})
    sheet = dataset.files[0].sheets[0]
    assert (sheet.table, sheet.preset, sheet.rows_set_aside) == (table, "template", 0)
    assert sheet.rows_used == sheet.rows_in == (12 if table == "answers" else 2)
    assert not sheet.issues
    wanted = {column.name for column in columns(table) if not column.derived}
    assert set(sheet.columns) == wanted
    assert all(ours == theirs for ours, theirs in sheet.columns.items())
    assert wanted <= set(dataset.tables[table].frame.columns)


def test_all_templates_together_are_one_company(reading):
    dataset = reading(template_files())
    assert set(dataset.tables) == set(TABLES)
    assert set(dataset.customers) == {"Acme Ltd", "Birch & Sons"}
    assert not [question for question in dataset.questions if question.id.startswith("table:")]
