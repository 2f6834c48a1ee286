"""What a question's form shows as said, from the stored answer or as it was typed, and the answer made of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import Refused
from cxmaturity.questionnaire.schema import Question

_LONGEST_COUNT = 9  # digits of a revision


@dataclass(frozen=True, slots=True)
class FormValues:
    """The fields of a question's form as texts. `seen` is the response's revision that its page showed.

    `fault` says why it is not saved, empty where nothing is wrong; `rule` how to choose, `caution` what to bear in mind
    when writing.
    """

    choice: str = ""
    not_applicable: str = ""
    note: str = ""
    evidence_grade: str = ""
    evidence: str = ""
    base_revision: int = 0
    is_stored: bool = False
    fault: str = ""
    rule: str = ""
    caution: str = ""

    @property
    def state(self) -> str:
        """What answer_form.css shows beside the words: unsaved, saved or empty."""
        return "unsaved" if self.fault else "saved" if self.is_stored else "empty"

    @property
    def lacks_reason(self) -> bool:
        """Whether the reason is what is missing."""
        return bool(self.fault) and self.choice == "not_applicable" and not self.not_applicable

    @property
    def is_unfolded(self) -> bool:
        """Whether note and evidence are laid open: where something is wrong, all that was typed is to be seen."""
        return bool(self.fault and (self.note or self.evidence or self.evidence_grade))


def stored_values(answer: Answer, expected_version: int) -> FormValues:
    """Return what a form shows of a stored answer."""
    chosen = "" if answer.level is None else str(answer.level)
    chosen = "not_applicable" if answer.not_applicable is not None else "dont_know" if answer.dont_know else chosen
    grade = "" if answer.evidence_grade is None else str(int(answer.evidence_grade))
    return FormValues(
        chosen, answer.not_applicable or "", answer.note, grade, answer.evidence, expected_version, answer != Answer()
    )


def typed_values(form: Mapping[str, str], question: Question) -> FormValues:
    """Return what was typed into a form, blanks around it aside."""

    def text(name: str) -> str:
        return form.get(name, "").replace("\r\n", "\n").strip()

    seen = form.get("base_revision", "")
    counted = int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= _LONGEST_COUNT else 0
    chosen, texts = form.get(f"choice-{question.id}", ""), (text("not_applicable"), text("note"))
    return FormValues(chosen, *texts, text("evidence_grade"), text("evidence"), counted)


def answer_from_values(values: FormValues, question: Question) -> Answer:
    """Return the answer a form stands for; raises Refused when it offers no such choice."""
    levels = {str(level): level for level in range(1, len(question.levels) + 1)}
    grades = {str(int(grade)): grade for grade in EvidenceGrade}
    if values.choice not in {"", "dont_know", "not_applicable", *levels}:
        raise Refused("There is no such choice.", "Choose one of those shown.")
    if values.evidence_grade not in {"", *grades}:
        raise Refused("An answer does not rest on that.", "Choose one of those shown.")
    if values.choice == "not_applicable" and not values.not_applicable:
        raise Refused("Say in a few words why it does not apply.", "")
    return Answer(
        level=levels.get(values.choice),
        not_applicable=values.not_applicable if values.choice == "not_applicable" else None,
        dont_know=values.choice == "dont_know",
        note=values.note,
        evidence_grade=grades.get(values.evidence_grade),
        evidence=values.evidence,
    )
