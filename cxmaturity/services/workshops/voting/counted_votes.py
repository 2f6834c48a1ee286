"""Which votes count when a question is voted on again.

In open mode all votes of the round count. In anonymous mode only the people of the first round whose level was shown
count: with one person more or less, the difference of two results would reveal that person's vote.
"""

from collections.abc import Iterable, Sequence

from cxmaturity.analysis.groups import RoundResult
from cxmaturity.answers import Privacy
from cxmaturity.store.workshop.votes import CastVote


def first_shown_round(results: Iterable[RoundResult]) -> int | None:
    """Return the first round of a question whose level was shown, None without one."""
    return min((result.round for result in results if result.shown.answer.level is not None), default=None)


def counted_votes(
    votes: Sequence[CastVote], results: Iterable[RoundResult], round_: int, privacy: Privacy
) -> list[CastVote]:
    """Return the votes on one question that count in `round_`, in the order of `votes`; `results` are those revealed.

    In an anonymous workshop that has shown a level in an earlier round, these are the last levels up to this round of
    the people who gave one in that round. People who joined later, or gave no level then, do not count; people who vote
    no more keep their level.
    """
    base = first_shown_round(results)
    if privacy == "open" or base is None or base >= round_:
        return [vote for vote in votes if vote.round == round_]
    rated = [vote for vote in votes if vote.answer.level is not None and vote.round <= round_]
    people = {vote.key for vote in rated if vote.round == base}
    last = {vote.key: vote for vote in sorted(rated, key=lambda vote: vote.round) if vote.key in people}
    return list(last.values())


def people_with_notes(
    votes: Iterable[CastVote], results: Iterable[RoundResult], round_: int, privacy: Privacy
) -> set[str]:
    """Return the keys of the people whose notes on one question may be shown after `round_`.

    In anonymous mode these are the people who voted by the first round whose level was shown: a new line after a second
    vote could be recognised as that of the one who joined for it.
    """
    base = first_shown_round(results)
    last = round_ if privacy == "open" or base is None else min(base, round_)
    return {vote.key for vote in votes if vote.round <= last}
