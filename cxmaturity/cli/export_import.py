"""The commands that export, import and verify files."""

import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from cxmaturity.cli import answers_import
from cxmaturity.cli.database import app_database
from cxmaturity.cli.listings import AsJson, unknown_id_named
from cxmaturity.cli.output import FAULTS, print_json, write_output
from cxmaturity.errors import Refused
from cxmaturity.services.exports.formats import FORMATS, AnyFormat, TableName
from cxmaturity.services.settings import QUESTIONNAIRES

if TYPE_CHECKING:
    from cxmaturity.services.portable.importing import ImportedContent
    from cxmaturity.store.database.engine import Database

_MAX_BYTES = 256 << 20  # the largest file that is read; the app writes none of this size


def export(
    assessment: Annotated[
        str | None, typer.Argument(help="The id of the assessment: see `cxmaturity assessments`.", metavar="ID")
    ] = None,
    format: Annotated[AnyFormat, typer.Option(help="The kind of file.")] = ...,  # type: ignore[assignment]  # required
    team: Annotated[
        str | None,
        typer.Option(help="In place of an ID: a team with its history, by its name or id (cxm, xlsx, parquet, csv)."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="In place of an ID: everything (cxm, xlsx, parquet, csv).")
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="The file to write; one that is there is replaced. A folder: the file is made in it. -: the standard "
            "output. Without it the file is made in this folder, named after the team, the assessment and its day.",
        ),
    ] = None,
    table: Annotated[
        TableName | None, typer.Option(help="With --all or --team as parquet or csv: which table. [default: answers]")
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="A deck (.pptx) of your own whose layouts, fonts and colours a deck takes.")
    ] = None,
    private_notes: Annotated[
        bool, typer.Option("--private-notes", help="With a workshop's private notes, except in a portable file.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="In a folder, replace a file of the same name, which else is refused.")
    ] = False,
) -> None:
    """Write an assessment to a file.

    Works for unfinished and suppressed assessments, too: the file contains only what may be shown. Prints its path.
    """
    from cxmaturity.services.exports import assessment_files, collections
    from cxmaturity.wording import command_line as words

    now = datetime.now().astimezone()
    with app_database() as database:
        if [assessment is not None, team is not None, everything].count(True) != 1:
            raise Refused(*words.WHAT_TO_EXPORT)
        if template is not None and format != "pptx":
            raise Refused(*words.TEMPLATE_FOR_DECKS)
        if table is not None and (assessment is not None or format not in ("parquet", "csv")):
            raise Refused(*words.TABLE_OF_MANY)
        if private_notes and assessment is None:
            raise Refused(*words.NOTES_OF_ONE)
        if assessment is None:
            file = collections.export_collection(database, format, team, now, table)
        elif format not in FORMATS:
            raise Refused(*words.only_many(format))
        else:
            with unknown_id_named(assessment):
                layouts = None if template is None else _read(template)
                file = assessment_files.export_assessment(
                    database, assessment, format, now, template=layouts, with_private_notes=private_notes
                )
        write_output(file.content, file.name, output, may_replace=force)


def _parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"“{text}” is no day. Write it as 2026-03-31.") from None


