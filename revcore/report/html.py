"""The printed report: one self-contained file, A4, no script, charts as drawings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from revcore.diagnosis_parts import Worth
from revcore.headline import distance, headline, sentence
from revcore.model import Pillar, Reading, Scorecard, SheetRead
from revcore.report._diagnosis import STATE, of_lever, shown, valued, worth_words
from revcore.report._elements import (
    CSP,
    badge,
    colours,
    esc,
    fonts,
    logo,
    page_rules,
    sheet,
    spark,
    trend,
)
from revcore.report._figures import figures
from revcore.report._parts import (
    MONEY_LINE,
    Group,
    amount,
    before,
    grouped,
    sample,
    sheet_name,
    span,
    subject,
    table_title,
    totals,
    used_and_counted,
)
from revcore.words import benchmark_words, model_words, value_words, window_words

QUESTIONS = {
    "funnel": "Where do the people who could buy drop out?",
    "sales": "How many deals are won, how fast, and for how much?",
    "acquisition": "What does a new customer cost, and does it pay back?",
    "value": "What is a customer worth, and how sure is that?",
    "retention": "Do the customers we won keep paying?",
    "growth": "Where is revenue going, and who carries it?",
}


def as_html(card: Scorecard) -> str:
    """The scorecard as one HTML file to print or send; the same document gives the same bytes.

    Nothing in it is fetched from elsewhere and nothing runs: fonts and charts are inside, a
    content policy forbids the rest, and every text from the data is escaped.
    """
    card = Scorecard.from_json(card.to_json())  # what is printed is the document, to its last digit
    company = card.company or "Your company"
    window = window_words(card.window)
    groups = grouped(card)
    body = [
        cover(card, company, window),
        scorecard(card),
        *[group_page(card, group) for group in groups if group.known],
        repeats(card),
        unanswered([group for group in groups if not group.known]),
        method(card, groups),
        ledger(card),
        remarks(card),
    ]
    style = "\n".join([fonts(), colours(), page_rules(company, window), sheet()])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{esc(subject(card))}</title>\n<style>\n{style}\n</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in body if part)
        + "\n</main>\n</body>\n</html>\n"
    )


# ---------------------------------------------------------------- first page
def cover(card: Scorecard, company: str, window: str) -> str:
    """Who, when, the one sentence, the money, and what goes well or badly."""
    said = headline(card)
    kind = " · ".join(part for part in (model_words(card.business_model), window) if part)
    tiles = "".join(tile(card.readings[n], card) for n in MONEY_LINE[:4] if n in card.readings)
    return (
        f'<header class="cover"><div class="masthead">{logo()}'
        f'<span class="quiet">{esc(window)}</span></div>'
        f'<h1>{esc(company)}</h1><p class="who">{esc(kind or "Revenue scorecard")}</p>'
        f'<div class="claim"><span class="band {esc(said.band)}">{esc(said.badge)}</span>'
        f"<h2>{esc(said.title)}</h2><p>{esc(said.text)}</p></div>"
        f'<div class="tiles">{tiles}</div>{at_a_glance(card)}</header>'
    )


def tile(reading: Reading, card: Scorecard) -> str:
    """One amount of the money line, or what would give it."""
    if reading.value is None:
        inner = f'<div class="reason">{esc(reading.reason)}</div>'
    else:
        value = value_words(reading.value, reading.unit, card.currency)
        around = span(reading, card.currency)
        under = f"8 times in 10: {around}" if around else window_words(reading.window)
        inner = f'<div class="value">{esc(value)}</div><div class="under">{esc(under)}</div>'
    return f'<div class="tile"><div class="label">{esc(reading.plain)}</div>{inner}</div>'


def at_a_glance(card: Scorecard) -> str:
    """The clearest verdicts on both sides."""
    parts = []
    for band, title in (("behind", "Look here first"), ("ahead", "Going well")):
        mine = [reading for reading in card.readings.values() if reading.band == band]
        mine.sort(key=lambda reading: (-distance(reading), reading.id))
        points = "".join(
            f"<li><strong>{esc(sentence(reading, card.currency))}.</strong> "
            f'<span class="quiet">{esc(compared(reading, card))}</span></li>'
            for reading in mine[:4]
        )
        empty = '<li class="quiet">Nothing that the figures can call yet.</li>'
        parts.append(f'<div><h3>{title}</h3><ul class="points">{points or empty}</ul></div>')
    return f'<div class="columns">{"".join(parts)}</div>'


def compared(reading: Reading, card: Scorecard) -> str:
    """What the verdict rests on."""
    if reading.band_basis == "benchmark" and reading.benchmark:
        return f"{benchmark_words(reading.benchmark, reading.unit, card.currency)}."
    own = before(reading, card.currency)
    return f"Before: {own}." if own else ""


# ---------------------------------------------------------------- tables of measures
def scorecard(card: Scorecard) -> str:
    """Every measure with a value, by pillar."""
    order = [reading for group in grouped(card) for reading in group.known]
    rows = []
    for pillar in Pillar:
        mine = [reading for reading in order if reading.pillar is pillar]
        if mine:
            rows.append(f'<tr class="pillar"><th colspan="5">{esc(pillar.words)}</th></tr>')
            rows += [pillar_row(reading, card) for reading in mine]
        else:
            empty = f'<td colspan="4" class="quiet">{esc(nothing(card, pillar))}</td>'
            rows.append(f'<tr class="pillar"><th>{esc(pillar.words)}</th>{empty}</tr>')
    return (
        '<section><p class="eyebrow">Scorecard</p><h2>The eight pillars</h2>'
        '<p class="lead">Each figure with the range it lies in 8 times in 10. A verdict is given '
        "only where 19 times in 20 the true figure lies on one side of what it is compared with."
        "</p>"
        f'{figures(card, "scorecard")}<table class="tight"><thead><tr><th>Measure</th>'
        '<th class="num">Value</th><th>8 times in 10</th><th>Compared with</th><th>Verdict</th>'
        f"</tr></thead><tbody>{''.join(rows)}</tbody></table></section>"
    )


def nothing(card: Scorecard, pillar: Pillar) -> str:
    """What would fill an empty pillar."""
    reasons = [r.reason for r in card.readings.values() if r.pillar is pillar and r.reason]
    return reasons[0] if reasons else "Only the people in the company can answer this one."


def pillar_row(reading: Reading, card: Scorecard) -> str:
    """One measure in one line."""
    value = value_words(reading.value, reading.unit, card.currency)
    return (
        f'<tr><td>{esc(reading.title)}</td><td class="num"><strong>{esc(value)}</strong></td>'
        f'<td class="span">{esc(span(reading, card.currency) or "counted in full")}</td>'
        f'<td class="quiet">{esc(short_comparison(reading, card))}</td>'
        f"<td>{badge(reading)}</td></tr>"
    )


def short_comparison(reading: Reading, card: Scorecard) -> str:
    """Figure and publisher, or the company's own earlier value."""
    figure = reading.benchmark
    if figure:
        value = value_words(figure.value, reading.unit, card.currency)
        kind = {"median": "median", "average": "average", "rule": "rule of thumb"}[figure.kind]
        return f"{value}, {kind}, {figure.publisher} {figure.year}"
    own = reading.own
    if own is None or own.previous is None:
        return ""
    return f"{value_words(own.previous, reading.unit, card.currency)} in your own past"


