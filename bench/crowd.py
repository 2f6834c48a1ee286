"""Surveys of many people: closing them, showing their result, and importing a large one.

All times are processor time of the thread that does the work, so that other programs on the machine do not count.
"""

import os
import time
from collections.abc import Sequence
from datetime import timedelta
from statistics import median
from threading import Event, Thread

import numpy as np

from bench import fixtures
from bench.running import stopwatch
from bench.servers import temporary_servers
from bench.table import Row, number, ratio
from cxmaturity.answers import Answer, EvidenceGrade, Privacy
from cxmaturity.files.answers_table import RespondentAnswers
from cxmaturity.files.imports.mapping import NO_MAPPING, FileMapping
from cxmaturity.files.imports.reader_process import TableFile, summarise
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services import questionnaires
from cxmaturity.services.assessments import answering, creation, views
from cxmaturity.services.assessments import closing as assessments_closing
from cxmaturity.services.imports import rounds as imports_rounds
from cxmaturity.services.surveys import codes, progress
from cxmaturity.store import responses
from cxmaturity.store.database.engine import Database, open_database
from cxmaturity.store.responses import NewResponse

SIZES = (12, 100, 1_000)
IMPORTED = 20_000


def groups(rounds: int) -> list[Row]:
    """Measure closing a survey, and the script of its result page, with twelve to a thousand people.

    The surveys are in open mode, in which names and votes are kept too: more data than in anonymous mode.
    """
    closing: list[list[float]] = [[] for _ in SIZES]
    showing: list[list[float]] = [[] for _ in SIZES]
    with temporary_servers() as servers, stopwatch() as watch:
        url, _ = fixtures.database(servers.folder, "groups", 0)
        store = open_database(url)
        crowds = [_crowd(size) for size in SIZES]
        for turn in range(rounds + 1):
            for crowd, closed, shown in zip(crowds, closing, showing, strict=True):
                answered = _answered(store, crowd, f"Team {turn}-{len(crowd)}")
                began = time.thread_time()
                assessments_closing.close_assessment(store, answered, fixtures.NOW)
                taken = time.thread_time() - began
                script = watch.page_ms(url, "result.py", "Answers", assessment=answered)
                if turn:  # the first round warms up
                    closed.append(taken)
                    shown.append(script)
        store.close()
    often = len(crowds[0][0].answers)
    few, some, many = SIZES
    remark = f"{median(closing[1]) * 1000:.0f} ms of {some}, {median(closing[0]) * 1000:.0f} ms of {few}"
    what = f"script of the result page of {many:,} people, to {few}"
    return [
        number(f"closing a survey of {many:,} people, {often} answers each", median(closing[2]), "s", 1, remark),
        ratio(what, showing[2], showing[0], "ms", at_most=1.5, remark=f"{median(showing[1]):.3g} ms of {some}"),
    ]


def changes(rounds: int) -> list[Row]:
    """Measure the script of Over time with two rounds of twelve and of a thousand people."""
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    few, *_, many = SIZES
    taken: dict[int, list[float]] = {few: [], many: []}
    with temporary_servers() as servers, stopwatch() as watch:
        urls = {}
        for size in taken:
            urls[size], _ = fixtures.database(servers.folder, f"changes-{size}", 0)
            store = open_database(urls[size])
            for days in (90, 10):
                closed_at = fixtures.NOW - timedelta(days=days)
                imports_rounds.import_round(
                    store, questionnaire, "Team", f"{days}", "both", _crowd(size), "open", closed_at, fixtures.NOW
                )
            store.close()
        for turn in range(rounds + 1):
            for size, url in urls.items():
                measured = watch.page_ms(url, "over_time.py", "What moved")
                if turn:  # the first round warms up
                    taken[size].append(measured)
    what = f"script of Over time with two rounds of {many:,} people, to {few}"
    return [ratio(what, taken[many], taken[few], "ms", at_most=1.5)]


