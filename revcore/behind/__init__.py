"""The rows behind a number: the filter of a reading run again, for the owner of the data."""

from revcore.behind.download import to_csv
from revcore.behind.find import RowsBehind, rows

__all__ = ["RowsBehind", "rows", "to_csv"]
