"""The fields of a question's form: filled from the stored answer or as typed, and turned into an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

from cxmaturity.answers import Answer, EvidenceGrade
from cxmaturity.errors import CHOOSE_SHOWN, Refused
from cxmaturity.questionnaire.schema import Question

_MAX_REVISION_DIGITS = 9


@dataclass(frozen=True, slots=True)
class FormValues:
    """The fields of a question's form as texts. `base_revision` is the response's revision that the page showed.

    `fault` says why the answer is not saved, empty if it is; `caution` says who will read what is typed.
    """

    choice: str = ""
    not_applicable: str = ""
    note: str = ""
    evidence_grade: str = ""
    evidence: str = ""
    base_revision: int = 0
    is_stored: bool = False
    fault: str = ""
    caution: str = ""

    @property
    def state(self) -> str:
        """The form's state as a class of answer_form.css: unsaved, saved or empty."""
        return "unsaved" if self.fault else "saved" if self.is_stored else "empty"

    @property
    def lacks_reason(self) -> bool:
        """Whether the answer is refused because "does not apply" has no reason."""
        return bool(self.fault) and self.choice == "not_applicable" and not self.not_applicable

    @property
    def is_unfolded(self) -> bool:
        """Whether note and evidence are unfolded, as they are after a fault, so that nothing typed is hidden."""
        return bool(self.fault and (self.note or self.evidence or self.evidence_grade))


def stored_values(answer: Answer, revision: int) -> FormValues:
    """Return the form's fields for a stored answer, in a response at this revision."""
    chosen = "" if answer.level is None else str(answer.level)
    chosen = "not_applicable" if answer.not_applicable is not None else "dont_know" if answer.dont_know else chosen
    grade = "" if answer.evidence_grade is None else str(int(answer.evidence_grade))
    return FormValues(
        chosen, answer.not_applicable or "", answer.note, grade, answer.evidence, revision, answer != Answer()
    )


def typed_values(form: Mapping[str, str], question: Question) -> FormValues:
    """Return the fields of a sent form, without white space around them."""

    def text(name: str) -> str:
        return form.get(name, "").replace("\r\n", "\n").strip()

    shown = form.get("base_revision", "")
    base_revision = int(shown) if shown.isascii() and shown.isdigit() and len(shown) <= _MAX_REVISION_DIGITS else 0
    chosen, texts = form.get(f"choice-{question.id}", ""), (text("not_applicable"), text("note"))
    return FormValues(chosen, *texts, text("evidence_grade"), text("evidence"), base_revision)


def answer_from_values(values: FormValues, question: Question) -> Answer:
    """Return the answer of a form; raises Refused for a choice that is not offered, or a missing reason."""
    levels = {str(level): level for level in range(1, len(question.levels) + 1)}
    grades = {str(int(grade)): grade for grade in EvidenceGrade}
    if values.choice not in {"", "dont_know", "not_applicable", *levels}:
        raise Refused("There is no such choice.", CHOOSE_SHOWN)
    if values.evidence_grade not in {"", *grades}:
        raise Refused("An answer does not rest on that.", CHOOSE_SHOWN)
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
