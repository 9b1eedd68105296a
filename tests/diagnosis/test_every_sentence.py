"""Every sentence template of the diagnosis at nothing, one, two and many."""

from __future__ import annotations

import ast
import copy
import functools
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

    def __len__(self) -> int:
        return int(self)


class Names(dict):
    """What a template finds: the functions of its own file, and counts for everything else."""

    def __init__(self, module: object, count: int) -> None:
        super().__init__({**vars(__import__("builtins")), **vars(module)})
        self.count = count

    def __missing__(self, name: str) -> Any:
        return Any(self.count)


@functools.cache
def templates() -> tuple[tuple[str, ast.JoinedStr], ...]:
    """Every sentence with something to fill in, file by file."""
    return tuple(read())


def read() -> Iterator[tuple[str, ast.JoinedStr]]:
    """The sentences as they stand in the files."""
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


# Slots that can never be one where they are said, and what in the code says so: the least that
# stands there, worked out in the pattern’s own module or the one named before the colon.
BALANCES = "revcore.derive.cash_ahead:LEAST"
HORIZON = "revcore.derive.contractual:min(HORIZONS)"
NEVER_ONE = {
    "lapsed_customers": {"since": "SILENT"},
    "_sellers": {"points": "value_words(GAP * 100, Unit.POINTS)"},
    "cash_growth_squeeze": {"found.window.months": BALANCES, "horizon": HORIZON},
    "cohort_rot": {"new": "STARTS // 5"},
    "contraction_creep": {"cuts": "DOWNGRADES"},
    "cycle_lengthening": {"deal_long_halves[1].months": "revcore.derive.deal_changes:LEAST"},
    "discount_creep": {
        "months": "revcore.derive.discount_trend:SPREAD",
        "found.n": "SALES",
    },
    "feast_or_famine": {
        "months": "revcore.derive.prospecting:LEAST",
        "many": "revcore.derive.prospecting:int(FEW)",
    },
    "full_up": {"now.count": "CLOSED", "before.count": "CLOSED"},
    "happy_ears_forecast": {
        "found.deals": "PROMISED",
        "len(found.rounds)": "QUARTERS",
        "total": "WON",
    },
    "involuntary_churn": {"n": "LEAVERS"},
    "no_decision_losses": {"said": "LOST"},
    "onboarding_cliff": {"starts": "STARTS", "lost": "LEAVERS"},
    "one_and_done": {"n": "LEAST", "one.n": "revcore.derive.newcomers:LEAST"},
    "one_product_customers": {"n": "CUSTOMERS"},
    "price_stagnation": {"n": "REASONS", "total": "REASONS", "reasons.said": "REASONS"},
    "quarter_end_hockey_stick": {"len(rushed)": "revcore.derive.quarter_ends:LEAST"},
    "renewal_cliff": {"len(renewals.who)": "FEW"},
    "sales_marketing_misalignment": {
        "found.count": "revcore.derive.handover:FEWEST",
        "found.count_before": "revcore.derive.handover:FEWEST",
    },
    "seasonality": {
        "found.what": "'Deals begun'",
        "found.window.months": "revcore.derive._season:FULL",
    },
    "stale_pipeline": {"dated.count": "LEAST_OPEN", "wins": "WINS"},
    "under_investment": {"int(clv_to_cac.inputs['horizon_months'])": HORIZON},
    "unprofitable_growth": {"horizon": HORIZON},
    "win_back_ignored": {"n": "LEAVERS"},
    "win_rate_slipping": {"change": "'3% fewer'"},
    "wrong_fit_segment": {"months": HORIZON},
}


def least(name: str, code: str) -> object:
    """What a slot holds at the very least, out of the constants of the code."""
    where, _, constant = code.rpartition(":")
    return eval(constant, dict(vars(importlib.import_module(where or name))))


class Least(ast.NodeTransformer):
    """Puts the least into each slot that can never be one."""

    def __init__(self, name: str) -> None:
        self.name, self.used = name, set[str]()
        self.known = NEVER_ONE.get(name.rpartition(".")[2], {})

    def visit(self, node: ast.AST) -> ast.AST:
        said = ast.unparse(node) if isinstance(node, ast.expr) else ""
        if said not in self.known:
            return super().visit(node)
        self.used.add(said)
        return ast.copy_location(ast.Constant(least(self.name, self.known[said])), node)


# Templates that cannot be filled with a count, and those that need a whole to take a part of or a
# month of the year: file by file, how many. A new one is looked at by hand before it is added.
NO_COUNT = {"decide": 1, "remeasure": 2, "sequence": 1, "value": 1}
"""Days, titles and money in every slot; their counts are said by `counted`."""
NO_WHOLE = {
    "agreement": 1,
    "best_customers_under_chased": 1,
    "cohort_rot": 1,
    "discount_creep": 1,
    "founder_led_ceiling": 1,
    "hero_rep_dependence": 1,
    "no_decision_losses": 1,
    "one_and_done": 1,
    "referral_unused": 1,
    "sales_marketing_misalignment": 1,
    "under_investment": 1,
    "unprofitable_growth": 1,
    "win_rate_slipping": 1,
    "value": 1,
}
"""Parts of a whole, which the pattern has asked for before: not said where there is none."""
NO_MONTH = {"seasonality": 2}
"""Months of the year by their number."""


def test_no_template_is_wrong_at_none_two_and_many():
    found = []
    for name, node in templates():
        at = f"{name}:{node.lineno}"
        if re.search(r"\S  +\S", literal(node)):
            found.append(f"{at}: two spaces")
        for count in COUNTS:
            text = filled(name, node, count)
            if text is not None:
                found += [f"{at}: {fault} at {count}: {text}" for fault in faults(text)]
    assert found == []


def test_no_template_is_wrong_at_one_or_the_least_that_its_pattern_asks_for():
    found, used = [], set[tuple[str, str]]()
    for name, node in templates():
        put = Least(name)
        text = filled(name, put.visit(copy.deepcopy(node)), 1)
        used |= {(name.rpartition(".")[2], slot) for slot in put.used}
        if text is not None:
            found += [f"{name}:{node.lineno}: {one}: {text}" for one in faults(text)]
    assert found == []
    assert used == {(name, slot) for name, slots in NEVER_ONE.items() for slot in slots}


def test_every_count_that_is_never_one_has_a_least_above_one():
    modules = {name.rpartition(".")[2]: name for name, _ in templates()}
    for name, slots in NEVER_ONE.items():
        for slot, code in slots.items():
            value = least(modules[name], code)
            assert isinstance(value, str) or value > 1, (name, slot)


def test_templates_that_take_no_count_are_known_one_by_one():
    skipped: dict[tuple[int, ...], dict[str, int]] = {}
    for name, node in templates():
        at = tuple(count for count in (1, *COUNTS) if filled(name, node, count) is None)
        if at:
            files = skipped.setdefault(at, {})
            last = name.rpartition(".")[2]
            files[last] = files.get(last, 0) + 1
    assert skipped == {(1, *COUNTS): NO_COUNT, (0,): NO_WHOLE, (1234,): NO_MONTH}


def test_planted_faults_are_seen():
    for text in ("There are 1 deals", "1 open deals", "1 were lost", "2 month ago", "1,234 deal",
                 "a 8% rise", "It is None", "ends.. here"):  # fmt: skip
        assert faults(text), text
    for text in ("1 deal", "no deals", "1 of 8 deals", "8 months", "1.1 days", "an 8% rise"):
        assert not faults(text), text
