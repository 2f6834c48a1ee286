"""The command `preview`: prints how a file of answers would be imported, without storing anything."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from cxmaturity.cli.json_files import read_json
from cxmaturity.cli.output import FAULTS, print_json
from cxmaturity.cli.questionnaires import QuestionnaireFolder
from cxmaturity.errors import CxMaturityError, Refused, ValidationErrors
from cxmaturity.services.settings import QUESTIONNAIRES


def preview(
    file: Annotated[Path, typer.Argument(help="A CSV file or a workbook (.xlsx, .ods) with answers.")],
    questionnaire: QuestionnaireFolder = QUESTIONNAIRES / "cx",
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook; else the one that fits best.")] = None,
    mapping: Annotated[
        Path | None, typer.Option(help="Choices as JSON: a preview's output, changed. What it leaves out is guessed.")
    ] = None,
) -> None:
    """Print as JSON how a file of answers would be imported; exit code 0 when it can be, 1 with faults."""
    from cxmaturity.files.imports.mapping import NO_MAPPING, read_mapping
    from cxmaturity.files.imports.reader_process import TableFile, preview_file
    from cxmaturity.questionnaire.loading import load_questionnaire
    from cxmaturity.wording import command_line as words

    model = load_questionnaire(questionnaire)
    choices = NO_MAPPING if mapping is None else read_mapping(read_json(mapping, "The mapping"), model, mapping.name)
    data = file.read_bytes()
    if sheet is not None:
        choices = choices.model_copy(update={"sheet": sheet})
    questions: list[str] = []
    try:
        output = preview_file(TableFile(file.name, data, model), choices)
        questions = output.pop("questions")
        if sheet is not None and output["sheet"] is None:
            raise Refused(*words.NO_SHEETS)
    except ValidationErrors as errors:
        output = _nothing(
            [{"cell": i.place.removeprefix("cell "), "what": i.problem, "mend": i.fix} for i in errors.issues]
        )
    except CxMaturityError as error:
        output = _nothing([{"cell": "", "what": error.message, "mend": error.fix}])
    print(*questions, sep="\n", end="\n" * bool(questions), file=sys.stderr)
    print_json(output)
    raise typer.Exit(FAULTS if output["faults"] else 0)


def _nothing(faults: list[dict[str, str]]) -> dict[str, Any]:
    """Return the output for a file without a table."""
    empty: dict[str, Any] = {"sheet": None, "encoding": None, "header_rows": 0, "columns": {}, "values": {}}
    return empty | {"people": 0, "left_out": [], "faults": faults, "answers": {}}
