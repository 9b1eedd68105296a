"""Deals: won, lost or open; the order of the stages; when each stage was entered."""

from __future__ import annotations

import re
from collections.abc import Mapping

import polars as pl

from revcore.ingest import parse
from revcore.ingest.raw import LINE
from revcore.ingest.sheet import REASON, Sheet
from revcore.ingest.words import deal_status, normal, stage_rank
from revcore.model import Question, listed

_MOST = 0.8
_SURELY_BOTH = 10
"""Deals won (or lost) beside which one would expect the other ending too."""
_SHOWN = 4
_ENTERED = re.compile(r'(?i)^date entered\s*[“"\']?(?P<stage>.+?)[”"\']?\s*$')


def read_deals(sheet: Sheet) -> None:
    """Give every deal a status, and put the stages in order."""
    fixed = sheet.plan.fix.stages if sheet.plan.fix else {}
    texts = {role: sheet.frame[role] for role in ("status", "stage") if sheet.has(role)}
    parts = [_through(fixed, texts[role]) for role in ("stage", "status") if role in texts]
    by_word = {
        role: _through({text: deal_status(text) for text in _distinct(texts[role])}, texts[role])
        for role in texts
    }
    if "status" in by_word and not _says_something(texts["status"], by_word["status"]):
        by_word.pop("status")
    parts += [by_word[role] for role in ("status",) if role in by_word]
    flags = _flags(sheet)
    parts += [flags] if flags is not None else []
    parts += [by_word[role] for role in ("stage",) if role in by_word]
    if not parts and sheet.has("won_date"):
        parts.append(_by_days(sheet))
    used = "status" if "status" in by_word and "stage" not in texts else "stage"
    if parts:
        status = parts[0]
        for part in parts[1:]:
            status = status.fill_null(part)
        sheet.put("status", status)
        if used in texts:
            sheet.stages = _stages(texts[used], status)
            if flags is None and "status" not in by_word:
                _by_probability(sheet, fixed)
    if "stage" not in texts and "status" in texts:
        sheet.put("stage", texts["status"])
    _close_days(sheet)
    if sheet.has("probability"):
        share = pl.col("probability")
        sheet.put("probability", pl.when(share.max() > 1).then(share / 100).otherwise(share))
    sheet.stage_order, sheet.stage_order_by = _order(sheet)
    _ask_for_endings(sheet)


def _distinct(column: pl.Series) -> list[str]:
    return sorted(column.drop_nulls().unique().to_list())


def _through(words: Mapping[str, str], column: pl.Series) -> pl.Series:
    return column.replace_strict(dict(words), default=None, return_dtype=pl.String)


def _says_something(texts: pl.Series, status: pl.Series) -> bool:
    """Whether a status column speaks of deals at all (“Active” and “Closed” do not)."""
    if status.is_in(["won", "lost"]).any():
        return True
    return all(
        normal(text) in {"open", "offen", "abierta", "in progress"} for text in _distinct(texts)
    )


def _flags(sheet: Sheet) -> pl.Series | None:
    """Status out of is-won, is-lost and is-closed columns."""
    if not sheet.has("is_won"):
        return None
    lost = pl.lit(False)
    for name in ("is_lost", "is_closed"):
        if sheet.has(name):
            lost = lost | pl.col(name).fill_null(False)
    word = pl.when(pl.col("is_won")).then(pl.lit("won")).when(lost).then(pl.lit("lost"))
    ends = sheet.has("is_lost") or sheet.has("is_closed")
    rest = word.otherwise(pl.lit("open") if ends else pl.lit(None, dtype=pl.String))
    known = pl.when(pl.col("is_won").is_null() & ~lost).then(None).otherwise(rest)
    return sheet.frame.select(known.alias("s"))["s"]


def _by_days(sheet: Sheet) -> pl.Series:
    """Status where only days say it: a day won, a day lost, or neither yet."""
    lost = pl.col("lost_date").is_not_null() if sheet.has("lost_date") else pl.lit(False)
    word = pl.when(pl.col("won_date").is_not_null()).then(pl.lit("won")).when(lost)
    return sheet.frame.select(word.then(pl.lit("lost")).otherwise(pl.lit("open")).alias("s"))["s"]


def _stages(texts: pl.Series, status: pl.Series) -> dict[str, str]:
    """Each stage with the status most of its deals have."""
    counted = (
        pl.DataFrame({"stage": texts, "status": status})
        .drop_nulls()
        .group_by("stage", "status")
        .len()
        .sort(["len", "status"], descending=[True, False])
        .unique("stage", keep="first", maintain_order=True)
        .sort("stage")
    )
    return dict(zip(counted["stage"].to_list(), counted["status"].to_list(), strict=True))


