"""Rows in the form the browser gets them, made once instead of on every click."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def as_table(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """Rows as an Arrow table; a name that a row lacks is null there.

    >>> as_table([{"month": "2024-01", "won": 3}, {"month": "2024-02", "rate": 0.5}]).to_pylist()[1]
    {'month': '2024-02', 'won': None, 'rate': 0.5}
    """
    import pyarrow as pa

    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: pa.array([row.get(name) for row in rows]) for name in names})


def as_bytes(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The same as an Arrow stream, which Streamlit sends on without looking at it."""
    import pyarrow as pa

    table = as_table(rows)
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())
