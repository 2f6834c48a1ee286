"""The command that converts a model in another format to a questionnaire's folder."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cxmaturity.cli.output import FAULTS
from cxmaturity.errors import ValidationErrors


class Form(StrEnum):
    """The formats that a model can be converted from."""

    SAMM = "samm"
    CSF = "csf"
    XLSFORM = "xlsform"
    CSV = "csv"


def convert(
    source: Annotated[Path, typer.Argument(help="The file or folder to convert.")],
    form: Annotated[
        Form,
        typer.Option(
            "--from",
            help="samm: the folder of OWASP SAMM's model. csf: the JSON or workbook of the NIST Cybersecurity "
            "Framework. xlsform: an XLSForm. csv: a CSV file, or a workbook with the sheets questions and levels.",
        ),
    ],
    folder: Annotated[Path, typer.Option("-o", "--output", help="The folder to write, which must be new or empty.")],
) -> None:
    """Convert a model in another format to a questionnaire; what the source does not define is left out."""
    from cxmaturity.files.models.conversion import convert_model  # slow to import, and other commands do not need it
    from cxmaturity.wording.language.plurals import counted

    try:
        questionnaire, assumed = convert_model(source, form.value, folder)
    except ValidationErrors as errors:
        print(*errors.issues, sep="\n")
        raise typer.Exit(FAULTS) from None
    print(*assumed, sep="\n", end="\n" * bool(assumed))
    print(
        f"{folder} holds {questionnaire.title}: {counted('question', len(questionnaire.questions))} in "
        f"{counted('dimension', len(questionnaire.dimensions))}. Look it through, then check it with: "
        f"cxmaturity check {folder}"
    )
