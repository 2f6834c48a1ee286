"""Texts about the actions planned after an assessment, with their status and outcome."""

from collections.abc import Sequence

from cxmaturity.records import Action
from cxmaturity.wording.language.plurals import counted, joined, plural

STEP_RESULTS = {"yes": "worked", "partly": "worked partly", "no": "did not work"}
"""The result of a done action, by its outcome."""


def steps_label(label: str, count: int) -> str:
    """Return the label of the expander with the actions planned after the assessment of this label."""
    return f"{counted('step', count)} planned after {label}"


def planned_steps_finding(steps: Sequence[Action], label: str, who: str = "you") -> str:
    """Return how many actions were planned after an assessment, by status and outcome; `who` is the subject."""
    if not steps:
        return f"After {label} no step was put into the plan."
    done = [step for step in steps if step.status == "done"]
    counts = counted_results(done)
    sentences = [f"After {label} {who} planned {counted('step', len(steps))}."]
    if done:
        are = plural(len(done), "is", "are")
        became = _described_result(done[0]) if len(counts) == 1 else f": {joined(counts)}"
        sentences.append(f"{len(done)} {are} done{became}.")
    under_way = sum(step.status == "started" for step in steps)
    waiting = sum(step.status == "planned" for step in steps)
    dropped = sum(step.status == "dropped" for step in steps)
    for count, words in ((under_way, "under way"), (waiting, "not begun yet"), (dropped, "dropped")):
        if count:
            sentences.append(f"{count} {plural(count, 'is', 'are')} {words}.")
    return " ".join(sentences)


def counted_results(done: Sequence[Action]) -> list[str]:
    """Return how many done actions worked, worked partly, did not work or are not judged yet, without zeros."""
    results = [(sum(s.outcome == outcome for s in done), words) for outcome, words in STEP_RESULTS.items()]
    results.append((sum(s.outcome is None for s in done), "not judged yet"))
    return [f"{count} {words}" for count, words in results if count]


def _described_result(step: Action) -> str:
    return f" and {STEP_RESULTS[step.outcome]}" if step.outcome else ", not judged yet"


def step_result(step: Action) -> str:
    """Return the status or outcome of an action in a few words."""
    if step.status == "done":
        return STEP_RESULTS[step.outcome] if step.outcome else "done, not judged yet"
    return {"started": "under way", "planned": "not begun yet", "dropped": "dropped"}[step.status]


def describe_done_step(step: Action) -> str:
    """Return a done action with its outcome."""
    return f"{step.do} · {step_result(step)}"
