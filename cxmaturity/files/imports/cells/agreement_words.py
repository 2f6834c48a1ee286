"""The five levels of agreement in words, in the languages that form tools offer; read by what a file uses together."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cxmaturity.files.imports.cells.normalising import normalise_text


class _Scale(NamedTuple):
    """The words for each of five levels, lowest first, of which a file uses one a level.

    Where `is_clear`, one of its words tells the scale. Otherwise a file must use two of them, and those of levels 2
    and 4 both or neither: they may be words of a longer scale, or of another place on this one.
    """

    levels: tuple[frozenset[str], ...]
    is_clear: bool = False

    def place(self, text: str) -> int | None:
        """Return the level of a word, 1..5, None when it is no word of the scale."""
        return next((level for level, words in enumerate(self.levels, start=1) if text in words), None)

    def fits(self, used: frozenset[str]) -> bool:
        """Return whether all words a file uses are of this scale, as far as they tell."""
        places = [self.place(text) for text in used]
        if None in places or len(set(places)) < len(places):
            return False
        return self.is_clear or (len(places) > 1 and (2 in places) == (4 in places))


def _scale(*levels: str, is_clear: bool = False) -> _Scale:
    return _Scale(
        tuple(frozenset(map(normalise_text, words.split(" | "))) for words in levels),
        is_clear,
    )


_NEUTRAL = "neutral | neither agree nor disagree | neither agree or disagree | neither disagree nor agree | undecided"
_ENDS = ("strongly", "completely", "totally", "fully", "definitely")
_LOWEST, _HIGHEST = (" | ".join(f"{adverb} {word}" for adverb in _ENDS) for word in ("disagree", "agree"))
_MILD = ("somewhat", "slightly", "rather", "mostly", "moderately", "tend to", "partly")
_PLAIN = _scale(_LOWEST, "disagree", _NEUTRAL, "agree", _HIGHEST, is_clear=True)
_ENGLISH = (
    _PLAIN,
    *(_scale(_LOWEST, f"{adverb} disagree", _NEUTRAL, f"{adverb} agree", _HIGHEST) for adverb in _MILD),
)
_BETWEEN = "teils/teils | teils teils | teils-teils | teilweise | neutral | unentschieden | weder noch"
_GERMAN = (
    _scale(
        "trifft nicht zu | trifft gar nicht zu | trifft überhaupt nicht zu",
        "trifft eher nicht zu | trifft weniger zu | trifft wenig zu",
        f"{_BETWEEN} | trifft teilweise zu | trifft teils zu",
        "trifft eher zu | trifft überwiegend zu",
        "trifft zu | trifft voll zu | trifft voll und ganz zu | trifft völlig zu | trifft genau zu",
    ),
    _scale(
        "trifft gar nicht zu | trifft überhaupt nicht zu", "trifft nicht zu",
        f"{_BETWEEN} | trifft teilweise zu | trifft teils zu", "trifft zu",
        "trifft voll zu | trifft voll und ganz zu | trifft völlig zu | trifft genau zu",
    ),
    _scale(
        "stimme nicht zu | stimme gar nicht zu | stimme überhaupt nicht zu | stimme ganz und gar nicht zu",
        "stimme eher nicht zu | stimme weniger zu", f"{_BETWEEN} | stimme teilweise zu | stimme teils zu",
        "stimme eher zu | stimme überwiegend zu",
        "stimme zu | stimme voll zu | stimme voll und ganz zu | stimme völlig zu",
    ),
    _scale(
        "stimme gar nicht zu | stimme überhaupt nicht zu | stimme ganz und gar nicht zu", "stimme nicht zu",
        f"{_BETWEEN} | stimme teilweise zu | stimme teils zu", "stimme zu",
        "stimme voll zu | stimme voll und ganz zu | stimme völlig zu",
    ),
)  # fmt: skip
_FRENCH = (
    _scale(
        "pas du tout d'accord", "pas d'accord | plutôt pas d'accord",
        "ni d'accord ni pas d'accord | ni d'accord, ni pas d'accord | neutre",
        "d'accord | plutôt d'accord", "tout à fait d'accord",
    ),
)  # fmt: skip
_SPANISH = (
    _scale(
        "totalmente en desacuerdo | muy en desacuerdo", "en desacuerdo | algo en desacuerdo",
        "ni de acuerdo ni en desacuerdo | neutral | indiferente", "de acuerdo | algo de acuerdo",
        "totalmente de acuerdo | muy de acuerdo",
    ),
)  # fmt: skip
_ITALIAN = (
    _scale(
        "per niente d'accordo | totalmente in disaccordo | completamente in disaccordo",
        "in disaccordo | poco d'accordo",
        "né d'accordo né in disaccordo | neutrale", "d'accordo | abbastanza d'accordo",
        "molto d'accordo | totalmente d'accordo | completamente d'accordo",
    ),
)  # fmt: skip
_DUTCH = (
    _scale(
        "helemaal oneens | helemaal mee oneens | zeer oneens", "oneens | mee oneens",
        "neutraal | niet eens, niet oneens | niet mee eens, niet mee oneens", "eens | mee eens",
        "helemaal eens | helemaal mee eens | zeer eens",
    ),
)  # fmt: skip
_PORTUGUESE = (
    _scale(
        "discordo totalmente | discordo completamente", "discordo | discordo parcialmente",
        "não concordo nem discordo | nem concordo nem discordo | neutro | indiferente",
        "concordo | concordo parcialmente", "concordo totalmente | concordo completamente",
    ),
)  # fmt: skip
_POLISH = (
    _scale(
        "zdecydowanie się nie zgadzam | zdecydowanie nie zgadzam się",
        "raczej się nie zgadzam | raczej nie zgadzam się | nie zgadzam się",
        "ani się zgadzam, ani się nie zgadzam", "raczej się zgadzam | raczej zgadzam się | zgadzam się",
        "zdecydowanie się zgadzam | zdecydowanie zgadzam się",
    ),
)  # fmt: skip
_LANGUAGES = (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN, _DUTCH, _PORTUGUESE, _POLISH)
_WORDS = tuple(frozenset().union(*(words for scale in scales for words in scale.levels)) for scales in _LANGUAGES)


def agreement_scale(texts: Iterable[str]) -> Mapping[str, int | None]:
    """Return the level 1..5 of each word of agreement that a file's normalised `texts` use.

    None where they may be words of a scale of another length, or where two scales that hold them differ. A word that
    stands alone and tells no scale is left out.
    """
    all_texts = frozenset(texts)
    levels: dict[str, int | None] = {}
    for scales, words in zip(_LANGUAGES, _WORDS, strict=True):
        used = all_texts & words
        fitting = [scale for scale in scales if scale.fits(used)]
        if len(used) < 2 and not any(scale.is_clear for scale in fitting):
            continue
        for text in used:
            places = {scale.place(text) for scale in fitting}
            place = places.pop() if len(places) == 1 else None
            levels[text] = place if levels.get(text, place) == place else None  # such as neutral in two languages
    return levels


def agreement_word(words: str) -> int | None:
    """Return the place 1..5 of an English word of agreement or disagreement, None for other words."""
    return next((place for scale in _ENGLISH if (place := scale.place(words))), None)
