"""Writes a report as Markdown for wikis and chats."""

import re
from collections.abc import Collection

from cxmaturity.report.document import Report, Section, SectionKey, Table

SUMMARY: tuple[SectionKey, ...] = ("hidden", "decision", "stage", "holding_back", "dimensions", "actions")
"""The sections of a summary that fits into a message: result, steps and plan."""

# Characters that start markup anywhere ($ starts a formula in GitHub and many wikis), and those that do so at the
# beginning of a line.
_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~$]|&(?=#?\w+;))")
_AT_START = re.compile(r"^([#+=-]|\d+(?=[.)](?:\s|$)))")


def markdown(report: Report, sections: Collection[SectionKey] | None = None) -> str:
    """Return a report, or only the sections with these keys, as GitHub-flavoured Markdown."""
    cover = report.cover
    blocks = [f"# {_text(cover.team)} · {_text(cover.label)}", _text(f"{cover.title} · {cover.kind} · {cover.dated}")]
    blocks += [f"**{_text(cover.notice)}**"] if cover.notice else []
    blocks += [_text(sentence) for sentence in cover.missing]
    for section in report.sections:
        if sections is None or section.key in sections:
            blocks += _section(section)
    return "\n\n".join([*blocks, "---", _text(cover.foot)]) + "\n"


def _section(section: Section) -> list[str]:
    blocks = [f"## {_text(section.headline)}"]
    blocks += ["\n".join(f"- {_text(sentence)}" for sentence in section.sentences)] if section.sentences else []
    for table in section.tables:
        blocks += [f"**{_text(table.caption)}**", _table(table)]
    return blocks


def _table(table: Table) -> str:
    rule = " | ".join("---" for _ in table.headings)
    lines = [" | ".join(_text(cell) for cell in row) for row in (table.headings, *table.rows)]
    return "\n".join(f"| {line} |" for line in (lines[0], rule, *lines[1:]))


def _text(text: str) -> str:
    """Return text escaped for Markdown in one line; line breaks become slashes."""
    line = " / ".join(part for row in text.splitlines() if (part := " ".join(row.split())))
    return _AT_START.sub(_escaped_start, _ANYWHERE.sub(r"\\\1", line))


def _escaped_start(match: re.Match[str]) -> str:
    return f"{match[0]}\\" if match[0].isdigit() else f"\\{match[0]}"
