"""Text from data, made safe for markdown."""

from __future__ import annotations


def safe(text: str) -> str:
    """What could be read as markup or mathematics is shown as it stands.

    >>> safe("$5 to $6 *")
    '\\\\$5 to \\\\$6 \\\\*'
    """
    for mark in "\\`*_[]<>$:#~|":
        text = text.replace(mark, f"\\{mark}")
    return text