def import_file(
    context: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(
            help="A portable file (.cxm), a report (.pdf) with one in it, answers of a form tool (.csv, .xlsx), or an "
            "answers file (.json)."
        ),
    ],
    same_name: Annotated[
        Literal["join", "rename"] | None,
        typer.Option(help="What becomes of a team whose name another team here has: it joins that team or is renamed."),
    ] = None,
    existing: Annotated[
        Literal["keep", "replace"],
        typer.Option(help="What becomes of one person's assessment that is here already with other content."),
    ] = "keep",
    team: Annotated[str | None, typer.Option(help="Of answers: whose they are. [default: the file's name]")] = None,
    label: Annotated[str | None, typer.Option(help="Of answers: the name of the assessment.")] = None,
    privacy: Annotated[
        Literal["open", "anonymous"], typer.Option(help="Of answers: what the people were told.")
    ] = "anonymous",
    day: Annotated[
        date | None,
        typer.Option(parser=_parse_day, metavar="YYYY-MM-DD", help="Of answers: when it was closed. [default: today]"),
    ] = None,
    questionnaire: Annotated[Path, typer.Option(help="Of answers: the questionnaire's folder.")] = QUESTIONNAIRES
    / "cx",
    as_json: AsJson = False,
) -> None:
    """Import a file.

    All of it or nothing. What is here already of a portable file stays as it is, so a second import changes nothing.
    """
    from cxmaturity.wording import command_line as words

    with app_database() as database:
        data = _read(file)
        if file.suffix.lower() in (*answers_import.TABLES, answers_import.ANSWERS_FILE):
            _refuse_typed(context, ("same_name", "existing"), words.terms_of_portable_files)
            terms = answers_import.Terms(questionnaire, team, label, privacy, day)
            is_table = file.suffix.lower() in answers_import.TABLES
            take = answers_import.import_table if is_table else answers_import.import_answers
            from cxmaturity.services.portable.importing import ImportedContent

            added, notices = take(database, file, data, terms)
            done = ImportedContent(added=(added,))
        else:
            _refuse_typed(context, ("team", "label", "privacy", "day", "questionnaire"), words.terms_of_answers)
            done = _import_portable(database, data, same_name, existing)
            notices = _notices(done)
    if as_json:
        print_json(_import_json(done))
    else:
        print(*words.import_lines(done.added, done.replaced, done.actions_added, len(done.kept)), sep="\n")
    for notice in notices:
        print(notice, file=sys.stderr)


def _refuse_typed(context: typer.Context, names: Sequence[str], error: Callable[[str], tuple[str, str]]) -> None:
    """Raise Refused when one of these options was given, which another kind of file needs."""
    for name in names:
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise Refused(*error(f"--{name.replace('_', '-')}"))


def _import_portable(
    database: "Database",
    data: bytes,
    same_name: Literal["join", "rename"] | None,
    existing: Literal["keep", "replace"],
) -> "ImportedContent":
    """Import a portable file or the one in a report; raises Refused when a team's name exists already."""
    from cxmaturity.files.portable.reading import read_portable
    from cxmaturity.services.portable.importing import ImportChoices, SameNames, import_portable
    from cxmaturity.services.portable.known_assessments import differing_assessments
    from cxmaturity.wording import command_line as words

    known = differing_assessments(database, read_portable(data)) if existing == "replace" else ()
    choices = ImportChoices(otherwise=same_name, replace={k.assessment.id: k.version for k in known if k.version})
    try:
        return import_portable(database, data, choices, datetime.now(UTC))
    except SameNames as error:
        raise Refused(error.message, words.SAME_NAME) from error


def verify(
    file: Annotated[Path, typer.Argument(help="A portable file (.cxm), or a report (.pdf).")],
    as_json: AsJson = False,
) -> None:
    """Verify that the results in a file follow from its answers.

    Scores the answers again. Exit 0: the results match; 1: each difference is on a line.
    """
    from cxmaturity.services.portable import verifying
    from cxmaturity.wording import command_line as words

    differences = verifying.verify(_read(file))
    if as_json:
        print_json(
            {
                "matches": not differences,
                "differences": [{"place": d.place, "problem": d.problem} for d in differences],
            }
        )
    else:
        print(*words.verified(list(map(str, differences))), sep="\n")
    if differences:
        raise typer.Exit(FAULTS)


def _read(file: Path) -> bytes:
    """Return the content of a file; raises OSError, and Refused for a file of more than _MAX_BYTES."""
    with file.open("rb") as opened:
        content = opened.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        from cxmaturity.wording import command_line as words

        raise Refused(*words.file_too_large(str(file), _MAX_BYTES >> 20))
    return content


def _notices(done: "ImportedContent") -> Sequence[str]:
    """Return a sentence for each part of a portable file that was not imported unchanged."""
    from cxmaturity.wording.exports import portable

    lines = [portable.kept_otherwise(kept.assessment, kept.differs) for kept in done.kept if kept.differs]
    if done.left_out:
        lines.append(portable.left_out([f"{one.team_name}, {one.label}" for one in done.left_out]))
    return [*lines, *map(str, done.differences)]


def _import_json(done: "ImportedContent") -> dict[str, object]:
    from cxmaturity.services.exports.result_json import assessment_json

    return {
        "added": [assessment_json(row) for row in done.added],
        "replaced": [assessment_json(row) for row in done.replaced],
        "kept": [assessment_json(kept.assessment) for kept in done.kept],
        "teams_added": list(done.teams_added),
        "actions_added": done.actions_added,
    }
