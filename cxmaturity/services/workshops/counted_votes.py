"""Which votes count when a question is voted on again.

In an open workshop those of the round. In an anonymous one the people stay the same from the first vote on whose level
was shown: with one person more or less, the difference of two results would be that person's vote.
"""

from collections.abc import Iterable, Sequence

from cxmaturity.analysis.groups import RoundResult
from cxmaturity.answers import Privacy
from cxmaturity.store.workshop.workshops import CastVote


def first_shown_round(results: Iterable[RoundResult]) -> int | None:
    """Return the first round of a question whose level was shown, None when there is none."""
    return min((result.round for result in results if result.shown.answer.level is not None), default=None)


def counted_votes(
    votes: Sequence[CastVote], results: Iterable[RoundResult], round_: int, privacy: Privacy
) -> list[CastVote]:
    """Return the votes on one question that count in `round_`, in the order of `votes`; `results` are those revealed.

    In an anonymous workshop in which a level was shown in an earlier round: the last level, up to this round, of each
    person who gave one in that round. Whoever came later, or gave no level then, does not count; whoever gives none now
    stays with their level.
    """
    base = first_shown_round(results)
    if privacy == "open" or base is None or base >= round_:
        return [vote for vote in votes if vote.round == round_]
    rated = [vote for vote in votes if vote.answer.level is not None and base <= vote.round <= round_]
    people = {vote.key for vote in rated if vote.round == base}
    last = {vote.key: vote for vote in sorted(rated, key=lambda vote: vote.round) if vote.key in people}
    return list(last.values())
