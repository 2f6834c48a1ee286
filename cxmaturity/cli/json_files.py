"""Reads the JSON files that are given to commands."""

import json
from pathlib import Path

from cxmaturity.errors import Issue, ValidationErrors


def read_json(file: Path, subject: str) -> object:
    """Return the content of a JSON file; raises ValidationErrors about `subject` when it is unreadable or not JSON."""
    try:
        content = file.read_bytes()
    except OSError as error:
        issue = Issue(file.name, "", f"it cannot be read: {error.strerror}", "Check the file's name")
        raise ValidationErrors(subject, [issue]) from error
    return parse_json(content, file.name, subject)


def parse_json(content: bytes, name: str, subject: str) -> object:
    """Return the value of a JSON text; raises ValidationErrors about `subject`, also for a field given twice."""

    def without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
        names = [field for field, _ in pairs]
        repeated = sorted({field for field in names if names.count(field) > 1})
        if repeated:
            issues = [Issue(name, field, "it is given twice", "Keep one of them") for field in repeated]
            raise ValidationErrors(subject, issues)
        return dict(pairs)

    try:
        value: object = json.loads(content.decode("utf-8-sig"), object_pairs_hook=without_duplicates)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        issue = Issue(name, place, f"it is not JSON: {error.msg}", "Mend it at this place")
        raise ValidationErrors(subject, [issue]) from error
    except (RecursionError, ValueError) as error:
        raise ValidationErrors(
            subject, [Issue(name, "", "it is not JSON in UTF-8", "Save it as UTF-8 JSON")]
        ) from error
    return value
