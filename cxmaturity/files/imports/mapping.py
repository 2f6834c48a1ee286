"""A person's choices about how to read a file; everything else is guessed."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cxmaturity.answers import Role
from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.imports.cells.value_words import Meaning
from cxmaturity.files.imports.columns.column_uses import parse_use
from cxmaturity.files.imports.opening.text_encoding import encoding_name
from cxmaturity.questionnaire.schema import Questionnaire

_MAX_TEXT, _MAX_ENTRIES = 2_000, 5_000
_Text = Annotated[str, Field(max_length=_MAX_TEXT)]
Kept = Literal["last", "first", "all"]
"""Which row of a person with several rows is read."""


class FileMapping(BaseModel):
    """Choices about a file, or all files of the same shape; missing fields are guessed.

    The output of `preview` is a valid mapping: its fields about people, faults and answers are ignored.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    sheet: _Text | None = Field(default=None, description="The sheet of a workbook.")
    encoding: _Text | None = Field(default=None, description="The encoding of a CSV file, such as cp1250.")
    header_rows: int | None = Field(default=None, ge=1, le=3, description="How many rows of headings there are.")
    first_header_row: int | None = Field(default=None, ge=1, description="The number of the first of them.")
    columns: dict[_Text, _Text | None] = Field(
        default={},
        max_length=_MAX_ENTRIES,
        description="The use of a column by its heading: a question's id, name, role, 'note of P1', or null.",
    )
    values: dict[_Text, Meaning] = Field(
        default={}, max_length=_MAX_ENTRIES, description="What a text in an answer's cell means."
    )
    roles: dict[_Text, Role | None] = Field(
        default={}, max_length=_MAX_ENTRIES, description="The role that a text means: leader, other, or null for none."
    )
    lowest: int | None = Field(
        default=None, ge=0, le=100, description="The number that the file has for the lowest level."
    )
    unreadable: Literal["dont_know", "missing"] | None = Field(
        default=None, description="What all answers' cells mean that cannot be read."
    )
    hidden_rows: Literal["read", "leave_out"] | None = Field(
        default=None, description="Whether rows are read that the spreadsheet does not show."
    )
    same_person: Kept | None = Field(default=None, description="Which answers are kept of somebody who comes again.")
    keep_rows: frozenset[int] = Field(
        default=frozenset(), description="Rows that are people, though they do not look so."
    )
    leave_out_rows: frozenset[int] = Field(default=frozenset(), description="Rows that are not read.")


NO_MAPPING = FileMapping()


def read_mapping(content: object, questionnaire: Questionnaire, file: str) -> FileMapping:
    """Return the mapping in parsed JSON; raises ValidationErrors with every fault, as issues of `file`."""
    try:
        mapping = FileMapping.model_validate(content)
    except ValidationError as error:
        issues = [_issue(file, fault) for fault in error.errors(include_url=False)]
        raise ValidationErrors("The mapping", list(dict.fromkeys(issues))) from None
    issues = []
    for heading, use in mapping.columns.items():
        if use is not None and parse_use(use, questionnaire) is None:
            fix = "Give a question's id, 'name', 'role', 'note of P1', or null"
            issues.append(Issue(file, f"columns, '{heading[:60]}'", f"'{use[:60]}' is no use of a column", fix))
    levels = questionnaire.level_numbers
    for text, meaning in mapping.values.items():
        if not isinstance(meaning, str) and meaning not in levels:
            fix = f"Give one of {', '.join(f'{level:g}' for level in levels)}, or one of the three words"
            issues.append(Issue(file, f"values, '{text[:60]}'", f"{meaning} is not on the scale", fix))
    if mapping.encoding is not None and encoding_name(mapping.encoding) is None:
        issues.append(Issue(file, "encoding", f"'{mapping.encoding[:60]}' is not known", "Give one such as cp1250"))
    if issues:
        raise ValidationErrors("The mapping", issues)
    return mapping


def _issue(file: str, fault: Mapping[str, Any]) -> Issue:
    path = [str(part) for part in fault["loc"]]
    known = FileMapping.model_fields.get(path[0]) if path else None
    place = ", ".join(f"'{part[:60]}'" if i else part for i, part in enumerate(path[:2]))
    what = known.description if known else "a mapping is an object with columns, values and the like"
    return Issue(file, place, "it cannot be read", f"It stands for this: {what}".rstrip("."))
