"""The raw content of a questionnaire's files, on which the checks work: any part of it may have the wrong type."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]
Finding = tuple[str, Path, str, str]
"""File name, path in it, problem, fix."""


@dataclass(frozen=True, slots=True)
class RawContent:
    """The raw content of a questionnaire's files by file name; any part of it may have the wrong type."""

    model_file: str
    claims_file: str
    crosswalk_file: str
    files: dict[str, Any]

    def items(self, file: str, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield the index and content of each entry of list `name` in `file` that is a mapping."""
        listed = self.files.get(file, {}).get(name)
        for i, item in enumerate(listed if isinstance(listed, list) else []):
            if isinstance(item, dict):
                yield i, item

    @property
    def dimension_ids(self) -> list[str]:
        """The dimension ids that the model file names, in order."""
        listed = self.files[self.model_file].get("dimensions")
        return [d for d in listed if isinstance(d, str)] if isinstance(listed, list) else []

    @property
    def dimension_files(self) -> list[str]:
        """The names of the dimension files that the model file names and that exist, each once."""
        return list(dict.fromkeys(f"{d}.yaml" for d in self.dimension_ids if f"{d}.yaml" in self.files))


def each_question(raw: RawContent) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Yield the file, the path in it and the content of every question of `raw`."""
    for file in raw.dimension_files:
        for i, question in raw.items(file, "questions"):
            yield file, ("questions", i), question


def repeated(raw: RawContent, file: str, items: str, name: str, what: str) -> Iterator[Finding]:
    """Yield a fault for each entry of list `items` whose field `name` another entry has too."""
    counts = Counter(item[name] for _, item in raw.items(file, items) if isinstance(item.get(name), str))
    for i, item in raw.items(file, items):
        if isinstance(item.get(name), str) and counts[item[name]] > 1:
            yield file, (items, i, name), f"the {what} '{item[name]}' is used twice", "Give each its own"
