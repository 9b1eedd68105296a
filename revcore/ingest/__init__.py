"""Bytes in, a Dataset out: typed rows of the canonical tables and the ledger of everything read."""

from __future__ import annotations

from revcore.ingest.assemble import look, read, read_files
from revcore.ingest.preview import answered, choices, file_mapping, settings_with
from revcore.ingest.raw import OpenedFile, OpenedFiles, RawTable, Source
from revcore.ingest.read import open_files
from revcore.ingest.report import read_report
from revcore.ingest.templates import template_csv, template_files
from revcore.ingest.trial import Trial, try_out

__all__ = [
    "OpenedFile",
    "OpenedFiles",
    "RawTable",
    "Source",
    "Trial",
    "answered",
    "choices",
    "file_mapping",
    "look",
    "open_files",
    "read",
    "read_files",
    "read_report",
    "settings_with",
    "template_csv",
    "template_files",
    "try_out",
]
