"""Kills the server at the moment an answer is shown as saved: is the answer kept, and does answering continue?"""

import time

from bench import fixtures
from bench.answering import OurQuestion, option
from bench.browser import chromium, loaded, pressed
from bench.servers import temporary_servers
from bench.table import Row

TRIALS = 10
_BACK_SECONDS = 30


def killed(_rounds: int) -> list[Row]:
    """Count lost answers: those shown as saved when the server was killed, and the first click after that."""
    lost = unheard = 0
    with temporary_servers() as servers, chromium() as browser:
        url, (assessment,) = fixtures.database(servers.folder, "killed")
        server = servers.ours(url)
        server.start()
        page, _ = loaded(browser.new_context(), OurQuestion.address(server, assessment), OurQuestion.READY)
        question = OurQuestion(page, url)
        for trial in range(TRIALS):
            level, following = (2, 3) if trial % 2 else (4, 5)
            question.choose(level)
            server.kill()
            lost += question.stored() != level
            if trial % 2:  # the first click comes before or after the restart
                server.start()
            pressed(page, option(following, OurQuestion.RADIO), "true")
            if not trial % 2:
                server.start()
            unheard += not _is_stored(question, following)
    measured = f"{lost} lost, {unheard} first clicks after it lost, of {TRIALS} each"
    return [Row("answers lost when the server is killed after Saved showed", measured, "0", lost + unheard == 0)]


def _is_stored(question: OurQuestion, level: int) -> bool:
    deadline = time.monotonic() + _BACK_SECONDS
    while question.stored() != level:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
