"""The years of school that a text requires, by the formula of Flesch and Kincaid.

`python -m tests.readability questionnaires/cx` lists the hardest statements of a questionnaire with their grades.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire

HARDEST_ALLOWED, MEAN_ALLOWED = 10, 7

# Endings with a silent vowel: rule, agreed, comes, but not table, started, changes.
_SILENT = re.compile(r"(?<![bcdfgkptz]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouycghsxz])es$")
# Vowels of two syllables side by side: exper-i-ence, emplo-y-ee, ide-a, us-u-al, be-ing; but not soc-ial, quest-ion.
_PARTED = re.compile(
    r"(?<![ctgx])i(?=a|en|ou|o|et|um)|(?<=[ctgx])i(?=et)|(?<![qg])u(?=a|en|el|ou)|e(?=as?$|os?$|ate)"
    r"|[aeouy](?=ing)|oy(?=e)"
)


def syllables(word: str) -> int:
    """Return how many syllables a word has, at least 1: each run of spoken vowels is one."""
    return max(1, len(re.findall(r"[aeiouy]+", _PARTED.sub(r"\g<0>-", _SILENT.sub("", word.lower())))))


def school_grade(text: str) -> float:
    """Return the years of school that a text of whole sentences requires; the parts of a hyphenated word count."""
    words = re.findall(r"[\w’'-]+", text)
    count = sum(syllables(part) for word in words for part in word.split("-") if part)
    return 0.39 * len(words) / len(re.findall(r"[.?]", text)) + 11.8 * count / len(words) - 15.59


def statements(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    """Return the statements of all levels in every variant, each with its question's id."""
    for question in questionnaire.questions:
        for levels in (question.levels, *(w.levels or () for w in question.variants.values())):
            yield from ((text, question.id) for text in levels)


def main() -> None:
    """Print the ten hardest statements of the questionnaire in the folder given on the command line."""
    graded = {text: (school_grade(text), name) for text, name in statements(load_questionnaire(Path(sys.argv[1])))}
    mean = sum(grade for grade, _ in graded.values()) / len(graded)
    sys.stdout.write(f"{len(graded)} statements, on average grade {mean:.1f}\n")
    for text, (grade, name) in sorted(graded.items(), key=lambda item: -item[1][0])[:10]:
        sys.stdout.write(f"{grade:4.1f}  {name}  {text}\n")


if __name__ == "__main__":
    main()
