"""Commands for files that leave the app and come back."""

from datetime import datetime
from typing import Annotated

import typer

from cxmaturity.cli.data import app_database
from cxmaturity.cli.output import write_output
from cxmaturity.cli.stored import AssessmentId, unknown_id_said
from cxmaturity.services.exports.formats import Format


def export(
    assessment: AssessmentId,
    format: Annotated[Format, typer.Option(help="The kind of file.")],
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
    force: Annotated[
        bool, typer.Option("--force", help="In a folder, replace a file of the same name, which else is refused.")
    ] = False,
) -> None:
    """Write an assessment to a file.

    Works for unfinished and sealed ones, too: the file holds what may be seen of them. Prints where it is.
    """
    from cxmaturity.services.exports.assessment_files import export_assessment

    with app_database() as database:
        with unknown_id_said(assessment):
            file = export_assessment(database, assessment, format, datetime.now().astimezone())
        write_output(file.content, file.name, output, may_replace=force)
