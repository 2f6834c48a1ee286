"""Writes the report as an editable deck (.pptx): native charts with data, speaker notes, alternative texts."""

import ctypes
from contextlib import suppress
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER

from cxmaturity.export.slides.canvas import Canvas, name_language
from cxmaturity.export.slides.sections import appendix_slides, section_slides
from cxmaturity.export.slides.template import our_template, placeholder, their_template
from cxmaturity.report.document import Report
from cxmaturity.text_cleaning import clean_text, cut
from cxmaturity.wording.report import charts as words
from cxmaturity.wording.report.headlines import cover_lines, deck_title, notes_of_cover

_MAX_PROPERTY = 255
"""The longest property of a file, in characters; the title of a questionnaire may be longer."""

_LAST = ("appendix", "session")
"""The sections at the end of the deck; the tables of the figures come between them and the others."""


def deck(report: Report, template: bytes | None = None) -> bytes:
    """Return the deck of a report as a .pptx file, based on `template` (.pptx or .potx) or the built-in one.

    Raises Refused for a template that cannot be used, with a message that names what it lacks.
    """
    canvas = Canvas(our_template() if template is None else their_template(template))
    slides = [_cover(canvas, report)]
    main = [section for section in report.sections if section.key not in _LAST]
    for section in main:
        slides += section_slides(canvas, section)
    for section in report.sections:
        slides += section_slides(canvas, section) if section.key in _LAST else []
    for section in main:
        slides += appendix_slides(canvas, section)
    for number, slide in enumerate(slides, start=1):
        canvas.add_foot(slide, report.cover.foot, number)
    language = words.text_language(report.cover.language)
    for slide in slides:
        name_language(slide, language)
        if slide.has_notes_slide:
            name_language(slide.notes_slide, language)
    _describe(canvas, report)
    file = BytesIO()
    canvas.template.presentation.save(file)
    _release(canvas)
    return file.getvalue()


def _cover(canvas: Canvas, report: Report) -> Any:
    """Add the first slide: team, date, questionnaire, and what is missing from the result."""
    slide = canvas.add_slide(deck_title(report.cover.team, report.cover.label), canvas.template.cover)
    lines = cover_lines(report.cover.title, report.cover.kind, report.cover.dated)
    lines += [*report.cover.missing, *([report.cover.notice] if report.cover.notice else [])]
    subtitle = next((s for s in slide.placeholders if s.placeholder_format.type is PP_PLACEHOLDER.SUBTITLE), None)
    if subtitle is None:
        canvas.add_texts(slide, lines, canvas.body)
    else:
        inset = placeholder(canvas.template.cover, PP_PLACEHOLDER.SUBTITLE).text_frame.margin_left.pt
        left, top, width, height = (x.pt for x in (subtitle.left, subtitle.top, subtitle.width, subtitle.height))
        subtitle._element.getparent().remove(subtitle._element)
        canvas.add_texts(slide, lines, (left + inset, top, width - 2 * inset, height))
    canvas.add_notes(slide, notes_of_cover(report.cover.questionnaire, report.cover.digest, report.cover.address))
    return slide


def _release(canvas: Canvas) -> None:
    """Free the memory of a saved file at once.

    Its parts are in reference cycles, and the garbage collector, which does not see the megabytes of their XML, frees
    them late: the process grew by 140 MB over 200 decks. glibc also keeps freed small pieces, 50 MB after 300 decks,
    unless malloc_trim is called.
    """
    for part in list(canvas.template.presentation.part.package.iter_parts()):
        vars(part).clear()
    with suppress(TypeError, OSError, AttributeError):  # only glibc has this function
        ctypes.CDLL(None).malloc_trim(0)


def _describe(canvas: Canvas, report: Report) -> None:
    """Set title, subject and day in the file's properties."""
    properties = canvas.template.presentation.core_properties
    properties.title = clean_text(deck_title(report.cover.team, report.cover.label))
    properties.subject = cut(clean_text(report.cover.title), _MAX_PROPERTY)
    properties.author = clean_text(report.cover.team)
    properties.last_modified_by = properties.author
    properties.language = words.text_language(report.cover.language)
    properties.keywords = f"{report.cover.questionnaire} {report.cover.digest}"
    properties.comments = ""
    moment = datetime.combine(report.cover.day, time(), UTC)
    properties.created = properties.modified = moment
