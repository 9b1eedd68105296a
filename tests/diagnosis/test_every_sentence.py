"""Every sentence template of the diagnosis at nothing, one, two and many."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator

from revcore.errors import RevcoreError
from tests.published import ROOT

HOUSE = ROOT / "revcore" / "diagnosis"
COUNTS = (0, 2, 8, 1234)
NOUNS = [
    "deal",
    "customer",
    "month",
    "day",
    "lead",
    "order",
    "win",
    "loss",
    "cut",
    "seller",
    "buyer",
    "quarter",
    "group",
    "time",
    "job",
    "product",
    "enquiry",
    "week",
    "answer",
    "invoice",
    "line",
    "move",
    "figure",
    "pattern",
    "lever",
    "job",
    "project",
    "promise",
    "stage",
    "reason",
    "opportunity",
    "newcomer",
    "regular",
    "subscription",
    "question",
    "year",
    "hour",
    "minute",
]
MANY = {noun: re.sub(r"y$", "ie", noun) + "s" if noun.endswith(("ry", "ty")) else f"{noun}s"
        for noun in NOUNS}  # fmt: skip
MANY |= {"loss": "losses", "person": "people"}
WITH = r"(?:(?:more|open|new|won|lost|closed|first-time|earlier|other|of their|qualified) )*"
ALONE = r"(?<![\d,.–-])1 "
FAULTS = {
    "one in the plural": re.compile(rf"{ALONE}{WITH}(?:{'|'.join(MANY.values())})\b"),
    "one with a plural verb": re.compile(rf"{ALONE}(?:[a-z]+ )?(?:are|were|have|say)\b"),
    "many in the singular": re.compile(rf"(?<![\d,.])(?:[028]|1,234) {WITH}(?:{'|'.join(MANY)})\b"),
    "wrong article": re.compile(r"\ba 8\b|\ba 1[18]\b|\ban [1-79]\b", re.IGNORECASE),
    "two marks": re.compile(r"[.,;:]{2}(?!\.)"),
    "a value that is none": re.compile(r"\b(?:None(?! of )|nan|inf)\b|<.* object"),
}  # fmt: skip


class Any(int):
    """A count that is also whatever a template takes parts of."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __getitem__(self, at: object) -> Any:
        return self

    def __call__(self, *given: object, **named: object) -> Any:
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter(())


class Names(dict):
    """What a template finds: the functions of its own file, and counts for everything else."""

    def __init__(self, module: object, count: int) -> None:
        super().__init__({**vars(__import__("builtins")), **vars(module)})
        self.count = count

    def __missing__(self, name: str) -> Any:
        return Any(self.count)


def templates() -> Iterator[tuple[str, ast.JoinedStr]]:
    """Every sentence with something to fill in, file by file."""
    for path in sorted(HOUSE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        inner = {
            id(part)
            for node in ast.walk(tree)
            if isinstance(node, ast.FormattedValue)
            for part in ast.walk(node)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and id(node) not in inner and spoken(node):
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name, node


def spoken(node: ast.JoinedStr) -> bool:
    """Whether it is a sentence or a part of one, and no key, path or name."""
    words = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return words.count(" ") >= 2


def filled(name: str, node: ast.JoinedStr, count: int) -> str | None:
    """The sentence with a count in every slot; None where a slot takes no count."""
    code = compile(ast.fix_missing_locations(ast.Expression(node)), name, "eval")
    try:
        return str(eval(code, {}, Names(importlib.import_module(name), count)))
    except (TypeError, ValueError, KeyError, AttributeError, ZeroDivisionError, IndexError,
            OverflowError, RevcoreError):  # fmt: skip
        return None


def faults(text: str) -> list[str]:
    """What is wrong with a sentence."""
    return [name for name, pattern in FAULTS.items() if pattern.search(text)]


def literal(node: ast.JoinedStr) -> str:
    """What stands in a template itself, with a mark for each slot."""
    return "".join(
        str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values
    )


# Templates of counts that cannot be one where they are said: the pattern has asked for more before,
# or the word is chosen a line above. A new template must not add to them.
KNOWN = (
    "_pattern:1 _sellers:2 agreement:1 cash_growth_squeeze:2 cohort_rot:1 contraction_creep:1 "
    "customer_concentration:2 customers_at_risk:1 cycle_lengthening:2 deal_size_drift:2 "
    "decide:1 discount_creep:1 expansion_dependence:1 feast_or_famine:1 founder_led_ceiling:2 "
    "full_up:2 happy_ears_forecast:2 hero_rep_dependence:1 involuntary_churn:1 "
    "lapsed_customers:1 no_decision_losses:1 onboarding_cliff:1 one_and_done:4 "
    "one_product_customers:1 price_stagnation:4 referral_unused:1 "
    "sales_marketing_misalignment:1 seasonality:3 slow_follow_up:1 stale_pipeline:2 "
    "thin_coverage:2 under_investment:1 unprofitable_growth:1 win_back_ignored:1 "
    "win_rate_slipping:6 wrong_fit_segment:1 "
)
GUARDED = {name: int(many) for name, _, many in (one.partition(":") for one in KNOWN.split())}


def test_no_template_is_wrong_at_none_two_and_many():
    found = []
    for name, node in templates():
        at = f"{name}:{node.lineno}"
        if re.search(r"\S  +\S", literal(node)):
            found.append(f"{at}: two spaces")
        for count in COUNTS:
            text = filled(name, node, count)
            if text is not None and not text.endswith(" pattern needs"):  # “need” is chosen above
                found += [f"{at}: {fault} at {count}: {text}" for fault in faults(text)]
    assert found == []


def test_no_more_templates_than_known_stand_in_the_plural_at_one():
    found: dict[str, int] = {}
    for name, node in templates():
        text = filled(name, node, 1)
        if text is not None and faults(text):
            last = name.rpartition(".")[2]
            found[last] = found.get(last, 0) + 1
    assert found == GUARDED


def test_planted_faults_are_seen():
    for text in ("There are 1 deals", "1 open deals", "1 were lost", "2 month ago", "1,234 deal",
                 "a 8% rise", "It is None", "ends.. here"):  # fmt: skip
        assert faults(text), text
    for text in ("1 deal", "no deals", "1 of 8 deals", "8 months", "1.1 days", "an 8% rise"):
        assert not faults(text), text
