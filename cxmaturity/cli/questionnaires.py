"""Commands that check a questionnaire or score answers to it, without the app's database."""

import os
from errno import ENOENT
from pathlib import Path
from typing import Annotated

import typer

from cxmaturity.cli.json_files import read_json
from cxmaturity.cli.output import FAULTS, print_json
from cxmaturity.errors import Refused, ValidationErrors
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.settings import QUESTIONNAIRES, load_settings

QuestionnaireFolder = Annotated[Path, typer.Option(help="The questionnaire's folder.")]


def check(
    path: Annotated[
        Path | None,
        typer.Argument(
            help="The folder of a questionnaire, such as questionnaires/cx, or the file of a backup; "
            "without one the app's own database is checked."
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Also require every help text that the shipped questionnaire has.")
    ] = False,
) -> None:
    """Check the database, a backup or a questionnaire.

    Every fault is printed on a line of its own.
    """
    if path is not None and not path.exists():
        raise FileNotFoundError(ENOENT, os.strerror(ENOENT), str(path))
    if path is None or (path.is_file() and path.suffix not in (".yaml", ".yml")):
        _check_database(path)
    else:
        _check_questionnaire(path, strict=strict)


def _check_database(backup: Path | None) -> None:
    from cxmaturity.services import backups  # a questionnaire is checked without a database

    contents, faults = backups.check(load_settings().database_url) if backup is None else backups.check_backup(backup)
    print(*faults, sep="\n", end="\n" * bool(faults))
    if faults:
        raise typer.Exit(FAULTS)
    print(f"The database is sound: {contents}.")


def _check_questionnaire(folder: Path, *, strict: bool) -> None:
    """Print every fault of a questionnaire, one per line, or its length when it has none."""
    from cxmaturity.questionnaire.loading import load_questionnaire
    from cxmaturity.wording.language.plurals import counted
    from cxmaturity.wording.questionnaire.reading_time import length_report

    try:
        questionnaire = load_questionnaire(folder, strict=strict)
    except ValidationErrors as errors:
        print(*errors.issues, sep="\n")
        raise typer.Exit(FAULTS) from None
    capabilities = sum(len(d.capabilities) for d in questionnaire.dimensions)
    covered = {claim for question in questionnaire.questions for claim in question.claims}
    print(
        f"{questionnaire.id} {questionnaire.version} is sound: {counted('question', len(questionnaire.questions))} "
        f"({len(questionnaire.pulse)} in the pulse), {counted('dimension', len(questionnaire.dimensions))}, "
        f"{counted('capability', capabilities)}, {counted('stage', len(questionnaire.stages))}, "
        f"{counted('claim', len(covered))} covered.",
        *length_report(questionnaire),
        *_ambiguous_levels(questionnaire),
        sep="\n",
    )


def _ambiguous_levels(questionnaire: Questionnaire) -> list[str]:
    """Return a warning for each statement that is one of the words for don't know or does not apply."""
    from cxmaturity.files.imports.cells.normalising import normalise_text
    from cxmaturity.files.imports.cells.value_words import open_meaning
    from cxmaturity.wording.imports import level_reads_as
    from cxmaturity.wording.questionnaire.levels import level_number

    return [
        level_reads_as(question.id, level_number(questionnaire, level), text, str(meaning))
        for question in questionnaire.questions
        for level, text in enumerate(question.levels, start=1)
        if (meaning := open_meaning(text, normalise_text(text)))
    ]


def score(
    answers: Annotated[Path, typer.Argument(help="The answers file (JSON), also one of `export --format json`.")],
    questionnaire: QuestionnaireFolder = QUESTIONNAIRES / "cx",
    pulse: Annotated[bool, typer.Option("--pulse", help="Read the answers as the short version.")] = False,
) -> None:
    """Score an answers file and print the result as JSON.

    Faults go to the error stream.
    """
    from cxmaturity.analysis.outcome import evaluate, outcome_json, pulse_json
    from cxmaturity.files.answers_json import read_answers_file
    from cxmaturity.questionnaire.loading import load_questionnaire

    model = load_questionnaire(questionnaire)
    file = read_answers_file(read_json(answers, "The answers file"), model, answers.name)
    if pulse and not model.pulse:
        fix = "Leave --pulse out, or mark questions with 'pulse: true' in the questionnaire."
        raise Refused(f"{model.id} has no pulse: no question is in the short version.", fix)
    if pulse:
        print_json(pulse_json(model, file.response))
    else:
        print_json(outcome_json(evaluate(model, file.response, file.targets, file.importance)))