def group_page(card: Scorecard, group: Group) -> str:
    """One question: the answer, up to four drawings, the measures, and what is not known."""
    said = headline(card, (group.id,))
    lead = f"{said.title}. {said.text}" if said.measure else said.text or said.title
    rows = "".join(measure_row(reading, card) for reading in group.known)
    table = (
        '<table><colgroup><col style="width:25%"><col style="width:11%"><col style="width:21%">'
        '<col style="width:30%"><col style="width:13%"></colgroup>'
        '<thead><tr><th>Measure</th><th class="num">Value</th><th>8 times in 10, and count</th>'
        f"<th>Compared with</th><th>Verdict</th></tr></thead><tbody>{rows}</tbody></table>"
        if rows
        else ""
    )
    return (
        f'<section><p class="eyebrow">{esc(group.title)}</p><h2>{esc(QUESTIONS[group.id])}</h2>'
        f'<p class="lead">{esc(lead)}</p>{figures(card, group.id)}{table}'
        f"{unknown(group.unknown)}</section>"
    )


def repeats(card: Scorecard) -> str:
    """The patterns seen, with what shows them, and the levers worth most."""
    found = "".join(
        f"<li><strong>{esc(one.title)}</strong> ({STATE[one.state]}). "
        f"{esc(' '.join(said.text for said in one.evidence))}{worth(one.worth, card)}</li>"
        for one in shown(card)
    )
    levers = "".join(
        f"<li>{esc(lever.change.removesuffix('.'))}.{worth(of_lever(lever), card)}</li>"
        for lever in valued(card)
    )
    if not found and not levers:
        return ""
    parts = [
        f'<h3>{title}</h3><ul class="points">{points}</ul>'
        for title, points in (("What was seen", found), ("What would help most", levers))
        if points
    ]
    return (
        '<section><p class="eyebrow">Diagnosis</p><h2>What repeats, and what would help?</h2>'
        f"{''.join(parts)}</section>"
    )


