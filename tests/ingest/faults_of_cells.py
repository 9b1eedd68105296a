"""Faults of values, names and columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from tests.ingest.fault import fault
from tests.ingest.spoiler import Cell, Line, Sketch

MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
}
SYNONYMS = {
    "invoice_id": ("Invoice no.", "InvoiceNumber", "Rechnungsnummer", "Document number"),
    "order_id": ("Order number", "Bestellnummer", "Order No."),
    "deal_id": ("Opportunity ID", "Deal number"),
    "subscription_id": ("Subscription", "Contract ID"),
    "payment_id": ("Charge ID", "Payment number"),
    "customer": ("Client", "Company name", "Kunde", "Account", "Cliente", "Kundenname"),
    "amount": {
        "invoices": ("Invoice amount", "Nettobetrag", "Subtotal"),
        "orders": ("Order amount", "Gesamtbetrag", "Sales"),
        "deals": ("Deal amount", "Contract value"),
        "subscriptions": ("Plan price", "Subscription amount"),
        "spend": ("Amount spent", "Kosten", "Ad spend"),
        "payments": ("Payment amount", "Amount paid"),
    },
    "date": {
        "invoices": ("Issue date", "Rechnungsdatum", "Billed on"),
        "orders": ("Purchase date", "Bestelldatum", "Date of order"),
        "spend": ("Spend date", "Tag", "Jour"),
        "payments": ("Paid on", "Zahlungsdatum"),
    },
    "created": ("Created date", "Erstellt am", "Opened"),
    "closed": ("Closed on", "Abschlussdatum"),
    "stage": ("Stage", "Sales stage", "Phase"),
    "owner": ("Opportunity owner", "Sales rep"),
    "start": ("Subscription start", "Vertragsbeginn"),
    "quantity": ("Qty", "Units"),
    "campaign": ("Campaign name", "Kampagne"),
}


def _styled(sketch: Sketch, **changes: object) -> None:
    sketch.style = replace(sketch.style, **changes)  # type: ignore[arg-type]


# ---------------------------------------------------------------- 1: values
def _dotted(day: dt.date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}"


def _slashed(day: dt.date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year}"


@fault(1, "locale")
def german(sketch: Sketch) -> None:
    _styled(sketch, decimal=",", group=".", day=_dotted)
    sketch.delimiter = ";"


@fault(1, "locale")
def french(sketch: Sketch) -> None:
    _styled(sketch, decimal=",", group="\u202f", day=_slashed, money=lambda t: f"{t}\u00a0€")
    sketch.delimiter = ";"


@fault(1, "locale")
def swiss(sketch: Sketch) -> None:
    _styled(sketch, group="’", day=_dotted, money=lambda text: f"CHF {text}")


@fault(1, "locale")
def american(sketch: Sketch) -> None:
    _styled(sketch, group=",", day=lambda d: f"{d.month}/{d.day}/{d.year}", money=lambda t: f"${t}")


@fault(1, "locale")
def british(sketch: Sketch) -> None:
    _styled(sketch, group=",", day=lambda d: f"{d.day} {d:%b %Y}", money=lambda t: f"£{t}")


@fault(1, "locale")
def brazilian(sketch: Sketch) -> None:
    _styled(sketch, decimal=",", group=".", day=_slashed, money=lambda text: f"R$ {text}")


@fault(1, "locale")
def month_words(sketch: Sketch) -> None:
    language = sketch.rng.choice(sorted(MONTHS))
    names = MONTHS[language].split()
    mark = {"de": ".", "es": " de", "pt": " de"}.get(language, "")
    after = " de" if language in ("es", "pt") else ""
    sketch.style.day = lambda d: f"{d.day}{mark} {names[d.month - 1]}{after} {d.year}"


@fault(1, "locale")
def times_with_offset(sketch: Sketch) -> None:
    sketch.style.day = lambda d: f"{d.isoformat()}T1{d.day % 10}:05:09+01:00"


@fault(1, "locale")
def compact_days(sketch: Sketch) -> None:
    sketch.style.day = lambda d: f"{d:%Y%m%d}"


@fault(1, "locale")
def code_after(sketch: Sketch) -> None:
    _styled(sketch, group=",", money=lambda text: f"{text} EUR")


@fault(1, "locale book")
def workbook(sketch: Sketch) -> None:
    sketch.book = True


@fault(1, "minus book", lambda kind: kind == "invoices")
def credits_in_brackets(sketch: Sketch) -> None:
    sketch.style.minus = "({})"


@fault(1, "minus book", lambda kind: kind == "invoices")
def minus_behind(sketch: Sketch) -> None:
    sketch.style.minus = "{}-"


@fault(1, "pad book")
def padded(sketch: Sketch) -> None:
    sketch.style.pad = True


@fault(1, fits=lambda kind: kind in ("deals",))
def blank_words(sketch: Sketch) -> None:
    at = sketch.at("owner")
    word = sketch.rng.choice(("n/a", "--", "#N/A", "null"))
    for line in sketch.body:
        line[at] = line[at] or word


# ---------------------------------------------------------------- 2: names
@fault(2, "names")
def renamed(sketch: Sketch) -> None:
    for at, role in enumerate(sketch.roles):
        words = SYNONYMS.get(role, ())
        if isinstance(words, dict):
            words = words.get(sketch.table, ())
        if words:
            sketch.headers[at] = sketch.rng.choice(words)


@fault(2, "names")
def shouted(sketch: Sketch) -> None:
    sketch.headers[:] = [str(name).upper() for name in sketch.headers]


@fault(2, "names")
def snake_case(sketch: Sketch) -> None:
    sketch.headers[:] = [str(name).lower().replace(" ", "_") for name in sketch.headers]


@fault(2, "names mac")
def broken_names(sketch: Sketch) -> None:
    sketch.headers[:] = [str(name).replace(" ", "\n") for name in sketch.headers]


@fault(2, "currency_name units")
def currency_in_name(sketch: Sketch) -> None:
    at = sketch.at("amount")
    sketch.headers[at] = f"{sketch.headers[at]} (EUR)"


@fault(2, "starred")
def starred_names(sketch: Sketch) -> None:
    sketch.headers[:] = [f"*{name}" for name in sketch.headers]


# ---------------------------------------------------------------- 3: columns
def _insert(sketch: Sketch, at: int, name: Cell, cell: Callable[[Line], Cell]) -> None:
    sketch.roles.insert(at, "")
    sketch.headers.insert(at, name)
    for line in sketch.body:
        line.insert(at, cell(line))


@fault(3, "shuffled")
def shuffled(sketch: Sketch) -> None:
    order = list(range(len(sketch.headers)))
    sketch.rng.shuffle(order)
    sketch.roles[:] = [sketch.roles[at] for at in order]
    sketch.headers[:] = [sketch.headers[at] for at in order]
    for line in sketch.body:
        line[:] = [line[at] for at in order]


@fault(3)
def more_columns(sketch: Sketch) -> None:
    for name, words in (("Reviewed", ("yes", "no")), ("Remark", ("ok", None, "see file"))):
        at = sketch.rng.randint(0, len(sketch.headers))
        _insert(sketch, at, name, lambda line, words=words: sketch.rng.choice(words))  # type: ignore[misc]


@fault(3, "blank_column")
def blank_column(sketch: Sketch) -> None:
    _insert(sketch, sketch.rng.randint(1, len(sketch.headers) - 1), None, lambda line: None)


@fault(3)
def to_the_right(sketch: Sketch) -> None:
    sketch.left = sketch.rng.randint(1, 4)


@fault(3, "trailing")
def trailing_blanks(sketch: Sketch) -> None:
    for _ in range(3):
        _insert(sketch, len(sketch.headers), None, lambda line: None)
