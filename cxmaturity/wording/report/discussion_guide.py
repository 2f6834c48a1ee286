"""A guide for discussing a result in a group: an opening question for each of the widest disagreements."""

from collections.abc import Sequence
from dataclasses import dataclass

from cxmaturity.scoring.group import Agreement
from cxmaturity.wording.language.plurals import counted
from cxmaturity.wording.questionnaire.questions import quoted_prompt
from cxmaturity.wording.result.groups import AGREEMENT_LABELS

_MOST_TOPICS = 3
_MINUTES: dict[Agreement | None, int] = {"split": 15, "mixed": 10, "agree": 5, None: 10}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A question with differing votes: the agreement code, and the levels of leaders and of everyone else.

    Each is None when it is suppressed.
    """

    question: str
    id: str
    agreement: Agreement | None
    leaders: float | None = None
    others: float | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a disagreement to discuss."""
        return self.agreement in ("split", "mixed") or self.leaders != self.others


def discussion_guide(disagreements: Sequence[Disagreement]) -> tuple[str, ...]:
    """Return how to discuss the first of these disagreements (the widest first), with minutes; empty without any."""
    topics = [topic for topic in disagreements if topic.is_open][:_MOST_TOPICS]
    if not topics:
        return ()
    minutes = sum(_MINUTES[topic.agreement] for topic in topics)
    return (f"Talk it over, about {counted('minute', minutes)}:", *(_topic(topic) for topic in topics))


def _topic(topic: Disagreement) -> str:
    minutes = f"{_MINUTES[topic.agreement]} min"
    named = quoted_prompt(topic.question, topic.id)
    if topic.leaders is not None and topic.leaders != topic.others:
        apart = f"leaders {topic.leaders:g}, everyone else {topic.others:g}"
        ask = "What do leaders see here that others do not, and what do others see that leaders do not?"
    else:
        apart = AGREEMENT_LABELS[topic.agreement] if topic.agreement else ""
        ask = "What would somebody have seen who chose a low level? And somebody who chose a high one?"
    return f"{minutes}: {named}, {apart}. Open with: {ask}"
