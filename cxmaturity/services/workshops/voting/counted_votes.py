"""Which votes count when a question is voted on again.

In open mode all votes of the round count. In anonymous mode only the people of the first round that showed something
count: with one person more or less, the difference of two results would reveal that person's vote.
"""

from collections.abc import Iterable, Sequence

from cxmaturity.analysis.disclosure import SUPPRESSED
from cxmaturity.analysis.groups import RoundResult
from cxmaturity.answers import Answer, Privacy
from cxmaturity.store.workshop.votes import CastVote


def first_shown_round(results: Iterable[RoundResult]) -> int | None:
    """Return the first round of a question that showed a level or "does not apply", None without one."""
    return min((result.round for result in results if result.shown != SUPPRESSED), default=None)


def counted_votes(
    votes: Sequence[CastVote], results: Sequence[RoundResult], round_: int, privacy: Privacy
) -> list[CastVote]:
    """Return the votes on one question that count in `round_`, in the order of `votes`; `results` are those revealed.

    In an anonymous workshop that has shown a level in an earlier round, these are the last levels up to this round of
    the people whose levels counted in the first such round. People who joined later, or gave no level then, do not
    count; people who vote no more keep their level. If the earlier rounds showed only "does not apply", the same holds
    of all answers.
    """
    earlier = [result for result in results if result.round < round_ and result.shown != SUPPRESSED]
    if privacy == "open" or not earlier:
        return [vote for vote in votes if vote.round == round_]
    with_level = [result.round for result in earlier if result.shown.answer.level is not None]
    base = min(with_level or [result.round for result in earlier])

    def counts(answer: Answer) -> bool:
        return answer.level is not None if with_level else answer.is_answered

    people = {vote.key for vote in counted_votes(votes, results, base, privacy) if counts(vote.answer)}
    candidates = [vote for vote in votes if vote.key in people and vote.round <= round_ and counts(vote.answer)]
    last = {vote.key: vote for vote in sorted(candidates, key=lambda vote: vote.round)}
    return list(last.values())


def people_with_notes(
    votes: Iterable[CastVote], results: Iterable[RoundResult], round_: int, privacy: Privacy
) -> set[str]:
    """Return the keys of the people whose notes on one question may be shown after `round_`.

    In anonymous mode these are the people who voted by the first round that showed something: a new line after a second
    vote could be recognised as that of the one who joined for it.
    """
    base = first_shown_round(results)
    last = round_ if privacy == "open" or base is None else min(base, round_)
    return {vote.key for vote in votes if vote.round <= last}
