"""The words people use: for columns, stages, statuses, cost categories, billing intervals."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from revcore.errors import HalfMade
from revcore.ingest.tables import TABLES, Kind, columns

CUSTOMER_ROLES = ("customer_id", "customer_email", "customer_name")
"""The three ways a file names a customer; together they are our column ``customer``."""

_CURRENCIES = "usd|eur|gbp|chf|cad|aud|nzd|jpy|sek|nok|dkk|pln|brl|mxn|inr|myr|czk|zar|sgd|hkd"
_SIGN = r"(?:usd|eur|gbp|chf|€|\$|£)"
_THOUSANDS = rf"(?:in )?(?:thousands?|tsd|k|t|000s?)\.?(?: ?{_SIGN})?"
_MILLIONS = rf"(?:in )?(?:(?:millions?|mio|mn)\.?(?: ?{_SIGN})?|m ?{_SIGN})"
_ZONES = "utc|gmt|local|local time|internal"


_MULTIPLE = re.compile(
    rf"[(\[]\s*'?(?:(?P<thousands>{_THOUSANDS})|(?P<millions>{_MILLIONS}))\.?\s*[)\]]"
    r"|\bin (?P<ending>thousands|tsd\.?|k€|t€|keur|teur|kusd|k\$)\s*$"
)


_CENT_WORDS = re.compile(
    r"(?:\b(?:in )?(?:euro ?)?(?:cents?|pence|cts?|p|c[eé]ntimos|centimes|centavos|centesimi"
    r"|minor units?))\s*$"
)
_CENTS = re.compile(
    r"(?:^|[^a-z])(?:(?:euro ?)?cents|pence|c[eé]ntimos|centimes|centavos|centesimi"
    r"|minor units?)\W*$|[(\[]\s*(?:in )?(?:euro ?)?(?:cent|ct|cts|p)\.?\s*[)\]]\s*$"
    r"|[ _]in cent\s*$|[ _]ct$"
)


_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])(?![A-Z]s\b)")
_ASIDE = re.compile(rf"\((?:{_CURRENCIES}|{_ZONES}|%|\d+)\)")
_NO_WORD = re.compile(r"[^\w+&]+|_+")
_LAST_CURRENCY = re.compile(rf"(?<=\w )(?:in )?(?:{_CURRENCIES})\s*$")
_PARTED_TAX = re.compile(r"\b(mw|u) (?=st\b)")


def normal(header: str) -> str:
    """Reduce a header to comparable words.

    >>> normal("*InvoiceDate"), normal("Amount spent (USD)"), normal("Created (UTC)")
    ('invoice date', 'amount spent', 'created')
    >>> normal("Deal - Value"), normal("total_amount_cents"), normal("FirstName + LastName")
    ('deal value', 'total amount', 'first name + last name')
    >>> normal("MQLs"), normal("SQLs by day"), normal("Revenue EUR"), normal("EUR")
    ('mqls', 'sqls by day', 'revenue', 'eur')
    >>> normal("USt-Betrag"), normal("inkl. 19 % MwSt.")
    ('ust betrag', 'inkl 19 mwst')
    """
    text = unicodedata.normalize("NFKC", header)
    text = _CAMEL.sub(" ", text).casefold()
    text = _ASIDE.sub(" ", _MULTIPLE.sub(" ", text))
    text = _NO_WORD.sub(" ", text)
    if _CENTS.search(header.casefold()):
        text = _CENT_WORDS.sub(" ", text.strip())
    text = _LAST_CURRENCY.sub(" ", text)
    return _PARTED_TAX.sub(r"\1", " ".join(text.split()))


def in_cents(header: str) -> bool:
    """Whether a header says that its amounts are hundredths.

    >>> in_cents("total_amount_cents"), in_cents("Amount (in cents)"), in_cents("Percent")
    (True, True, False)
    >>> in_cents("Betrag (Cent)"), in_cents("Amount (ct)"), in_cents("Act"), in_cents("Per cent")
    (True, True, False, False)
    """
    return bool(_CENTS.search(header.casefold()))


def multiple(header: str) -> int:
    """What one of a column's amounts stands for, where its header says so.

    >>> [multiple(name) for name in ("Revenue (in thousands)", "Umsatz (T€)", "Amount in kEUR")]
    [1000, 1000, 1000]
    >>> multiple("ARR (Mio. €)"), multiple("Amount (EUR)"), multiple("Type T")
    (1000000, 1, 1)
    """
    found = _MULTIPLE.search(header.casefold())
    if found is None:
        return 1
    return 1000 if found["thousands"] or found["ending"] else 1_000_000


@dataclass(frozen=True)
class Alias:
    """One word for one role of one table."""

    table: str
    role: str
    weight: float


@dataclass(frozen=True)
class Words:
    """Everything known about one canonical table's appearance."""

    title: str
    files: tuple[str, ...]
    needs: tuple[tuple[str, ...], ...]
    unique: str | None
    kinds: Mapping[str, Kind]
    aliases: Mapping[str, Sequence[Alias]]


