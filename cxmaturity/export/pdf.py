"""Writes a report as a PDF (PDF/A-3a and PDF/UA-1) with the data to verify it attached.

typst sets it from `report.typ`, which gets the texts as data and never reads them as markup. Fonts are read from the
folder `fonts` only, and no clock is used, so that the same report gives the same bytes.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cxmaturity.charts.palette import ACCENT, TARGET, stage_colours
from cxmaturity.errors import CxMaturityError, Refused
from cxmaturity.export.glyphs import FONTS, showable
from cxmaturity.export.typesetting import typeset
from cxmaturity.files.portable.pdf_attachment import digest_keyword
from cxmaturity.files.portable.reading import read_with_changes
from cxmaturity.report.board import Board, board_of
from cxmaturity.report.document import Report, Section, Table
from cxmaturity.report.figures import (
    Bars,
    Figure,
    ImportanceAndEase,
    LeadersAndOthers,
    StageRamp,
    Trend,
    VoteSpread,
)
from cxmaturity.wording.exports.house_style import MAX_LOGO_BYTES, UNUSABLE_LOGO
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.report import pdf as wording
from cxmaturity.wording.report.board import CONTENTS

ATTACHMENT = "answers.cxm"
"""The name of the attached portable file."""

_MAX_LOGO_PIXELS = 4_000  # of width and of height
_LOGO_HEIGHT = 300  # pixels to which a logo is reduced, 14 mm in print
_TEMPLATES = tuple(Path(__file__).parent / name for name in ("report.typ", "charts.typ"))
_LONG_CELL = 600  # characters from which a row may continue on the next page
_LONG_NAME = 30  # characters from which the names of bars get more space
_MOST_ROWS = 14  # rows of a chart, so that it fits on one page; the table has all
_LONGEST_WORD, _MOST_FOR_TEXTS = 16, 36  # upper limits, in characters, for a column's share of the width


class ReportNotSet(CxMaturityError):
    """A report could not be set as a PDF."""


def pdf(report: Report, portable_file: bytes | None = None, logo: bytes | None = None) -> bytes:
    """Return a report as a PDF, with the portable file of its assessment attached and the logo on the first page.

    The same input gives the same bytes. Raises Refused for a logo that is not a picture, and ValueError for a figure
    without an alternative text.
    """
    content = _content(report, portable_file, has_logo=logo is not None)
    with TemporaryDirectory(prefix="cx-report-") as folder:
        root = Path(folder)
        for template in _TEMPLATES:
            (root / template.name).write_bytes(template.read_bytes())
        (root / "report.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        if portable_file is not None:
            (root / ATTACHMENT).write_bytes(portable_file)
        if logo is not None:
            (root / "logo.png").write_bytes(usable_logo(logo))
        made_at = datetime.combine(report.cover.day, time(), UTC)
        try:
            return typeset(root / "report.typ", FONTS, int(made_at.timestamp()))
        except (RuntimeError, TimeoutError) as error:
            raise ReportNotSet("The report could not be made into a PDF.", "Take another format.") from error


def usable_logo(picture: bytes) -> bytes:
    """Return a picture as PNG, reduced to _LOGO_HEIGHT; raises Refused."""
    from PIL import Image, UnidentifiedImageError

    refused = Refused(*UNUSABLE_LOGO)
    if len(picture) > MAX_LOGO_BYTES:
        raise refused
    try:
        with Image.open(BytesIO(picture), formats=["PNG", "JPEG"]) as image:
            if max(image.size) > _MAX_LOGO_PIXELS:
                raise refused
            shown = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise refused from error
    shown.thumbnail((6 * _LOGO_HEIGHT, _LOGO_HEIGHT))
    buffer = BytesIO()
    shown.save(buffer, "PNG")
    return buffer.getvalue()


def _content(report: Report, portable_file: bytes | None, *, has_logo: bool) -> dict[str, Any]:
    """Return the template's data as JSON values."""
    cover = report.cover
    language, _, region = cover.language.partition("-")
    sections = [section for section in report.sections if section.key != "method"]
    sections += [section for section in report.sections if section.key == "method"]
    board = board_of(report)
    content = {
        "cover": {
            "head": wording.head((cover.title, cover.label, cover.kind)),
            "team": cover.team,
            "dated": cover.dated,
            "notice": cover.notice,
            "foot": cover.foot,
        },
        "board": _board(board),
        "sections": [_section(section, portable_file is not None) for section in sections],
        "words": {"page": wording.PAGE, "contents": CONTENTS, "logo": wording.logo(cover.team)},
    }
    shown: dict[str, Any] = _showable(content)
    if wording.UNKNOWN_CHARACTER in json.dumps(shown, ensure_ascii=False):
        shown["sections"][-1]["sentences"].append(wording.OTHER_SCRIPTS)
    shown["cover"] |= {
        "properties": {
            "title": wording.document_name((cover.title, cover.team, cover.label)),
            "author": cover.team,
            "description": board.headline,
        },
        "language": language,
        "region": region or None,
        "day": [cover.day.year, cover.day.month, cover.day.day],
    }
    digest = None if portable_file is None else read_with_changes(portable_file).digest
    return shown | {
        "keywords": [*([digest_keyword(digest)] if digest else []), cover.questionnaire],
        "attachment": None if digest is None else {"name": ATTACHMENT, "description": wording.ATTACHMENT},
        "logo": "logo.png" if has_logo else None,
        "colours": _colours(report),
    }


