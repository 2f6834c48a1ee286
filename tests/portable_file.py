"""Valid portable files: of one closed assessment, and of an unfinished one that another database holds."""

from cxmaturity.analysis.frozen.frozen_result import write_frozen_result
from cxmaturity.answers import Answer, EvidenceGrade, Response
from cxmaturity.files.portable.content import FrozenText, Portable, PortableAssessment, PortableTeam
from cxmaturity.files.portable.packing import portable_bytes
from cxmaturity.records import DimensionTarget, Team
from cxmaturity.services.portable.writing import Selection, write_portable
from cxmaturity.store.database.engine import open_database
from tests import build
from tests.store.fixtures import begin

MODEL = build.equal(3, 3)
NAMES = [f"{letter}{i}" for letter in "AB" for i in (1, 2, 3)]
HOSTILE = '=cmd|"/c calc"!A1 \u202e<script>alert(1)</script> #let x = 1 😀\n' + "x" * 1500
ANSWERS = {name: Answer(level=3, note=HOSTILE, evidence_grade=EvidenceGrade.DOCUMENT) for name in NAMES}


def sound() -> Portable:
    """Return a valid file of one closed assessment: six answers of level 3, so each dimension's level is 3.0."""
    row = build.assessment(mode="solo", privacy="open", digest=MODEL.digest)
    targets = {"A": DimensionTarget(5, 4)}
    content = write_frozen_result(row, MODEL, Response(ANSWERS), targets, None)
    frozen = FrozenText(build.MOMENT, content)
    one = PortableAssessment(row, targets, response=ANSWERS, frozen=(frozen,))
    team = PortableTeam(Team("t", "Bakers", False), build.MOMENT, None, ())
    return Portable("assessment", {MODEL.digest: MODEL.canonical}, (team,), (one,))


DATA = portable_bytes(sound())


def file_from_elsewhere(url: str) -> bytes:
    """Return a portable file of an unfinished assessment of a team Bakery."""
    database = open_database(url)
    begin(database, "Bakery", "Spring <b>")
    data = write_portable(database, Selection())
    database.close()
    return data
