"""A portable file on the page Import: verified, asked about colliding names, and imported all or none."""

import json
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from streamlit.testing.v1 import AppTest

from cxmaturity.services import teams
from cxmaturity.store.database.engine import Database
from tests.pages.conftest import OpenPage, upload
from tests.pages.reading import headers, key_of, plain_texts, titles
from tests.portable_file import file_from_elsewhere
from tests.store.fixtures import begin


def edited(data: bytes) -> bytes:
    """Return a portable file in which the assessment's name was changed afterwards."""
    buffer = BytesIO()
    with ZipFile(BytesIO(data)) as archive, ZipFile(buffer, "w") as other:
        for name in archive.namelist():
            content = archive.read(name)
            if name.startswith("assessments/"):
                content = json.dumps(json.loads(content) | {"label": "Autumn"}).encode()
            other.writestr(name, content)
    return buffer.getvalue()


def import_button(page: AppTest) -> bool:
    return any(str(button.key).startswith("import-portable-") for button in page.button)


def test_it_is_imported_once_names_are_settled(open_page: OpenPage, database: Database, tmp_path: Path) -> None:
    """The file matches; a team has the same name, so nothing is stored until it is decided what to do."""
    begin(database, "Bakery", "Ours")
    data = file_from_elsewhere(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    page = upload(open_page("import_results"), data, "Bakery.cxm")
    assert "It matches" in page.success[0].value
    assert headers(page) == ["What is in it", "Import it"]
    assert "Spring &lt;b&gt;" in plain_texts(page)
    assert page.button(key=key_of(page, "import-portable")).disabled
    [question] = page.radio
    assert "There is a team named Bakery here already" in question.label
    page = question.set_value("rename").run()
    assert not page.button(key=key_of(page, "import-portable")).disabled
    page = page.button(key=key_of(page, "import-portable")).click().run()
    assert page.success[0].value == "1 assessment was imported\\."
    assert [team.name for team in teams.list_teams(database)] == ["Bakery", "Bakery (2)"]
    page = upload(page, data, "Bakery.cxm")
    assert not page.radio
    page = page.button(key=key_of(page, "import-portable")).click().run()
    assert "Everything in this file was here already" in page.success[0].value


def test_a_changed_or_foreign_file_says_so(open_page: OpenPage, database: Database, tmp_path: Path) -> None:
    """The changed parts are listed and it cannot be imported; a PDF without our attachment is no report of ours."""
    data = file_from_elsewhere(f"sqlite:///{tmp_path / 'elsewhere.db'}")
    page = upload(open_page("import_results"), edited(data), "Bakery.cxm")
    assert titles(page.error)[0].replace("\\", "") == "It does not match: 1 difference."
    assert "it was changed after it was written" in plain_texts(page)
    assert not import_button(page)
    page = upload(open_page("import_results"), b"%PDF-1.7 <</Type/EmbeddedFile>> of something else", "letter.pdf")
    assert titles(page.error)[0].startswith("This file is cut short or damaged")
    assert not import_button(page)
    assert teams.list_teams(database) == []
