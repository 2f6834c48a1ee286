"""What sentences of the app quote of a questionnaire, so that the quoted words can bear the questionnaire's language.

The sentences are in the app's language; names of levels and dimensions, questions and steps in them are the model's.
"""

import re
from collections.abc import Iterable, Iterator
from threading import Lock

from cachetools import LRUCache, cached
from pydantic import BaseModel

from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.wording.plans import short_text
from cxmaturity.wording.questionnaire.levels import level_name

_SHORTEST = 3  # characters: shorter names would be met within the app's own words
_NO_TEXTS = frozenset({"id", "version", "language", "format", "capability", "group", "source", "dimension", "file"})
_BESIDE_QUESTIONS = frozenset({"sources", "claims", "frameworks"})


def quotable_texts(questionnaire: Questionnaire) -> list[str]:
    """Return what people read of a questionnaire while they answer and look at results; whole and shortened."""
    steps = [step.do for question in questionnaire.questions for step in question.steps if step.do]
    levels = [level_name(questionnaire, level).rstrip("…") for level in range(1, questionnaire.scale_max + 1)]
    whole = _texts({name: getattr(questionnaire, name) for name in type(questionnaire).model_fields}, _BESIDE_QUESTIONS)
    return _distinct([*whole, *levels, *map(short_text, steps)])


def background_texts(questionnaire: Questionnaire) -> list[str]:
    """Return what people read of a questionnaire on the page Method alone: its sources, claims and frameworks."""
    return _distinct(_texts([getattr(questionnaire, name) for name in _BESIDE_QUESTIONS]))


def split_quotes(sentence: str, questionnaire: Questionnaire) -> list[str]:
    """Return the parts of a sentence, by turns its own words, which may be empty, and what it quotes."""
    return _pattern(questionnaire).split(sentence)


@cached(LRUCache(16), key=lambda questionnaire: questionnaire.digest, lock=Lock())
def _pattern(questionnaire: Questionnaire) -> re.Pattern[str]:
    longest_first = sorted(quotable_texts(questionnaire), key=len, reverse=True)
    texts = "|".join(r"\s+".join(map(re.escape, text.split())) for text in longest_first)
    return re.compile(rf"(?<!\w)({texts})(?!\w)")


def _texts(part: object, left_out: frozenset[str] = frozenset()) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, BaseModel):
        yield from _texts({name: getattr(part, name) for name in type(part).model_fields})
    elif isinstance(part, dict):
        for name, value in part.items():
            if name not in _NO_TEXTS | left_out:
                yield from _texts(value)
    elif isinstance(part, Iterable):
        for item in part:
            yield from _texts(item)


def _distinct(texts: Iterable[str]) -> list[str]:
    lines = (" ".join(text.split()) for text in texts)
    return list(dict.fromkeys(line for line in lines if len(line) >= _SHORTEST))