def _showable(value: Any) -> Any:
    """Return JSON values with each text adapted by `showable`; names of fields are unchanged.

    Alternative texts are unchanged, too: they are read aloud, without a font.
    """
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, dict):
        return {name: part if name == "alt" else _showable(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_showable(part) for part in value]
    return value


def _colours(report: Report) -> dict[str, Any]:
    ramps = [figure for figure in report.figures if isinstance(figure, (StageRamp, Bars))]
    stages = len(ramps[0].scale) if ramps else 5
    return {
        "ink": "#0B1820",
        "quiet": "#4A5B67",
        "rule": "#D5DEE4",
        "accent": ACCENT,
        "target": TARGET,
        "quick": "#E4F0F7",
        "stages": stage_colours(stages),
    }


def _board(board: Board) -> dict[str, Any]:
    """Return the data of the first page."""
    parts = [
        {"title": part.title, "sentences": part.sentences}
        | ({} if part.figure is None else {"figure": _figure(part.figure)})
        | ({} if part.table is None else {"table": _table(part.table)})
        for part in board.parts
    ]
    return asdict(board) | {"ramp": None if board.ramp is None else _figure(board.ramp), "parts": parts}


def _section(section: Section, is_attached: bool) -> dict[str, Any]:
    is_method = section.key == "method"
    return {
        "title": section.title,
        "headline": section.headline,
        "sentences": [*section.sentences, *([wording.proof(ATTACHMENT)] if is_method and is_attached else [])],
        "figures": [_figure(figure) for figure in section.figures if not isinstance(figure, StageRamp)],
        "tables": [] if section.key == "decision" else [_table(table) for table in section.tables],
        "reasons": section.reasons,
        "reasons_title": wording.RULES if is_method else wording.REASONS,
    }


def _table(table: Table) -> dict[str, Any]:
    """Return the data of a table, with each column's share of the width.

    A column has space for its longest word, and more for longer texts.
    """
    widths = []
    for column in zip(table.headings, *table.rows, strict=True):
        longest_word = max((len(word) for text in column for word in showable(text).split()), default=0)
        for_words = 1.2 * min(longest_word, _LONGEST_WORD) + 2
        for_texts = 2.8 * max(len(text) for text in column) ** 0.5
        widths.append(max(for_words, min(for_texts, _MOST_FOR_TEXTS)))
    rows = [{"cells": row, "breaks": max(map(len, row)) > _LONG_CELL} for row in table.rows]
    return {"caption": table.caption, "headings": table.headings, "rows": rows, "widths": widths}


def _figure(figure: Figure) -> dict[str, Any]:
    """Return the data of a figure; raises ValueError for one without an alternative text."""
    if not figure.alt.strip():
        raise ValueError(f"the figure {figure.key} has no text in place of it")
    drawn = asdict(figure)
    if not isinstance(figure, (ImportanceAndEase, Trend)):
        drawn["scale"] = [asdict(mark) | {"label": wording.level_label(mark.level, mark.name)} for mark in figure.scale]
    match figure:
        case StageRamp():
            reached = figure.reached
            count = None if reached is None else sum(mark.level <= reached for mark in figure.scale)
            return drawn | {"kind": "ramp", "reached": count}
        case Bars():
            names = [wording.bar_label(bar.name) for bar in figure.bars]
            bars = [
                asdict(bar) | {"name": name, "colour": (bar.stage or 1) - 1}
                for name, bar in zip(names, figure.bars, strict=True)
            ]
            has_long_names = max(map(len, names), default=0) > _LONG_NAME
            legend = wording.bars_legend(figure.last_label, figure.has_targets)
            legend = wording.with_cut(legend, len(bars), _MOST_ROWS)
            return drawn | {
                "kind": "bars",
                "bars": bars[:_MOST_ROWS],
                "legend": legend,
                "has_long_names": has_long_names,
            }
        case ImportanceAndEase():
            labels = [wording.importance_label(importance) for importance in range(1, 6)]
            points = [asdict(point) | {"label": counted("question", len(point.questions))} for point in figure.points]
            drawn |= {"importance_labels": labels, "legend": wording.PRIORITIES}
            return drawn | {"kind": "points", "points": points}
        case LeadersAndOthers():
            pairs = [asdict(pair) | {"name": wording.question_label(pair.question, pair.id)} for pair in figure.pairs]
            legend = wording.with_cut(wording.LEADERS_AND_OTHERS, len(pairs), _MOST_ROWS)
            return drawn | {"kind": "pairs", "pairs": pairs[:_MOST_ROWS], "legend": legend}
        case VoteSpread():
            rows = [
                asdict(row)
                | {"name": wording.question_label(row.question, row.id), "most": max(row.counts or (1,)) or 1}
                for row in figure.rows
            ]
            legend = wording.with_cut(wording.VOTES, len(rows), _MOST_ROWS)
            return drawn | {"kind": "votes", "rows": rows[:_MOST_ROWS], "legend": legend}
        case Trend():
            marks = list(range(round(figure.low), round(figure.high) + 1))
            return drawn | {"kind": "trend", "marks": marks}
