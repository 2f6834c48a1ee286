"""Checks each part of an Office file for faults that its program would have to repair."""

import re
from collections import Counter
from io import BytesIO
from posixpath import dirname, join, normpath
from zipfile import ZipFile

from lxml import etree

_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_LINK = re.compile(r"\{http://schemas\.openxmlformats\.org/officeDocument/2006/relationships\}(id|embed|link)$")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNIQUE = {"cNvPr": "id", "sldId": "id", "sldLayoutId": "id"}


def package_faults(content: bytes) -> list[str]:
    """Return what is wrong with the package: duplicate parts, dangling relations, missing types, duplicate ids."""
    faults: list[str] = []
    with ZipFile(BytesIO(content)) as package:
        names = package.namelist()
        faults += [f"{name} is there twice" for name, count in Counter(map(str.lower, names)).items() if count > 1]
        bodies = {name: package.read(name) for name in names}
    types = etree.fromstring(bodies["[Content_Types].xml"])
    by_part = [element.get("PartName").lstrip("/") for element in types.iter(f"{_TYPES}Override")]
    by_ending = {element.get("Extension").lower() for element in types.iter(f"{_TYPES}Default")}
    faults += [f"{name} has a type and is not there" for name in by_part if name not in names]
    for name, body in bodies.items():
        if name != "[Content_Types].xml" and name not in by_part and name.rpartition(".")[2].lower() not in by_ending:
            faults.append(f"{name} has no type")
        if name.endswith((".xml", ".rels")):
            faults += _part_faults(name, body, bodies)
    return faults + _notes_faults(bodies)


def _notes_faults(bodies: dict[str, bytes]) -> list[str]:
    """Return the notes and slides that do not refer to each other, which PowerPoint repairs."""
    leads = {
        name: {normpath(join(dirname(name), target)) for target in _targets(name, bodies)}
        for name in bodies
        if re.fullmatch(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml", name)
    }
    return [
        f"{name} leads to {other}, which does not lead back"
        for name, others in leads.items()
        for other in others & leads.keys()
        if name not in leads[other]
    ]


def _targets(name: str, bodies: dict[str, bytes]) -> list[str]:
    """Return the targets of the relations of a part."""
    relations = bodies.get(f"{dirname(name)}/_rels/{name.rpartition('/')[2]}.rels")
    return [] if relations is None else [r.get("Target") for r in etree.fromstring(relations).iter(_RELATIONS)]


def _part_faults(name: str, body: bytes, bodies: dict[str, bytes]) -> list[str]:
    root = etree.fromstring(body)
    faults = [f"{name} holds a control character" for text in root.itertext() if _CONTROL.search(text)]
    if name.endswith(".rels"):
        place = dirname(dirname(name))
        for relation in root.iter(_RELATIONS):
            target = relation.get("Target")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(place, target))
            if relation.get("TargetMode") != "External" and path not in bodies:
                faults.append(f"{name} leads to {target}, which is not there")
        return faults
    relations = f"{dirname(name)}/_rels/{name.rpartition('/')[2]}.rels".lstrip("/")
    known = set()
    if relations in bodies:
        known = {relation.get("Id") for relation in etree.fromstring(bodies[relations]).iter(_RELATIONS)}
    used: dict[str, Counter[str]] = {}
    for element in root.iter(etree.Element):
        kind = etree.QName(element).localname
        for attribute, value in element.attrib.items():
            if _LINK.search(str(attribute)) and value not in known:
                faults.append(f"{name} uses the relation {value}, which it has not")
        if kind in _UNIQUE:
            used.setdefault(kind, Counter())[element.get(_UNIQUE[kind])] += 1
    return faults + [
        f"{name} has the {kind} {value} twice" for kind, all_ in used.items() for value in all_ if all_[value] > 1
    ]