def _has_customer(table: str) -> bool:
    return any(column.kind is Kind.CUSTOMER for column in columns(table))


def role_kinds(table: str, extra: Mapping[str, str]) -> dict[str, Kind]:
    """Kind of each role a header can take in a table, helper roles included."""
    kinds = {
        column.name: column.kind
        for column in columns(table)
        if not column.derived and column.kind is not Kind.CUSTOMER
    }
    if _has_customer(table):
        kinds |= dict.fromkeys(CUSTOMER_ROLES, Kind.TEXT)
    return kinds | {role: Kind(kind) for role, kind in extra.items()}


@cache
def dictionary() -> Mapping[str, Words]:
    """The alias dictionary, one entry per canonical table.

    Raises
    ------
    HalfMade
        ``aliases.toml`` names a table or a role that does not exist.
    """
    file = Path(__file__).with_name("aliases.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    shared = data.pop("customer")
    out = {}
    for table in TABLES:
        if table not in data:
            raise HalfMade(f"“{file.name}” has no words for the table “{table}”.")
        out[table] = _words(table, data[table], shared)
    return out


def roles_of(header: str) -> set[str]:
    """Columns of any table that a header is one of the words for.

    >>> "customer_name" in roles_of("Company"), roles_of("Our remarks")
    (True, set())
    """
    words = normal(header)
    return {one.role for table in dictionary().values() for one in table.aliases.get(words, ())}


def is_known(header: str) -> bool:
    """Whether a header is one of the words for a column of any table.

    >>> is_known("Order date"), is_known("Our remarks")
    (True, False)
    """
    return bool(roles_of(header))


def _words(table: str, entry: Mapping[str, Any], shared: Mapping[str, Any]) -> Words:
    kinds = role_kinds(table, entry.get("kinds", {}))
    aliases: dict[str, list[Alias]] = {}
    for strength, weight in (("strong", 1.0), ("weak", 0.55)):
        roles: dict[str, list[str]] = dict(entry.get(strength, {}))
        if _has_customer(table):
            roles |= shared[strength]
        if strength == "strong":
            for role in kinds:
                roles.setdefault(role, [])
        for role, names in roles.items():
            if role not in kinds:
                raise HalfMade(f"“aliases.toml”: the table “{table}” has no column “{role}”.")
            own = [role.replace("_", " ")] if strength == "strong" else []
            for place, name in enumerate([*names, *own]):
                share = weight - 0.005 * place
                if all(known.role != role for known in aliases.get(name, ())):
                    aliases.setdefault(name, []).append(Alias(table, role, share))
    files, needs = entry.get("files", ()), entry.get("needs", ())
    unique = entry.get("unique")
    return Words(
        title=str(entry["title"]),
        files=tuple(files),
        needs=tuple(tuple(group) for group in needs),
        unique=str(unique) if unique else None,
        kinds=kinds,
        aliases=aliases,
    )


def title(table: str) -> str:
    """A table's name as a person says it.

    >>> title("funnel_counts")
    'Funnel counts by month'
    """
    return dictionary()[table].title


# ---------------------------------------------------------------- stages and statuses
_WON = re.compile(
    r"^(accepted|angenommen|accept[ée]e?|aceptad[ao]|aceit[ao]|accettat[ao])$"
    r"|\b(quote|offer|proposal) accepted\b"
    r"|\b(won|closed ?won|sold|signed|customer|gewonnen|verkauft"
    r"|auftrag (?:erteilt|erhalten)|beauftragt|zusage|gagn[ée]e?s?"
    r"|conclue?|sign[ée]e?|ganad[ao]s?|vendid[ao]s?|ganh[ao]s?"
    r"|vint[ao]|vinte|acquisit[ao]|vyhráno|wygran[aey])\b"
)
_LOST = re.compile(
    r"\b(lost|closed ?lost|dead|disqualified|rejected|abandoned|declined|not won|no decision"
    r"|no (answer|reply|response)|expired|keine antwort|abgelaufen"
    r"|unqualified|cancell?ed|junk|verloren|abgelehnt|abgesagt|absage|storniert|disqualifiziert"
    r"|perdue?s?|refus[ée]e?|abandonn[ée]e?|annul[ée]e?|perdid[ao]s?|rechazad[ao]|descartad[ao]"
    r"|cancelad[ao]|desqualificad[ao]|recusad[ao]|pers[ao]|rifiutat[ao]|annullat[ao]|afgewezen"
    r"|geannuleerd|prohráno|przegran[aey])\b"
)


_NOT_WON = re.compile(
    r"\b(nicht|non|no|não|niet|not|pas) (gewonnen|vint[ao]|ganad[ao]|ganh[ao]|won)"
)


def deal_status(stage: str) -> str:
    """Whether a stage means won, lost or still open.

    >>> deal_status("Closed Won"), deal_status("closedlost"), deal_status("Proposal Sent")
    ('won', 'lost', 'open')
    >>> [deal_status(word) for word in ("Gewonnen", "Perdue", "Vendida", "Persa", "Nicht gewonnen")]
    ['won', 'lost', 'won', 'lost', 'lost']
    """
    text = normal(stage)
    if _LOST.search(text) or _NOT_WON.search(text):
        return "lost"
    return "won" if _WON.search(text) else "open"


_ORDER = (
    r"subscriber|prospect|new|\blead|appointment|contact|kontakt|neu\b|nouveau|nuevo|novo|nuov"
    r"|anfrage|erstgespr|premier|primer|primo|eingang|prospe",
    r"qualif|engag|discovery|marketing qualified|sales qualified|bedarf|besoin|necesidad"
    r"|calific|kwalific|analyse|diagn",
    r"demo|presentation|meeting|trial|evaluat|opportunity|präsentation|termin\b|rendez|présentation"
    r"|reuni|presentaci|apresenta|incontro|presentazione|afspraak|evalu|test\b",
    r"proposal|quote|offer|decision|angebot|devis|offre|propos|oferta|cotizaci|presupuesto"
    r"|orçamento|preventivo|offerte|nabídka|entscheid|décision",
    r"negotiat|contract|commit|verbal|legal|verhandl|vertrag|négoci|contrat|negoci|contrato"
    r"|negozia|trattativ|contratto|onderhandel|jednání|unterschrift|signature",
)


def stage_rank(stage: str) -> int:
    """Place of a stage in the usual order of a funnel, by its words.

    >>> [stage_rank(stage) for stage in ("Prospecting", "Engaging", "Proposal", "Won", "Lost")]
    [0, 1, 3, 6, 7]
    >>> [stage_rank(stage) for stage in ("Erstkontakt", "Calificado", "Devis envoyé", "Trattativa")]
    [0, 1, 3, 4]
    """
    ending = {"won": len(_ORDER) + 1, "lost": len(_ORDER) + 2}.get(deal_status(stage))
    if ending is not None:
        return ending
    text = normal(stage)
    found = [rank for rank, words in enumerate(_ORDER) if re.search(words, text)]
    return found[-1] if found else 2


NO_MONEY: Mapping[str, str] = {
    "invoices": r"^(failed|void|voided|draft|uncollectible|test|deleted|cancell?ed|rejected"
    r"|written off|write off|bad debt|entwurf|storniert|ungültig|ausgebucht|uneinbringlich"
    r"|brouillon|annul[ée]e?|irrécouvrable|borrador|anulad[ao]|cancelad[ao]|incobrable"
    r"|rascunho|incobrável|bozza|annullat[ao]|inesigibile|concept|geannuleerd|oninbaar"
    r"|afgeschreven)$",
    "payments": r"^(failed|void|voided|draft|uncollectible|test|cancell?ed|declined|denied|expired"
    r"|incomplete|pending|reversed|requires.*|blocked|uncaptured|fehlgeschlagen|ausstehend"
    r"|storniert|[ée]chou[ée]e?|annul[ée]e?|fallid[ao]|rechazad[ao]|pendiente|cancelad[ao]"
    r"|recusad[ao]|pendente|falhou|annullat[ao]|fallit[ao]|in attesa|mislukt|geannuleerd)$",
    "orders": r"^(failed|void|voided|draft|test|cancell?ed|expired|rejected|checkout draft|trash"
    r"|storniert|entwurf|annul[ée]e?|anulad[ao]|cancelad[ao]|annullat[ao]|geannuleerd)$",
}
"""Statuses whose rows carry no money, per table, as they stand after ``normal``."""

_LEFT = re.compile(
    r"\b(churned|left|lost|former|ex|past|inactive|cancell?ed|terminated|closed|ended|expired|gone"
    r"|abgewandert|ehemalig\w*|inaktiv|gekündigt|beendet|verloren|ancien\w*|inactif|perdu|résilié"
    r"|inactiv[ao]|perdid[ao]|cancelad[ao]|de baja|antigu[ao]|inattiv[ao]|pers[ao]|cessat[ao]"
    r"|inactief|opgezegd)\b"
)
_STAYS = re.compile(
    r"\b(active|live|customer|client|current|paying|existing|kunde|aktiv|bestandskunde|actif"
    r"|activ[ao]|cliente|vigente|ativ[ao]|attiv[ao]|actief|klant)\b"
)


def customer_status(text: str) -> str | None:
    """Whether a customer list says that one is still a customer; None when the words do not say.

    >>> [customer_status(word) for word in ("Active", "Churned", "Ex-Kunde", "Prospect")]
    ['customer', 'left', 'left', None]
    """
    words = normal(text)
    if _LEFT.search(words):
        return "left"
    return "customer" if _STAYS.search(words) else None


GIVEN_BACK = (
    r"^\s*(fully[ _-])?(refunded|charged[ _-]?back|chargeback|erstattet|zurückgezahlt"
    r"|rembours[ée]e?|reembolsad[ao]|devuelt[ao]|devolvid[ao]|estornad[ao]|rimborsat[ao]|terugbetaald)\s*$"
)
"""Statuses of rows whose whole amount was given back."""

UNPAID_SUBSCRIPTIONS = (
    r"^(trialing|trial|in trial|on trial|free trial|incomplete.*|future|pending|draft|not started"
    r"|paused|testphase|probezeit|probephase|entwurf|pausiert|essai|en essai|période d essai"
    r"|en pause|prueba|en prueba|periodo de prueba|pausad[ao]|teste|em teste|período de teste"
    r"|prova|in prova|periodo di prova|in pausa|proef|proefperiode|gepauzeerd)$"
)
"""Statuses of subscriptions that pay nothing."""

TEST_ROW = (
    r"(?i)^\s*(test|dummy|demo account|test account|test customer|test company|test deal|test order"
    r"|test user|test lead|dummy account|dummy customer|do not use)"
    r"(\s+\d+|\s+do not use|\s*[-–(].*)?\s*$"
)
"""Names that clearly mark a row as a trial entry."""
TEST_MAIL = r"(?i)^(test|dummy|testing)([+._-]?[\w.+-]*)?@"
"""E-mails that clearly mark a row as a trial entry."""


# ---------------------------------------------------------------- costs
_CATEGORIES = (
    ("agency", r"agenc|freelanc|contractor|consult|agentur"),
    ("people", r"people|salar|wage|payroll|commission|bonus|staff|headcount|personal|compensation"),
    ("tools", r"tool|software|subscription|licen[cs]e|saas|martech|\bcrm\b"),
    ("media", r"media|\bads?\b|adword|advert|paid|campaign|sponsor|event|\bseo\b|werbung|print"),
    ("overhead", r"overhead|rent|office|travel|entertain|insurance|other|misc|allocat|training"),
)
_DEPARTMENTS = (
    ("success", r"success|support|account manage|onboarding|service"),
    ("marketing", r"market|demand|brand|growth|content|\bpr\b"),
    ("sales", r"sale|\bsdr\b|\bbdr\b|account executive|vertrieb|business develop|revenue"),
)


def cost_category(text: str) -> str | None:
    """One of media, people, tools, agency, overhead; None when the words say nothing.

    >>> [cost_category(text) for text in ("Salaries", "Google Ads", "Software", "Freelancers")]
    ['people', 'media', 'tools', 'agency']
    """
    return _first(_CATEGORIES, text)


def department(text: str) -> str | None:
    """One of marketing, sales, success; None when the words say nothing.

    >>> department("Customer Success"), department("Field sales"), department("Finance")
    ('success', 'sales', None)
    """
    return _first(_DEPARTMENTS, text)


def _first(rules: Sequence[tuple[str, str]], text: str) -> str | None:
    words = normal(text)
    return next((name for name, pattern in rules if re.search(pattern, words)), None)


_ONE_OFF = re.compile(
    r"\b(one ?(?:time|off)|set ?up fee|setup|installation|implementation|onboarding fee|hardware"
    r"|einmalig\w*|einrichtung\w*|installation|unique|frais d installation|pago [uú]nico"
    r"|configuraci[oó]n|taxa [uú]nica|implanta[cç][aã]o|una tantum|eenmalig\w*)\b"
)
_RECURRING = re.compile(
    r"\b(subscription|recurring|renewal|abo|abonnement\w*|suscripci[oó]n|assinatura|abbonamento"
    r"|wiederkehrend\w*|r[eé]current\w*|recurrente|recorrente|ricorrente)\b"
)


def recurring(text: str) -> bool | None:
    """Whether a line is part of a subscription; None when the words do not say.

    >>> [recurring(text) for text in ("subscription", "ONE_OFF", "Set-up fee", "Invoice")]
    [True, False, False, None]
    """
    return _yes_or_no(text, _RECURRING, _ONE_OFF)


def _yes_or_no(text: str, yes: re.Pattern[str], no: re.Pattern[str]) -> bool | None:
    words = normal(text)
    if no.search(words):
        return False
    return True if yes.search(words) else None


# ---------------------------------------------------------------- tax
_TAX = (
    r"(?:vat|tax|taxes?|gst|btw|iva|tva|mwst|ust|mehrwertsteuer|umsatzsteuer|steuern?|impostos?"
    r"|impuestos?|imposte)\b"
)
_INCLUDING = (
    rf"\b(?:in[ck]l\w*|inc|with|con|com|mit|avec) (?:\w+ )?{_TAX}|\b{_TAX} inc\w*\b"
    r"|\btoutes taxes comprises\b"
)
_EXCLUDING = (
    r"\b(?:excl\w*|exkl\w*|ex|zzgl|plus|hors|without|before|sans|sin|sem|ohne|senza|zonder)"
    rf" (?:\w+ )?{_TAX}|\b{_TAX} excl\w*|\b(?:excl|exkl|hors)\w*$"
)
_WITH_TAX = re.compile(rf"\b(?:gross|brutto\w*|bruto|ttc|lord[oa])\b|{_INCLUDING}")
_WITHOUT_TAX = re.compile(
    r"\b(?:net|netto\w*|neto|ht|subtotal|sub total|base imponible|imponibile|l[ií]quido)\b"
    rf"|{_EXCLUDING}"
)


def says_tax(header: str) -> bool | None:
    """Whether a header says that its amounts include tax; None where it says neither.

    >>> [says_tax(one) for one in ("Gross amount", "Montant TTC", "Bedrag incl. btw", "Total")]
    [True, True, True, None]
    >>> [says_tax(one) for one in ("Net", "Montant HT", "Bedrag excl. btw", "Nettobetrag")]
    [False, False, False, False]
    >>> [says_tax(one) for one in ("Betrag inkl. 19 % MwSt.", "Amount inc GST", "zzgl. USt")]
    [True, True, False]
    >>> [says_tax(one) for one in ("Total incl. VAT, without shipping", "Total before discount")]
    [True, None]
    """
    return _yes_or_no(header, _WITH_TAX, _WITHOUT_TAX)


def beside_tax(words: str) -> str:
    """A header, made comparable, without what it says about tax.

    >>> beside_tax("betrag inkl 19 mwst"), beside_tax("total excl vat"), beside_tax("amount")
    ('betrag', 'total', 'amount')
    """
    return " ".join(re.sub(f"{_EXCLUDING}|{_INCLUDING}", " ", words).split())


# ---------------------------------------------------------------- billing intervals
_INTERVALS = (
    ("quarter", r"quarter|quartal|vierteljähr|vierteljahr|trimest|kwarta"),
    ("month", r"month|monat|mensu|mensil|mensal|\bmes\b|\bmês\b|\bmese\b|maand|\bmois\b|\bmo\b"),
    ("year", r"year|annual|annuel|annuo|jahr|jähr|jaar|\ba[nñ]o|anual|\ban\b|\byr\b|yearly"),
    ("week", r"week|woche|wöch|seman|semaine|hebdo|settiman|wekelijks"),
    ("day", r"\bday|daily|\btag|täglich|quotid|\bdiari|giornal|dagelijks"),
)


def interval(text: str) -> tuple[str, int] | None:
    """Billing interval and how many of them, out of words.

    >>> interval("monthly"), interval("every 3 months"), interval("Annual"), interval("biannual")
    (('month', 1), ('month', 3), ('year', 1), ('month', 6))
    >>> interval("vierteljährlich"), interval("semestrale"), interval("mensal"), interval("maand")
    (('quarter', 1), ('month', 6), ('month', 1), ('month', 1))
    >>> interval("Monthly 2025"), interval("Dimension")
    (('month', 1), None)
    """
    words = normal(text)
    if re.search(r"bi ?annual|semi ?annual|half ?year|halbj[aä]hr|semest|halfjaar", words):
        return "month", 6
    name = _first(_INTERVALS, words)
    number = re.search(r"(?<!\d)\d{1,3}(?!\d)", words)  # four digits are a year
    return (name, int(number[0]) if number else 1) if name else None
