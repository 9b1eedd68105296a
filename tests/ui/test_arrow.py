"""What the browser gets is what the rows said."""

import pyarrow as pa

from revcore.ui.arrow import as_bytes, as_table

ROWS = [
    {"name": "Ärger & Co", "share": 0.25, "n": 3, "trend": [1.0, 2.5], "when": None},
    {"name": "Acme", "share": None, "n": 0, "trend": [], "when": "2024-03"},
]


def test_rows_come_back_as_they_went_in():
    assert as_table(ROWS).to_pylist() == ROWS
    assert pa.ipc.open_stream(as_bytes(ROWS)).read_all().to_pylist() == ROWS


def test_whole_numbers_beside_fractions_stay_numbers():
    assert as_table([{"x": 1}, {"x": 2.5}]).to_pylist() == [{"x": 1.0}, {"x": 2.5}]
