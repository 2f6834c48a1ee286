"""The command line as a user runs it: exit codes, which stream gets what, and never a traceback."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.build import LIVING, ROOT, SHIPPED, TINY, edited, write
from tests.command_line import Finished, run_command


def run(*arguments: str | Path) -> Finished:
    return run_command(*arguments, folder=ROOT)


def answers(folder: Path, content: Any, name: str = "answers.json") -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


class TestCheck:
    """`check` looks at a questionnaire: 0 when sound, 1 with faults, 2 when it is not there."""

    def test_a_sound_questionnaire_is_counted_and_measured(self, tmp_path: Path) -> None:
        """Exit 0, a line of counts, three lines of reading times, nothing on the error stream.

        By hand: prompts of 4, 3 and 3 words, statements of 3 4 4, 3 4 4 and 3 3 3, so 15, 14 and 12 words, and 4 more
        to think of, 14 of help: 59 ÷ 200 + 3 · 8 ÷ 60 = 0.695 minutes; the pulse, 23 ÷ 200 + 8 ÷ 60 = 0.248.
        """
        done = run("check", write(tmp_path, LIVING))
        assert done.returncode == 0
        assert done.stdout == (
            "living 1.0.0 is sound: 3 questions (1 in the pulse), 2 dimensions, 3 capabilities, 3 stages, "
            "3 claims covered.\n"
            "Words a statement, on average by level from 1 up: 3.0, 3.7, 3.7.\n"
            "Words a question with its statements: 13.7 on average, 15 at most.\n"
            "Minutes at 200 words a minute and 8 seconds a choice: all questions 0.7, the pulse 0.2.\n"
        )
        assert done.stderr == ""

    def test_the_shipped_questionnaire_is_sound(self) -> None:
        """The shipped questionnaire passes `check`."""
        done = run("check", SHIPPED)
        assert done.returncode == 0
        assert done.stdout.startswith("cx 2.0.2 is sound: 38 questions (10 in the pulse), 5 dimensions,")

    def test_every_fault_is_one_line(self, tmp_path: Path) -> None:
        """Exit 1 and one line for each fault, also if the faulty text has several lines."""
        faulty = edited(
            ("model.yaml", "practice: 1", "practice: -1"),
            ("home.yaml", "ease: 5", "ease: |\n          five\n          or so\n"),
            ("garden.yaml", '"The soil"', "no"),
        )
        done = run("check", write(tmp_path, faulty))
        assert done.returncode == 1
        assert done.stdout.splitlines() == [
            "living/garden.yaml: line 13, G1.evidence: no without quotes is read as true or false. "
            'Write "no" or true/false.',
            "living/home.yaml: line 34, H1.steps[1].ease: five or so  is not a number of the right kind. "
            "Write a plain number, without quotes.",
            "living/model.yaml: line 17, caps.practice: it must be at least 0, it is -1. "
            "Give a number that is at least 0.",
        ]
        assert done.stderr == ""

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        """Nothing could be checked: exit 2, as for every file that is missing, and not 1 as for faults."""
        done = run("check", tmp_path / "nowhere")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith("nowhere: No such file or directory. Check the name and the folder.\n")

    def test_a_level_that_reads_as_dont_know_is_a_warning(self, tmp_path: Path) -> None:
        """The questionnaire is valid, but importing files would misread the statement."""
        folder = write(tmp_path, edited(("home.yaml", '"They pile up."', '"Not sure"')))
        done = run("check", folder)
        assert done.returncode == 0
        assert "H1: level 1 reads “Not sure”, which people also write for don't know." in done.stdout

    def test_strict_asks_for_every_help(self, tmp_path: Path) -> None:
        """The shipped questionnaire passes.

        One without why, a step's ease and a pulse is valid, but fails `--strict`.
        """
        assert run("check", "--strict", SHIPPED).returncode == 0
        changes = [("garden.yaml", '    why: "Plants drink."\n', ""), ("garden.yaml", "        ease: 5\n", "")]
        folder = write(tmp_path, edited(*changes, ("home.yaml", "    pulse: true\n", "")))
        assert run("check", folder).returncode == 0
        done = run("check", "--strict", folder)
        assert (done.returncode, done.stdout.splitlines()) == (
            1,
            [
                "living/garden.yaml: line 9, G1: 'why' is missing. Say why it matters, in one or two sentences.",
                "living/garden.yaml: line 20, G1.steps[1]: 'ease' is missing. "
                "Grade it from 1, needs budget, to 5, an hour at most.",
                "living/model.yaml: line 1: no question is in the pulse. Mark some questions with 'pulse: true'.",
            ],
        )


class TestScore:
    """`score` reads answers: 0 with the result as JSON, 2 when a file cannot be used."""

    def test_the_result_is_json_on_standard_output(self, tmp_path: Path) -> None:
        """Exit 0; People all at 3 is level 3 and stage 3, the rest is unanswered.

        The range is (3 + 4·1)/5 to (3 + 4·5)/5.
        """
        people = {f"P{i}": {"level": 3} for i in range(1, 8)} | {
            "P8": {"level": 3, "evidence_grade": 2, "note": "Seen"}
        }
        content = {"questionnaire": "cx", "answers": people, "targets": {"people": 3}, "importance": {"people": 5}}
        done = run("score", answers(tmp_path, content))
        assert done.returncode == 0
        assert done.stderr == ""
        scored = json.loads(done.stdout)
        assert (scored["dimensions"]["people"]["level"], scored["dimensions"]["people"]["stage"]) == (3.0, 3)
        assert scored["overall"]["level"] is None
        assert scored["overall"]["range"] == pytest.approx([1.4, 4.6])
        assert scored["overall"]["coverage"] == pytest.approx(8 / 38)
        assert scored["first_steps"] == []  # with a target of 3 nothing is left to do

    def test_another_questionnaire(self, tmp_path: Path) -> None:
        """`--questionnaire` takes any folder: (4 + 2·3 + 2)/4 = 3 on the repair café's four levels."""
        levels = {"W1": {"level": 4}, "W2": {"level": 3}, "W3": {"level": 2}}
        done = run("score", answers(tmp_path, {"questionnaire": "repair", "answers": levels}), "--questionnaire", TINY)
        assert done.returncode == 0
        welcome = json.loads(done.stdout)["dimensions"]["welcome"]
        assert (welcome["level"], welcome["stage"], welcome["index"]) == (3.0, 3, pytest.approx(66.6667, abs=1e-4))

    def test_the_pulse(self, tmp_path: Path) -> None:
        """`--pulse` reads ten questions: eight at 2 and two unanswered give the index 25; other answers are ignored."""
        ten = ["P1", "P4", "O1", "O4", "C3", "C5", "C6", "R1", "L2", "L6"]
        levels = {q: {"level": 2} for q in ten[:8]} | {"L2": {"dont_know": True}, "P2": {"level": 5}}
        done = run("score", "--pulse", answers(tmp_path, {"questionnaire": "cx", "answers": levels}))
        assert done.returncode == 0
        assert json.loads(done.stdout) == {
            "index": 25.0,
            "levels": dict.fromkeys(ten[:8], 2) | {"L2": None, "L6": None},
        }

    def test_a_pulse_where_there_is_none(self, tmp_path: Path) -> None:
        """A questionnaire without pulse questions is refused with a line that says what to do."""
        file = answers(tmp_path, {"questionnaire": "repair", "answers": {}})
        done = run("score", file, "--pulse", "--questionnaire", TINY)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == (
            "repair has no pulse: no question is in the short version. "
            "Leave --pulse out, or mark questions with 'pulse: true' in the questionnaire.\n"
        )

    @pytest.mark.parametrize(
        ("content", "lines"),
        [
            (
                '{"questionnaire": "cx",\n "answers": {,}}',
                [
                    "answers.json: line 2, column 14: it is not JSON: Expecting property name enclosed in double "
                    "quotes. Mend it at this place."
                ],
            ),
            (
                '{"questionnaire": "cx", "answers": {"P1": {"level": 1}, "P1": {"level": 5}}}',
                ["answers.json: P1: it is given twice. Keep one of them."],
            ),
            (
                {"questionnaire": "cx", "answers": {"P11": {"level": 1}, "P2": {"level": "3"}, "P3": 4}},
                [
                    "answers.json: answers.P11: there is no 'P11' here. Did you mean 'P1'?",
                    'answers.json: answers.P2.level: "3" is not a whole number. Give a whole number.',
                    "answers.json: answers.P3: it must be an object. "
                    'Write {"level": 3}, {"dont_know": true} or {"not_applicable": "reason"}.',
                ],
            ),
            (
                {"questionnaire": "cx", "answers": {"a\nb\u001b[2J": {}}},
                ["answers.json: answers.a b [2J: there is no 'a b [2J' here. Remove it."],
            ),
            ("[" * 100_000, ["answers.json: it is not JSON in UTF-8. Save it as UTF-8 JSON."]),
        ],
        ids=["not JSON", "given twice", "unknown and wrong", "control characters", "brackets without end"],
    )
    def test_unusable_answers(self, tmp_path: Path, content: Any, lines: list[str]) -> None:
        """Exit 2, a line for each fault on the error stream, and nothing on the standard output."""
        done = run("score", answers(tmp_path, content))
        assert done.returncode == 2
        assert done.stdout == ""
        assert done.stderr.splitlines() == lines

    def test_answers_that_are_not_utf8(self, tmp_path: Path) -> None:
        """A file in another encoding gives an error whose fix is to save it as UTF-8."""
        file = tmp_path / "answers.json"
        file.write_bytes('{"questionnaire": "é"}'.encode("latin-1"))
        done = run("score", file)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "answers.json: it is not JSON in UTF-8. Save it as UTF-8 JSON.\n"

    def test_answers_that_are_not_there(self, tmp_path: Path) -> None:
        """A file that does not exist is reported with the reason."""
        done = run("score", tmp_path / "none.json")
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "none.json: it cannot be read: No such file or directory. Check the file's name.\n"

    def test_a_faulty_questionnaire(self, tmp_path: Path) -> None:
        """Answers cannot be scored with a faulty questionnaire: exit 2, its faults on the error stream."""
        folder = write(tmp_path, edited(("model.yaml", "practice: 1", "practice: 9")))
        done = run("score", answers(tmp_path, {"questionnaire": "living", "answers": {}}), "--questionnaire", folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("living/model.yaml: line 17, caps.practice: it must be at most 6, it is 9.")


def test_the_module_is_the_command_line() -> None:
    """`python -m cxmaturity` passes on arguments, both streams and the exit code."""
    command = [sys.executable, "-m", "cxmaturity", "score", "none.json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "none.json: it cannot be read: No such file or directory. Check the file's name.\n"


@pytest.mark.parametrize("arguments", [[], ["guess"]])
def test_a_wrong_command_shows_its_use(arguments: list[str]) -> None:
    """Exit 2, and the usage on the error stream."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: cxmaturity")
