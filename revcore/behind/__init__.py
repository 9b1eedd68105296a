"""The rows behind a number: the filter of a reading run again, for the owner of the data."""

from revcore.behind.clean import clean_csv
from revcore.behind.download import to_csv
from revcore.behind.find import RowsBehind, rows

__all__ = ["RowsBehind", "clean_csv", "rows", "to_csv"]
