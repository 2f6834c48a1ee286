"""The template of the deck: the built-in one, made from python-pptx's default, or the organisation's."""

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import pptx
from lxml import etree
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.exc import PackageNotFoundError
from pptx.oxml.ns import qn
from pptx.presentation import Presentation
from pptx.slide import SlideLayout, SlideMaster
from pptx.util import Pt

from cxmaturity.charts.palette import ACCENT, ATTENTION, MUTED, STAGES, TARGET, THEMES
from cxmaturity.errors import Refused
from cxmaturity.wording.exports import house_style as words
from cxmaturity.wording.exports.house_style import MAX_TEMPLATE_BYTES

WIDTH, HEIGHT = 960.0, 540.0
"""Width and height of the built-in template's slides in points, 16 : 9."""

MARGIN = 48.0
_TITLE = (MARGIN, 30.0, WIDTH - 2 * MARGIN, 70.0)
_FOOTER = (MARGIN, 504.0, WIDTH - 2 * MARGIN - 60, 22.0)
_NUMBER = (WIDTH - MARGIN - 60, 504.0, 60.0, 22.0)
_COVER_TITLE, _COVER_TEXT = (MARGIN, 150.0, WIDTH - 2 * MARGIN, 96.0), (MARGIN, 256.0, WIDTH - 2 * MARGIN, 200.0)
_USUAL_TITLE = 44.0  # points, as in PowerPoint's own templates
_FONT = "Arial"  # every machine has it, or a font with the same widths
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE)
_EDGES = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER)
_UNREADABLE = (
    *(BadZipFile, zlib.error, etree.XMLSyntaxError, PackageNotFoundError),  # truncated, or another kind of file
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, AssertionError),  # a part or a field is missing
    *(OSError, EOFError, RuntimeError),  # encrypted, or an unknown compression
)
_AS_TEMPLATE = b"presentationml.template.main+xml"
_AS_PRESENTATION = b"presentationml.presentation.main+xml"


@dataclass(frozen=True)
class Template:
    """An open presentation without slides, its layout for the cover, and its layout for all other slides."""

    presentation: Presentation
    cover: SlideLayout
    content: SlideLayout


def our_template() -> Template:
    """Return the built-in template with its three layouts."""
    presentation = pptx.Presentation()
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    presentation.element.find(qn("p:sldSz")).attrib.pop("type", None)
    master = presentation.slide_master
    for layout in list(presentation.slide_layouts):
        if layout.name not in ("Title Slide", "Title and Content", "Title Only"):
            presentation.slide_layouts.remove(layout)
    for shape in master.placeholders:
        match shape.placeholder_format.type:
            case PP_PLACEHOLDER.TITLE:
                _place(shape, _TITLE)
                _edge_to_edge(shape, "t")
            case PP_PLACEHOLDER.BODY:
                _place(shape, (MARGIN, 116.0, WIDTH - 2 * MARGIN, 376.0))
            case PP_PLACEHOLDER.FOOTER:
                _place(shape, _FOOTER)
                _edge_to_edge(shape, "ctr")
                _level(shape, "l", 1000)
            case PP_PLACEHOLDER.SLIDE_NUMBER:
                _place(shape, _NUMBER)
                _edge_to_edge(shape, "ctr")
                _level(shape, "r", 1000)
            case _:
                shape._element.getparent().remove(shape._element)
    title_style = master.element.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title_style.set("algn", "l")
    title_style.find(qn("a:defRPr")).set("sz", "2600")
    title_style.find(qn("a:defRPr")).set("b", "1")
    for layout in presentation.slide_layouts:
        for shape in placeholders(layout):
            if shape.placeholder_format.type is PP_PLACEHOLDER.DATE:
                shape._element.getparent().remove(shape._element)
    cover = presentation.slide_layouts.get_by_name("Title Slide")
    content = presentation.slide_layouts.get_by_name("Title Only")
    assert cover is not None
    assert content is not None
    for shape in placeholders(cover):
        if shape.placeholder_format.type is PP_PLACEHOLDER.CENTER_TITLE:
            _place(shape, _COVER_TITLE)
            _edge_to_edge(shape, "b")
        elif shape.placeholder_format.type is PP_PLACEHOLDER.SUBTITLE:
            _place(shape, _COVER_TEXT)
            _edge_to_edge(shape, "t")
            _level(shape, "l", 1800)
    for shape in placeholders(content):
        if shape.placeholder_format.type is PP_PLACEHOLDER.TITLE:
            _edge_to_edge(shape, "t")
    _strip(cover)
    _colour(presentation)
    return Template(presentation, cover, content)


