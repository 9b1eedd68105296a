"""Net promoter score."""

from revcore.derive import intervals
from revcore.derive.promoters import Answers, Asked
from revcore.errors import NotComputable
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit

FEWEST = 10


@metric(
    title="Net promoter score",
    gloss="NPS",
    plain="How many would recommend you, less those who would advise against",
    pillar=Pillar.PARTNERS,
    group="retention",
    unit=Unit.POINTS,
    better=Better.HIGHER,
    n_of="answers",
    order=80,
    rows="nps_answers",
    source="Reichheld (2003), Harvard Business Review 81(12); interval: measuringu.com",
)
def nps(promoters: Answers, people_asked: Asked | None = None) -> Estimate:
    """Share of promoters less share of detractors.

        nps = 100 × (answers of 9 or 10 − answers of 0 to 6) / answers

    The last twelve months where answers are dated, otherwise all. With thirty answers, ten points
    either way are noise.

    Parameters
    ----------
    promoters
        Promoters, passives and detractors of the window.
    people_asked
        Who was sent the question, where the file says so; the response rate stands beside the
        score.

    Returns
    -------
    [points], −100 to 100.

    Raises
    ------
    NotComputable
        Fewer than ten answers.

    Notes
    -----
    Adjusted Wald interval (+¾, +¾, n + 3). Assumes that those who answered speak for those who did
    not; the response rate stands beside it where the file says who was asked.

    Examples
    --------
    >>> nps(Answers(18, 7, 5, None)).value
    43.333...
    >>> nps(Answers(18, 7, 5, None), Asked(asked=120, answered=30)).inputs["response_rate"]
    0.25
    """
    found = promoters
    inputs: dict[str, float | int | str] = {
        "promoters": found.promoters,
        "passives": found.passives,
        "detractors": found.detractors,
    }
    note = "How many were asked is not in the file, so nobody knows for how many these speak."
    if people_asked is not None:
        asked, answered = people_asked.asked, people_asked.answered
        inputs |= {"asked": asked, "answered": answered, "response_rate": answered / asked}
        note = f"{answered:,} of {asked:,} asked in these months answered ({answered / asked:.0%})."
    if found.n < FEWEST:
        raise NotComputable(
            f"{found.promoters} promoters, {found.passives} passives and {found.detractors} "
            f"detractors in {found.n} answers: at least {FEWEST} are needed for a score.",
            inputs=inputs,
            n=found.n,
        )
    score = intervals.nps(found.promoters, found.passives, found.detractors)
    return Estimate(
        score.value,
        found.n,
        found.window,
        score.interval,
        inputs,
        method="Adjusted Wald interval (+¾, +¾, n + 3).",
        note=note,
    )