def importing(_rounds: int) -> list[Row]:
    """Measure importing a round of many people that is already read: storing, scoring, freezing. Once, as it is slow.

    At the same time another thread stores an answer every 50 ms and notes how long each takes.
    """
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    crowd = _crowd(IMPORTED)
    with temporary_servers() as servers:
        url, [other] = fixtures.database(servers.folder, "import", 1)
        store = open_database(url)
        view = views.load_person_view(store, other)
        taken: list[float] = []  # seconds
        waits: list[float] = []  # seconds
        is_over = Event()

        def answer_beside() -> None:
            while not is_over.wait(0.05):
                began = time.monotonic()
                answer = Answer(level=1 + len(waits) % 5)
                answering.save_answer(store, view, questionnaire.questions[0].id, answer, None, fixtures.NOW)
                waits.append(time.monotonic() - began)

        beside = Thread(target=answer_beside)
        beside.start()
        privacies: tuple[Privacy, ...] = ("anonymous", "open")
        for privacy in privacies:
            began = time.thread_time()
            imports_rounds.import_round(
                store, questionnaire, privacy, "Then", "both", crowd, privacy, fixtures.NOW, fixtures.NOW
            )
            taken.append(time.thread_time() - began)
        is_over.set()
        beside.join()
        store.close()
    what = f"importing {IMPORTED:,} people, {len(crowd[0].answers)} answers each"
    reading, choosing = _mapping_screen(questionnaire)
    p95 = float(np.percentile(waits, 95))
    return [
        number(what, max(taken), "s", 20, f"anonymous {taken[0]:.1f} s, open {taken[1]:.1f} s"),
        number("another's answer beside it, p95", p95, "s", 1, f"longest {max(waits):.2f} s of {len(waits)}"),
        number(f"reading a file of {IMPORTED:,} people anew with choices", choosing, "s", 2, f"first {reading:.2f} s"),
    ]


def _mapping_screen(questionnaire: Questionnaire) -> tuple[float, float]:
    """Return the processor seconds until a file's values are first shown, and until the file is read again once mapped.

    The reader is another process, so the times include child processes.
    """
    words = ["never", "seldom", "often", "always", "don't know", ""]
    rng = np.random.default_rng(1)
    cells = rng.integers(0, len(words), (IMPORTED, len(questionnaire.questions))).tolist()
    lines = [f"Person {i};{';'.join(words[cell] for cell in row)}" for i, row in enumerate(cells)]
    headings = ";".join(["Name", *(question.prompt for question in questionnaire.questions)])
    file = TableFile("round.csv", "\n".join([headings, *lines]).encode(), questionnaire)
    taken = []
    for mapping in (NO_MAPPING, FileMapping(values={word: level for level, word in enumerate(words[:4], start=1)})):
        began = sum(os.times()[:4])
        summary = summarise(file, mapping)
        taken.append(sum(os.times()[:4]) - began)
    if summary.people_count != IMPORTED or summary.issues:
        raise RuntimeError("the file was not read whole")
    return taken[0], taken[1]


def _crowd(size: int) -> list[RespondentAnswers]:
    """Return the answers of `size` people: levels, some with evidence and a note, and some don't know."""
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    rng = np.random.default_rng(size)
    asked = [question.id for question in questionnaire.questions]
    levels, kinds = rng.integers(1, questionnaire.scale_max + 1, (size, len(asked))), rng.random((size, len(asked)))
    return [
        RespondentAnswers(
            f"Person {i}", "leader" if i % 4 == 0 else "other", dict(zip(asked, map(_answer, *row), strict=True))
        )
        for i, row in enumerate(zip(levels.tolist(), kinds.tolist(), strict=True))
    ]


def _answer(level: int, kind: float) -> Answer:
    if kind < 0.05:
        return Answer(dont_know=True)
    note = f"Seen on day {kind * 1e6:.0f}" if kind > 0.98 else ""
    return Answer(level=level, note=note, evidence_grade=EvidenceGrade.DOCUMENT if kind > 0.6 else None)


def _answered(store: Database, crowd: Sequence[RespondentAnswers], team: str) -> str:
    """Return the id of an open survey that all of them have answered."""
    (questionnaire, *_), _ = questionnaires.list_questionnaires()
    command = creation.StartSurvey(
        questionnaire=questionnaire,
        team_name=team,
        label="Now",
        privacy="open",
        asks_role=True,
        expected=len(crowd),
    )
    started = creation.start(store, command, fixtures.NOW)
    row = progress.participation_status(store, started.assessment_id).assessment
    keys = [codes.participant_key(row, codes.new_code()) for _ in crowd]
    rows = [NewResponse(key, person.role, person.answers) for key, person in zip(keys, crowd, strict=True)]
    with store.writing() as connection:
        responses.save_responses(connection, row.id, rows, fixtures.NOW)
        responses.save_names(connection, row.id, [(key, person.name) for key, person in zip(keys, crowd, strict=True)])
    return row.id