def placeholder(layout: SlideLayout, kind: PP_PLACEHOLDER) -> Any:
    """Return the placeholder of this kind; the layout must have one."""
    return next(shape for shape in placeholders(layout) if shape.placeholder_format.type is kind)


def placeholders(layout: SlideLayout | SlideMaster) -> list[Any]:
    """Return the placeholders of a layout or a master, typed as a list unlike in python-pptx."""
    return list[Any](layout.placeholders)


def title_size(layout: SlideLayout) -> float:
    """Return the font size of a layout's titles in points: its own, else the master's, else _USUAL_TITLE."""
    shape = next(s for s in placeholders(layout) if s.placeholder_format.type in _TITLES)
    master = layout.slide_master
    inherited = [s for s in placeholders(master) if s.placeholder_format.type is PP_PLACEHOLDER.TITLE]
    styles = [s.text_frame._txBody.find(qn("a:lstStyle")) for s in (shape, *inherited)]
    styles.append(master.element.find(f".//{qn('p:titleStyle')}"))
    for style in styles:
        look = None if style is None else style.find(f"{qn('a:lvl1pPr')}/{qn('a:defRPr')}")
        if look is not None and look.get("sz"):
            return int(look.get("sz")) / 100
    return _USUAL_TITLE


def _place(shape: Any, box: tuple[float, float, float, float]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Pt(value) for value in box)


def _edge_to_edge(shape: Any, anchor: str) -> None:
    """Remove the inner margins of a placeholder, so that its text is aligned with the text beneath."""
    properties = shape.text_frame._txBody.bodyPr
    properties.set("anchor", anchor)
    properties.set("lIns", "0")
    properties.set("rIns", "0")


