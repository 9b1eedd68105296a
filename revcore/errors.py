"""What is wrong, and the way out: the sentences a bookkeeper reads."""

from __future__ import annotations

from collections.abc import Collection, Mapping


class RevcoreError(Exception):
    """The input cannot be used: what is wrong, then what to do about it.

    >>> str(RevcoreError("“deals.csv” is empty.", fix="Export it again with at least one row."))
    '“deals.csv” is empty. Export it again with at least one row.'
    """

    def __init__(self, problem: str, *, fix: str = "") -> None:
        self.problem = problem
        self.fix = fix
        super().__init__(f"{problem} {fix}".strip())


class UnreadableFile(RevcoreError):
    """One file cannot be read; the others still can."""


class SettingsError(RevcoreError):
    """settings.toml says something that cannot be followed."""


class NotComputable(RevcoreError):
    """A measure has no value: the reason, and which tables or settings would give it one.

    Never a failure of the program: it becomes the Reading's ``reason``.

    Parameters
    ----------
    problem
        A whole sentence a reader understands: “1 of 2 won: five closed deals are needed.”
    needs
        Ids of the tables, columns (``deals.created``) or settings that would make it computable.
    inputs
        The counts already known, shown beside the reason.
    n
        Sample size reached so far.
    """

    def __init__(
        self,
        problem: str,
        *,
        needs: Collection[str] = (),
        inputs: Mapping[str, float | int | str] | None = None,
        n: int | None = None,
        fix: str = "",
    ) -> None:
        self.needs = tuple(needs)
        self.inputs = dict(inputs or {})
        self.n = n
        super().__init__(problem, fix=fix)


class HalfMade(RevcoreError):
    """A file of the catalogue (measure, benchmark, preset, chart) is incomplete; names the file."""
