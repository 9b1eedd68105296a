"""The rows behind a finding, for the owner of the data."""

from __future__ import annotations

from revcore.behind._found import Found
from revcore.behind.find import FILTERS, RowsBehind, asking, words_of
from revcore.behind.show import shown
from revcore.diagnosis_parts import Finding
from revcore.errors import NotComputable, SettingsError
from revcore.model import Dataset, Window
from revcore.pipeline import as_counted
from revcore.registry import Provider


def finding_rows(dataset: Dataset, finding: Finding, limit: int | None = None) -> RowsBehind:
    """Run the filter a finding names, with the months the finding itself counts.

    Raises
    ------
    NotComputable
        The finding names no rows, or these months have none.
    """
    if finding.rows is None:
        raise NotComputable("This pattern is seen in figures; open those to see their rows.")
    dataset = as_counted(dataset)
    ask = asking(dataset)
    own = ask.child(
        tables=dataset.tables,
        reading_inputs={"subject": finding.subject},
        reading_window=window_of(finding),
    )
    found: Found = own.call(Provider.of(FILTERS[finding.rows]))
    frame = shown(found, dataset, limit)
    n = found.frame.height
    return RowsBehind(finding.id, tuple(frame.columns), frame, n, found.note, words_of(found))


def window_of(finding: Finding) -> Window | NotComputable:
    """The months a finding counts, or that it counts none of its own."""
    try:
        return Window.parse(finding.window or "")
    except SettingsError:
        return NotComputable("This finding has no months of its own to choose rows by.")