def _by_probability(sheet: Sheet, fixed: Mapping[str, str]) -> None:
    """Stages that no word ends: always certain is won; always at nothing, and closed, is lost.

    A close date tells the end of a deal only where deals under way mostly have none.
    """
    open_ = [stage for stage, way in sheet.stages.items() if way == "open" and stage not in fixed]
    if not open_ or not sheet.has("probability", "stage"):
        return
    closed = pl.col("closed").is_not_null() if sheet.has("closed") else pl.lit(value=False)
    sure = pl.when(pl.col("probability").max() > 1).then(100.0).otherwise(1.0)
    told = (
        sheet.frame.with_columns(pl.col("probability") / sure, closed.alias("__closed"))
        .filter(pl.col("stage").is_in(open_))
        .group_by("stage")
        .agg(
            pl.col("probability").min().alias("low"),
            pl.col("probability").max().alias("high"),
            pl.col("__closed").mean().alias("closed"),
            pl.len().alias("deals"),
        )
        .sort("stage")
    )
    never = (pl.col("high") == 0) & (pl.col("closed") > _MOST)
    rest = told.filter(~never & (pl.col("low") < 1))
    dated = (rest["closed"] * rest["deals"]).sum() / max(int(rest["deals"].sum()), 1)
    won = told.filter(pl.col("low") >= 1)["stage"].to_list()
    lost = told.filter(never)["stage"].to_list() if dated < 1 - _MOST else []
    if not won and not lost:
        return
    sheet.stages = {**sheet.stages, **dict.fromkeys(won, "won"), **dict.fromkeys(lost, "lost")}
    sheet.put("status", _through(sheet.stages, sheet.frame["stage"]))
    parts = [f"{listed([f'“{one}”' for one in won])} won: always 100 %"] if won else []
    parts += [f"{listed([f'“{one}”' for one in lost])} lost: always 0 %"] if lost else []
    sheet.questions.append(
        Question(
            id=f"stages:{sheet.name}",
            text=f"Which stages in “{sheet.name}” mean won, and which lost? Only the probability "
            "says so.",
            choices=list(sheet.stages)[:20],
            taken="; ".join(parts),
            file=sheet.name,
        )
    )


def _order(sheet: Sheet) -> tuple[tuple[str, ...], str]:
    """Stages from first to won and what says so: hand, typed probability, else their words."""
    if sheet.plan.fix and sheet.plan.fix.stage_order:
        return tuple(sheet.plan.fix.stage_order), "hand"
    running = [stage for stage, status in sheet.stages.items() if status != "lost"]
    if sheet.has("probability", "stage") and len(running) > 1:
        means = (
            sheet.frame.filter(pl.col("stage").is_in(running))
            .group_by("stage")
            .agg(pl.col("probability").mean())
            .drop_nulls()
        )
        found = dict(zip(means["stage"].to_list(), means["probability"].to_list(), strict=True))
        if len(found) == len(running) and len(set(found.values())) > 1:
            order = sorted(running, key=lambda stage: (found[stage], stage_rank(stage), stage))
            return tuple(order), "probability"
    entered = [stage for _, stage in _entered_headers(sheet)]
    if entered:
        won = [stage for stage in running if sheet.stages[stage] == "won"]
        rest = [stage for stage in running if stage not in entered and stage not in won]
        rest = sorted(rest, key=lambda stage: (stage_rank(stage), stage))
        return (*entered, *rest, *won), "words"
    return tuple(sorted(running, key=lambda stage: (stage_rank(stage), stage))), "words"


def _close_days(sheet: Sheet) -> None:
    """Won and lost days of their own go before a single close date."""
    parts = [name for name in ("won_date", "lost_date") if sheet.has(name)]
    if parts:
        own = pl.coalesce([pl.col(name) for name in parts])
        sheet.put("closed", pl.coalesce([own, pl.col("closed")]) if sheet.has("closed") else own)


def _ask_for_endings(sheet: Sheet) -> None:
    """Where no stage is known to be won or lost, or many deals end in one of the two alone."""
    told = bool(sheet.plan.fix and sheet.plan.fix.stages)
    if told or not sheet.has("status") or any("stages:" in one.id for one in sheet.questions):
        return
    ended = {way: int((sheet.frame["status"] == way).sum()) for way in ("won", "lost")}
    running = [stage for stage, way in sheet.stages.items() if way == "open"]
    missing = [way for way, deals in ended.items() if not deals]
    if len(missing) == 2:
        text = f"Which stages in “{sheet.name}” mean won, and which lost? No word says so."
        taken = "every deal is open"
    elif missing and running and max(ended.values()) >= _SURELY_BOTH:
        (known,) = ended.keys() - set(missing)
        text = (
            f"Which stages in “{sheet.name}” mean {missing[0]}? {ended[known]:,} deals are {known},"
            f" and no word says that one is {missing[0]}."
        )
        taken = f"{listed([f'“{stage}”' for stage in running[:_SHOWN]])} open"
    else:
        return
    sheet.questions.append(
        Question(
            id=f"stages:{sheet.name}",
            text=text,
            choices=list(sheet.stages)[:20],
            taken=taken,
            file=sheet.name,
        )
    )


def _entered_headers(sheet: Sheet) -> list[tuple[str, str]]:
    """(header, stage) of each “Date entered …” column, in file order."""
    out = []
    for header in sheet.raw.headers:
        found = _ENTERED.match(header)
        if found:
            stage = re.sub(r"\s*\([^()]*\)\s*$", "", found["stage"]).strip(" “”\"'")
            out.append((header, stage))
    return out


def stage_history(sheet: Sheet) -> tuple[pl.DataFrame, tuple[str, ...]] | None:
    """Rows of the table ``stage_history`` out of “Date entered …” columns, and their headers."""
    headers = _entered_headers(sheet)
    if not headers or not sheet.has("deal_id"):
        return None
    base = sheet.frame.select("deal_id", pl.col(LINE).alias("line"), REASON)
    fix = sheet.plan.fix
    day_first = fix.day_first if fix and fix.day_first is not None else sheet.settings.day_first
    frames = []
    for header, stage in headers:
        read = parse.days(
            sheet.raw.frame[header], day_first=day_first, time_zone=sheet.settings.time_zone
        )
        sheet.count_cells(header, read.bad, "not a date")
        frames.append(
            base.with_columns(pl.lit(stage).alias("stage"), read.values.alias("entered")).filter(
                pl.col("entered").is_not_null()
                & pl.col("deal_id").is_not_null()
                & pl.col(REASON).is_null()
            )
        )
    history = pl.concat(frames).drop(REASON)
    return history, tuple(header for header, _ in headers)
