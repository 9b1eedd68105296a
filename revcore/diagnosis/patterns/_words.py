"""Counts and changes inside the sentences of a pattern."""


def some(n: float) -> str:
    """A count within a sentence.

    >>> some(0), some(1.2), some(1200)
    ('none', '1', '1,200')
    """
    return f"{n:,.0f}" if round(n) else "none"


def grown(ratio: float, fewer: str = "fewer") -> str:
    """Now over before, as people say it.

    >>> grown(1.0), grown(1.08), grown(0.9), grown(0.9, "less")
    ('the same', '8% more', '10% fewer', '10% less')
    """
    change = round((ratio - 1) * 100)
    if change == 0:
        return "the same"
    return f"{change}% more" if change > 0 else f"{-change}% {fewer}"