def _strip(layout: SlideLayout) -> None:
    """Draw a strip with the colours of the stages above the cover's title, marked as decorative."""
    tree = layout.shapes._spTree
    for place, colour in enumerate(STAGES):
        left, top, width, height = (Pt(v) for v in (MARGIN + place * 66, _COVER_TITLE[1] - 18, 60, 10))
        shape = tree.add_autoshape(layout.shapes._next_shape_id, f"Strip {place + 1}", "rect", left, top, width, height)
        shape.remove(shape.find(qn("p:style")))
        fill = etree.SubElement(shape.spPr, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr")).set("val", colour.removeprefix("#"))


def _level(shape: Any, align: str, size: int) -> None:
    """Align the first level of a placeholder and set its size, in hundredths of a point."""
    styles = shape.text_frame._txBody.find(qn("a:lstStyle"))
    level = styles.find(qn("a:lvl1pPr"))
    level = etree.SubElement(styles, qn("a:lvl1pPr")) if level is None else level
    level.set("algn", align)
    default = level.find(qn("a:defRPr"))
    default = etree.SubElement(level, qn("a:defRPr")) if default is None else default
    default.set("sz", str(size))
    for tint in default.iter(qn("a:tint")):
        tint.getparent().remove(tint)  # its lighter grey has too little contrast at this size


def _colour(presentation: Presentation) -> None:
    """Set the colours and the font of the theme."""
    part = next(
        rel.target_part for rel in presentation.slide_master.part.rels.values() if rel.reltype.endswith("/theme")
    )
    theme = etree.fromstring(part.blob)
    light = THEMES["light"]
    colours = {
        "dk1": light["textColor"],
        "lt1": light["backgroundColor"],
        "dk2": light["primaryColor"],
        "lt2": light["secondaryBackgroundColor"],
        "accent1": ACCENT,
        "accent2": STAGES[3],
        "accent3": TARGET,
        "accent4": ATTENTION,
        "accent5": STAGES[4],
        "accent6": MUTED,
        "hlink": light["linkColor"],
        "folHlink": light["linkColor"],
    }
    scheme = theme.find(f".//{qn('a:clrScheme')}")
    for name, colour in colours.items():
        place = scheme.find(qn(f"a:{name}"))
        for child in list(place):
            place.remove(child)
        etree.SubElement(place, qn("a:srgbClr")).set("val", colour.removeprefix("#"))
    for font in theme.iter(qn("a:majorFont"), qn("a:minorFont")):
        font.find(qn("a:latin")).set("typeface", _FONT)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def their_template(content: bytes) -> Template:
    """Return the organisation's template without its slides; raises Refused with what the template lacks."""
    if len(content) > MAX_TEMPLATE_BYTES:
        raise Refused(*words.TOO_LARGE_TEMPLATE)
    try:
        presentation = pptx.Presentation(BytesIO(_as_presentation(content)))
        layouts = [layout for master in presentation.slide_masters for layout in master.slide_layouts]
    except _UNREADABLE:
        raise Refused(*words.NO_PRESENTATION) from None
    contents = [layout for layout in layouts if _has(layout, PP_PLACEHOLDER.TITLE)]
    if not contents:
        raise Refused(*words.NO_TITLE_LAYOUT)
    content_layout = min(contents, key=_surplus)
    covers = [x for x in layouts if _has(x, PP_PLACEHOLDER.CENTER_TITLE) and _has(x, PP_PLACEHOLDER.SUBTITLE)]
    _remove_slides(presentation)
    return Template(presentation, covers[0] if covers else content_layout, content_layout)


def _as_presentation(content: bytes) -> bytes:
    """Return the file as a presentation; a .potx differs in its content type only.

    Raises BadZipFile, and Refused for a file that is too large or has macros, which nobody expects in an export.
    """
    with ZipFile(BytesIO(content)) as package:
        entries = package.infolist()
        if sum(entry.file_size for entry in entries) > 4 * MAX_TEMPLATE_BYTES or len(entries) > 5000:
            raise Refused(*words.TOO_LARGE_TEMPLATE)
        types = package.read("[Content_Types].xml")
        if b"macroEnabled" in types:
            raise Refused(*words.MACROS)
        if _AS_TEMPLATE not in types:
            return content
        changed = BytesIO()
        with ZipFile(changed, "w") as copy:
            for entry in entries:
                body = package.read(entry)
                copy.writestr(entry, types.replace(_AS_TEMPLATE, _AS_PRESENTATION) if body == types else body)
    return changed.getvalue()


def _has(layout: SlideLayout, kind: PP_PLACEHOLDER) -> bool:
    return any(shape.placeholder_format.type is kind for shape in placeholders(layout))


def _surplus(layout: SlideLayout) -> int:
    """Return the number of placeholders that would stay empty; the layout with fewest has most free space."""
    return sum(shape.placeholder_format.type not in (*_TITLES, *_EDGES) for shape in placeholders(layout))


def _remove_slides(presentation: Presentation) -> None:
    """Remove the slides, and the sections and custom shows that refer to them."""
    root = presentation.element
    slides = root.find(qn("p:sldIdLst"))
    for slide in list(slides) if slides is not None else []:
        presentation.part.drop_rel(slide.get(qn("r:id")))
        slides.remove(slide)
    for name in ("p:custShowLst", "p:extLst"):
        if (element := root.find(qn(name))) is not None:
            root.remove(element)
