"""The command line: check a questionnaire, score an answers file."""

import argparse
import json
import sys
from pathlib import Path

from cxmaturity.analysis.outcome import evaluate, outcome_json, pulse_json
from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.answers_json import read_answers_file
from cxmaturity.questionnaire.loading import load_questionnaire

SHIPPED = Path(__file__).resolve().parent.parent / "questionnaires" / "cx"


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 a questionnaire with faults, 2 an unusable answers file."""
    parser = argparse.ArgumentParser(prog="python -m cxmaturity", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="check a questionnaire and list every fault")
    checking.add_argument("folder", type=Path, help="the questionnaire's folder, such as questionnaires/cx")
    scoring = commands.add_parser("score", help="score an answers file and print the result as JSON")
    scoring.add_argument("answers", type=Path, help="the answers file (JSON)")
    scoring.add_argument("--questionnaire", type=Path, default=SHIPPED, help="the questionnaire's folder")
    scoring.add_argument("--pulse", action="store_true", help="read the answers as the short version")
    given = parser.parse_args(arguments)
    return check(given.folder) if given.command == "check" else score(given.answers, given.questionnaire, given.pulse)


def check(folder: Path) -> int:
    """Print a one-line summary of a sound questionnaire, or every fault on a line of its own."""
    try:
        questionnaire = load_questionnaire(folder)
    except ValidationErrors as faults:
        print(*faults.issues, sep="\n")
        return 1
    capabilities = sum(len(d.capabilities) for d in questionnaire.dimensions)
    print(
        f"{questionnaire.id} {questionnaire.version} is sound: {len(questionnaire.questions)} questions "
        f"({len(questionnaire.pulse)} in the pulse), {len(questionnaire.dimensions)} dimensions, "
        f"{capabilities} capabilities, {questionnaire.scale_max} stages, {len(questionnaire.claims)} claims covered."
    )
    return 0


def score(file: Path, folder: Path, as_pulse: bool) -> int:
    """Print the scored answers as JSON; faults of either file go to the error stream."""
    try:
        questionnaire = load_questionnaire(folder)
        given = read_answers_file(_json(file), questionnaire, file.name)
        scored = (
            pulse_json(questionnaire, given.response)
            if as_pulse
            else outcome_json(evaluate(questionnaire, given.response, given.targets, given.importance))
        )
    except ValidationErrors as faults:
        print(*faults.issues, sep="\n", file=sys.stderr)
        return 2
    print(json.dumps(scored, indent=2, ensure_ascii=False))
    return 0


def _json(file: Path) -> object:
    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        content = dict(pairs)
        if len(content) < len(pairs):
            twice = sorted({name for name, _ in pairs if [n for n, _ in pairs].count(name) > 1})
            raise ValidationErrors(
                "The answers file", [Issue(file.name, n, "it is given twice", "Keep one of them") for n in twice]
            )
        return content

    def problem(place: str, what: str, fix: str) -> ValidationErrors:
        return ValidationErrors("The answers file", [Issue(file.name, place, what, fix)])

    try:
        content: object = json.loads(file.read_text("utf-8"), object_pairs_hook=once)
    except OSError as error:
        raise problem("", f"it cannot be read: {error.strerror}", "Check the file's name") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise problem(where, f"it is not JSON: {error.msg}", "Mend it at this place") from error
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        raise problem("", "it is not JSON in UTF-8", "Save it as UTF-8 JSON") from error
    return content


if __name__ == "__main__":
    sys.exit(main())
