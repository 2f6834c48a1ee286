"""A model that is being converted to a questionnaire: its files as plain fields, and the assumptions made."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from cxmaturity.files.models.writing import yaml_text
from cxmaturity.questionnaire.checks import ADDRESSES, HEADINGS
from cxmaturity.questionnaire.field_types import MAX_ID_LENGTH
from cxmaturity.questionnaire.schema import MAX_LEVELS
from cxmaturity.questionnaire.yaml_files import MODEL_FILE
from cxmaturity.text_cleaning import clean_text, to_one_line

RULE = "Choose the answer that describes today best."
NEUTRAL_LEVELS = (
    ("Not yet", "None of it is done."),
    ("In part", "Some of it is done."),
    ("Largely", "Most of it is done."),
    ("Fully", "All of it is done."),
)
"""Neutral levels for a model that names none: how much is done, without saying how."""

_FIXED = frozenset({"model", "claims", "crosswalk"})


@dataclass(slots=True)
class ConvertedModel:
    """The fields of model.yaml and of each dimension; `assumed` are sentences on what the source does not define."""

    model: dict[str, Any]
    dimensions: list[dict[str, Any]] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)

    def files(self) -> dict[str, str]:
        """Return the YAML text of each file by its name."""
        model = self.model | {"dimensions": [d["id"] for d in self.dimensions]}
        return {MODEL_FILE: yaml_text(model)} | {f"{d['id']}.yaml": yaml_text(d) for d in self.dimensions}


def new_model(name: str, title: str, about: str = "") -> dict[str, Any]:
    """Return the first fields of model.yaml; the id is made from `name`."""
    title = one_line(title) or name
    return {
        "id": slug(name) or "model",
        "version": "1.0.0",
        "title": title,
        "about": several_lines(about) or f"{title}.",
        "rule": RULE,
    }


def slug(text: str) -> str:
    """Return a text as an id: ASCII letters and digits, with - between words."""
    plain = unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-._")[:MAX_ID_LENGTH].rstrip("-._")


class Ids:
    """Makes unique ids: a repeated one gets -2, -3 and so on. Letter case is ignored."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {name.casefold() for name in taken}

    def give(self, wanted: str, otherwise: str) -> str:
        """Return a unique id made from `wanted`, or from `otherwise` if that has no letter or digit."""
        first = slug(wanted) or slug(otherwise) or "x"
        name, number = first, 1
        while name.casefold() in self._taken:
            number += 1
            name = f"{first[: MAX_ID_LENGTH - len(str(number)) - 1]}-{number}"
        self._taken.add(name.casefold())
        return name


def dimension_ids(taken: Iterable[str] = ()) -> Ids:
    """Return an `Ids` for dimensions, whose ids are also file names and so exclude reserved ones."""
    return Ids((*_FIXED, *taken))


def question_ids() -> Ids:
    """Return an `Ids` for questions, whose ids are also in addresses and headings and so exclude reserved ones."""
    return Ids((*ADDRESSES, *HEADINGS))


def one_line(text: object) -> str:
    """Return a text in one line."""
    return to_one_line(str(text or "")[:20_000])


def several_lines(text: object) -> str:
    """Return a text with its line breaks."""
    lines = (line.rstrip() for line in clean_text(str(text or "")[:20_000]).replace("\t", " ").split("\n"))
    return "\n".join(lines).strip()


def distinct(texts: list[str]) -> list[str]:
    """Return the texts; a repeated one is made unique by a number."""
    counts: dict[str, int] = {}
    result = []
    for text in texts:
        count = counts[text.casefold()] = counts.get(text.casefold(), 0) + 1
        result.append(text if count == 1 else f"{text} ({count})")
    return result


def neutral_scale(converted: ConvertedModel) -> None:
    """Add the neutral levels to a model, and a sentence on this to `assumed`."""
    converted.model["stages"] = [{"level": i, "name": name} for i, (name, _) in enumerate(NEUTRAL_LEVELS, start=1)]
    converted.model["levels"] = [text for _, text in NEUTRAL_LEVELS]
    names = ", ".join(name for name, _ in NEUTRAL_LEVELS)
    converted.assumed.append(f"The source names no levels, so each question has the same neutral ones: {names}.")


def is_level_count(count: int) -> bool:
    """Return whether a scale can have `count` levels."""
    return 2 <= count <= MAX_LEVELS