def worth(found: Worth | None, card: Scorecard) -> str:
    """A worth as the end of a line."""
    words = worth_words(found, card.currency)
    return f' <span class="plain">Worth {esc(words)}.</span>' if words else ""


def measure_row(reading: Reading, card: Scorecard) -> str:
    """Value, range, n, window, comparison with provenance, own past, verdict."""
    value = value_words(reading.value, reading.unit, card.currency)
    around = span(reading, card.currency)
    counted = [around or "counted in full", sample(reading), window_words(reading.window)]
    own = before(reading, card.currency)
    if reading.benchmark:
        against = f"{benchmark_words(reading.benchmark, reading.unit, card.currency)}."
    else:
        against = reading.benchmark_reason or "No published benchmark."
    past = f'<div class="plain">Before: {esc(own)}</div>' if own else ""
    gloss = f'<div class="plain">{esc(reading.plain)}</div>'
    return (
        f'<tr><td><div class="name">{esc(reading.title)}</div>{gloss}</td>'
        f'<td class="num"><div class="value">{esc(value)}</div></td>'
        f'<td class="small">{"<br>".join(esc(text) for text in counted if text)}</td>'
        f'<td class="small">{esc(against)}{past}</td>'
        f"<td>{badge(reading)}{spark(trend(reading))}</td></tr>"
    )


def unknown(readings: Iterable[Reading], title: str = "Not known yet") -> str:
    """Measures without a value, those with the same reason together."""
    same: dict[str, list[str]] = {}
    for reading in readings:
        same.setdefault(str(reading.reason), []).append(reading.title)
    points = "".join(
        f"<li><strong>{esc(', '.join(titles))}.</strong> {esc(reason)}</li>"
        for reason, titles in same.items()
    )
    return f'<h3>{esc(title)}</h3><ul class="points small">{points}</ul>' if points else ""


def unanswered(groups: Sequence[Group]) -> str:
    """The questions these files say nothing about, on one page, with what would answer them."""
    if not groups:
        return ""
    parts = "".join(unknown(group.unknown, QUESTIONS[group.id]) for group in groups)
    return (
        '<section><p class="eyebrow">Not answered yet</p>'
        f"<h2>What these files do not say</h2>{parts}</section>"
    )


