"""Whom to call: one list per file, found by its name. For the data's owner, never a document."""
