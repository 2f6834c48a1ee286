"""Sentences on votes that console, screen, phones and reports share: what one showed, and how the next differs."""

from collections.abc import Iterable

import pandas as pd

from cxmaturity.analysis.disclosure import MIN_GROUP_FOR_DISTRIBUTION, MIN_GROUP_SIZE, QuestionDisclosure
from cxmaturity.analysis.groups import RoundResult
from cxmaturity.answers import Privacy
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.language.plurals import counted, joined
from cxmaturity.wording.questionnaire.levels import level_name, level_number

_ROUNDS = ("First", "Second", "Third")
_AGREEMENT_ORDER = ("split", "mixed", "agree")
_AGREEMENT_VERBS = {"agree": "are close together", "mixed": "vary", "split": "are far apart"}


def round_name(round_: int) -> str:
    """Return the name of a round of votes, such as "Second vote"; rounds count from 1."""
    return f"{_ROUNDS[round_ - 1]} vote" if round_ <= len(_ROUNDS) else f"Vote {round_}"


def second_vote_notice(binding: Iterable[RoundResult], counts: bool) -> str:
    """Return who counts in the second vote of an anonymous workshop, for a person who does or does not.

    `binding` are the rounds that were shown before it.
    """
    gave = _gave(binding)
    if counts:
        return f"A second vote counts those who {gave} in the first. If you give none now, your first one stays."
    return (
        f"This vote counts those who {gave} in the first one, so that no difference shows what one person said. "
        "Yours is not counted this time."
    )


def second_vote_on_console(binding: Iterable[RoundResult]) -> str:
    """Return who counts in the second vote of an anonymous workshop; `binding` are the rounds shown before it."""
    return (
        f"Counts those who {_gave(binding)} in the first vote, and can be revealed once {MIN_GROUP_SIZE} of them have "
        "voted again, so that no difference shows what one person said. Whoever gives none now stays with their first."
    )


def _gave(binding: Iterable[RoundResult]) -> str:
    """Return what those who count gave: a level, or any answer where only "does not apply" was shown."""
    return "gave a level" if any(result.shown.answer.level is not None for result in binding) else "gave an answer"


def dots_notice(privacy: Privacy) -> str:
    """Return when the dots of a step are shown."""
    if privacy == "open":
        return "How many each step has is shown at the end."
    return (
        f"At the end the order is shown, if {MIN_GROUP_SIZE} people gave dots; from {MIN_GROUP_FOR_DISTRIBUTION} "
        "people on, how many dots each step has."
    )


def describe_reveal(disclosure: QuestionDisclosure, questionnaire: Questionnaire) -> str:
    """Return the result of one question after a vote in a sentence or two, or why none is shown."""
    level = disclosure.answer.level
    if level is None:
        if disclosure.answer.not_applicable is not None:
            return "Most say it does not apply."
        if disclosure.rated is None:
            return f"Fewer than {MIN_GROUP_SIZE} people rated it: too few to show without revealing who said what."
        return "Nobody gave a level." if disclosure.answer.dont_know else "Nobody has voted."
    sentences = [f"Middle answer {level_number(questionnaire, level)}, {level_name(questionnaire, level)}."]
    facts = [counted("vote", disclosure.rated)] if disclosure.rated is not None else []
    if disclosure.agreement and disclosure.rated != 1:
        facts += [f"{'they' if facts else 'The votes'} {_AGREEMENT_VERBS[disclosure.agreement]}"]
    if facts:
        sentences.append(f"{'; '.join(facts)}.")
    if without := answers_without_level(disclosure):
        sentences.append(f"{joined(without)}.")
    if disclosure.leaders is not None and disclosure.others is not None:
        leaders, others = (level_number(questionnaire, side) for side in (disclosure.leaders, disclosure.others))
        sentences.append(f"Leaders {leaders}, everyone else {others}.")
    return " ".join(sentences)


def answers_without_level(disclosure: QuestionDisclosure) -> list[str]:
    """Return how many answered don't know and does not apply, one text each; empty when suppressed."""
    unknown, elsewhere = disclosure.dont_know, disclosure.not_applicable
    parts = [f"{unknown} did not know"] if unknown else []
    return parts + ([f"{elsewhere} said it does not apply"] if elsewhere else [])


def describe_movement(before: QuestionDisclosure, now: QuestionDisclosure) -> str | None:
    """Return how the result changed from one vote to the next, None when the level of either is suppressed."""
    if before.answer.level is None or now.answer.level is None:
        return None
    rise = now.answer.level - before.answer.level
    change = (
        "The middle answer stayed"
        if rise == 0
        else f"The middle answer {'rose' if rise > 0 else 'fell'} by {counted('level', abs(rise))}"
    )
    if before.agreement is None or now.agreement is None or before.agreement == now.agreement:
        return f"{change}."
    closer = _AGREEMENT_ORDER.index(now.agreement) > _AGREEMENT_ORDER.index(before.agreement)
    return f"{change}, and the votes are {'closer together' if closer else 'further apart'}."


def rounds_takeaway(rows: pd.DataFrame) -> str:
    """Return how results changed between first and last votes (`rows`: see `tables.groups.round_table`)."""
    ends = [(rounds.iloc[0], rounds.iloc[-1]) for _, rounds in rows.groupby("id", sort=False) if len(rounds) > 1]
    if not ends:
        return "No question was voted on twice."
    rises = [
        int(last["level"]) - int(first["level"])
        for first, last in ends
        if pd.notna(first["level"]) and pd.notna(last["level"])
    ]
    closer = sum(_rank(last["agreement"]) > _rank(first["agreement"]) >= 0 for first, last in ends)
    counts = {
        "rose": sum(rise > 0 for rise in rises),
        "fell": sum(rise < 0 for rise in rises),
        "kept the level": sum(rise == 0 for rise in rises),
        "came closer together": closer,
    }
    changes = [f"{count} {change}" for change, count in counts.items() if count]
    if changes and len(ends) == 1:
        return f"The one question voted on again {joined([change for change, count in counts.items() if count])}."
    return (
        f"Of {counted('question', len(ends))} voted on again, {', '.join(changes)}."
        if changes
        else (f"{counted('question', len(ends))} voted on again; too few votes to show how they moved.")
    )


def _rank(agreement: str) -> int:
    return _AGREEMENT_ORDER.index(agreement) if agreement in _AGREEMENT_ORDER else -1
