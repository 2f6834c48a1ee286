"""Converts a model in another format to a checked questionnaire, written as a folder completely or not at all."""

from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from cxmaturity.files.models.converted_model import ConvertedModel
from cxmaturity.files.models.csf import read_csf
from cxmaturity.files.models.plain_table import read_plain_table
from cxmaturity.files.models.samm import read_samm
from cxmaturity.files.models.writing import write_folder
from cxmaturity.files.models.xlsform import read_xlsform
from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire

READERS: Mapping[str, Callable[[Path], ConvertedModel]] = {
    "samm": read_samm,
    "csf": read_csf,
    "xlsform": read_xlsform,
    "csv": read_plain_table,
}


def convert_model(source: Path, form: str, folder: Path) -> tuple[Questionnaire, list[str]]:
    """Write the model in `source`, in one of the formats of READERS, to `folder`.

    Return the questionnaire, and the assumptions made as sentences. Raises Refused when the source cannot be read or
    the folder cannot be written, and ValidationErrors with every fault of the source, or of the questionnaire.
    """
    converted = READERS[form](source)
    files = converted.files()
    with TemporaryDirectory() as checked:  # so that a faulty questionnaire is never written to `folder`
        write_folder(files, Path(checked) / folder.name)
        questionnaire = load_questionnaire(Path(checked) / folder.name)
    write_folder(files, folder)
    return questionnaire, converted.assumed