# ---------------------------------------------------------------- working and ledger
def method(card: Scorecard, groups: Iterable[Group]) -> str:
    """How each figure was computed: formula, inputs, window, method and source."""
    blocks = [worked(reading, card) for group in groups for reading in group.known]
    if not blocks:
        return ""
    return (
        '<section><p class="eyebrow">How each figure was computed</p>'
        f'<h2>Every number, opened</h2><div class="methods">{"".join(blocks)}</div></section>'
    )


def worked(reading: Reading, card: Scorecard) -> str:
    """One measure's working."""
    inputs = " · ".join(
        f"{name.replace('_', ' ')} {amount(value)}" for name, value in reading.inputs.items()
    )
    value = value_words(reading.value, reading.unit, card.currency)
    about = [window_words(reading.window), sample(reading), reading.method]
    facts = " · ".join(text.rstrip(".") for text in about if text)
    lines = [
        facts,
        f"Inputs: {inputs}" if inputs else "",
        reading.note,
        f"Source: {reading.source}",
    ]
    if reading.benchmark:
        figure = reading.benchmark
        note = f" {figure.note}" if figure.note else ""
        lines.append(
            f"Benchmark: {figure.publisher}, {figure.report}, {figure.year}. {figure.url}{note}"
        )
    paragraphs = "".join(f'<p class="quiet">{esc(line)}</p>' for line in lines if line)
    return (
        f'<div class="method"><div class="head"><span>{esc(reading.title)}</span>'
        f"<span>{esc(value)}</span></div><pre>{esc(reading.formula)}</pre>{paragraphs}</div>"
    )


def ledger(card: Scorecard) -> str:
    """What was read: rows in = used + set aside, and the money likewise."""
    rows = []
    for file in card.files:
        if file.error:
            rows.append(
                f"<tr><td>{esc(file.name)}</td>"
                f'<td colspan="4">Not read. {esc(file.error)}</td></tr>'
            )
        rows += [ledger_row(sheet_name(file, part), part) for part in file.sheets]
    if not rows:
        return ""
    return (
        '<section><p class="eyebrow">What was read</p><h2>Every row is used or set aside</h2>'
        '<p class="lead">Rows in are rows used plus rows set aside, and the totals of the files '
        "agree with the totals used and set aside.</p>"
        '<table><thead><tr><th>File</th><th class="num">Rows in</th><th class="num">Used</th>'
        '<th class="num">Set aside</th><th class="num">Total, and of it used</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></section>"
    )


def ledger_row(name: str, part: SheetRead) -> str:
    """One table found in a file."""
    money = []
    if part.total_in:
        money = [totals(part.total_in), f"{totals(part.total_used) or '0'} used"]
        money += [counted] if (counted := used_and_counted(part)) else []
    if part.stated_total:
        money.append(f"{totals(part.stated_total)} stated in the file")
    kind = f"{table_title(part)}, {part.preset}" if part.preset else table_title(part)
    reasons = "; ".join(f"{issue.reason} ({issue.count:,})" for issue in part.issues)
    notes = "".join(f'<div class="plain">{esc(text)}</div>' for text in (kind, reasons) if text)
    return (
        f'<tr><td><div class="name">{esc(name)}</div>{notes}</td>'
        f'<td class="num">{part.rows_in:,}</td><td class="num">{part.rows_used:,}</td>'
        f'<td class="num">{part.rows_set_aside:,}</td>'
        f'<td class="num">{"<br>".join(esc(text) for text in money)}</td></tr>'
    )


def remarks(card: Scorecard) -> str:
    """What the reader must know, and what is still open."""
    said = [notice.text for notice in card.notices]
    asked = [f"{q.text} Taken for now: {q.taken}." if q.taken else q.text for q in card.questions]
    parts = [
        f'<h3>{title}</h3><ul class="points">'
        + "".join(f"<li>{esc(text)}</li>" for text in texts)
        + "</ul>"
        for title, texts in (("To know when reading the figures", said), ("Open questions", asked))
        if texts
    ]
    return f'<section class="flow">{"".join(parts)}</section>' if parts else ""
