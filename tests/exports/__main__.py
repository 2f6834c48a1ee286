"""`python -m tests.exports [WORKBOOKS]`: a sample of every exported file with pictures, in build/exports.

Then this many workbooks (200 by default) are recalculated by LibreOffice and compared with the app's figures.
"""

import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from cxmaturity.export.pictures import svg
from cxmaturity.services import questionnaires, reports
from cxmaturity.services.demo.loading import load_demo
from cxmaturity.services.exports.assessment_files import export_assessment
from cxmaturity.services.exports.formats import FORMATS
from cxmaturity.store import assessments, teams
from cxmaturity.store.database.engine import Database, open_database
from tests.build import ROOT
from tests.exports import samples, workbooks

FOLDER = ROOT / "build" / "exports"
_ADDRESS = "http://127.0.0.1:8501/result"
_NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
_DEMO_SAMPLES = ("Parcel delivery", "Customer service")  # one person's, and a survey
_README_SAMPLE = "demo-parcel-delivery"
_SHOWN_PAGES = 40  # of each file
_HEIGHT, _GAP = 420, 16  # pixels


def main() -> int:
    """Make the files, the pictures and the comparison; print where they are."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else workbooks.COUNT
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/cx.db")
        for name, assessment_id in _assessments(database).items():
            for form in FORMATS:
                exported = export_assessment(database, assessment_id, form, _NOW, _ADDRESS)
                (FOLDER / f"{name}.{form}").write_bytes(exported.content)
            for figure in reports.report(database, assessment_id, _NOW).figures:
                (FOLDER / f"{name}-{figure.key}.svg").write_text(svg(figure), encoding="utf-8")
        database.close()
        made = sorted(FOLDER.iterdir())
        print(f"{len(made)} files in {FOLDER}")
        for file in made:
            if file.suffix in (".pptx", ".xlsx", ".pdf"):
                print(f"{file.name}: {_draw_pages(file, Path(folder))} pages", flush=True)
        _show_side_by_side()
        workbooks.run(Path(folder), count)
        print(f"{count} workbooks calculated anew by LibreOffice: every figure is the app's")
    return 0


def _assessments(database: Database) -> dict[str, str]:
    """Store the demo and the other samples; return the assessments to export by the names of their files."""
    sound, _ = questionnaires.list_questionnaires()
    load_demo(database, next(q for q in sound if q.id == "cx"), _NOW)
    with database.reading() as connection:
        demo = {team.name: assessments.with_result(connection, 100, team.id) for team in teams.teams(connection)}
    closed = {name: next(row.id for row in demo[name] if not row.is_open) for name in _DEMO_SAMPLES}
    shown = {f"demo-{name.replace(' ', '-').lower()}": assessment_id for name, assessment_id in closed.items()}
    return shown | {kind: make(database) for kind, make in samples.KINDS.items()}


def _draw_pages(file: Path, folder: Path) -> int:
    """Draw each page of a file, opened in LibreOffice unless it is a PDF; return the number of pages."""
    document = file
    if file.suffix != ".pdf":
        profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
        convert = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(file)]
        subprocess.run(convert, check=True, capture_output=True, timeout=300)
        document = folder / f"{file.stem}.pdf"
    target = FOLDER / f"{file.name}.pages"
    target.mkdir()
    draw = ["pdftoppm", "-r", "60", "-png", "-l", str(_SHOWN_PAGES), str(document), str(target / "page")]
    subprocess.run(draw, check=True, capture_output=True, timeout=300)
    pages = len(list(target.iterdir()))
    if not pages:
        raise RuntimeError(f"LibreOffice shows nothing of {file.name}")
    return pages


def _show_side_by_side() -> None:
    """Draw the README's picture: a slide, the first page of the report, and the workbook, side by side."""
    shown = [Image.open(_page(form, number)).convert("RGB") for form, number in (("pptx", 5), ("pdf", 1), ("xlsx", 1))]
    pages = [page.resize((round(page.width * _HEIGHT / page.height), _HEIGHT)) for page in shown]
    sheet = Image.new("RGB", (sum(p.width for p in pages) + _GAP * (len(pages) + 1), _HEIGHT + 2 * _GAP), "#DDE3E8")
    left = _GAP
    for page in pages:
        sheet.paste(page, (left, _GAP))
        left += page.width + _GAP
    sheet.save(FOLDER / "side-by-side.png", optimize=True)


def _page(form: str, number: int) -> Path:
    """Return the picture of a page of the demo's sample, counted from 1."""
    pages = (FOLDER / f"{_README_SAMPLE}.{form}.pages").iterdir()
    return next(page for page in pages if int(page.stem.rpartition("-")[2]) == number)


if __name__ == "__main__":
    sys.exit(main())
