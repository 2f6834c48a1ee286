"""Words by which form tools and people write what is no level: don't know, does not apply, no answer; and roles."""

from collections.abc import Mapping, Sequence
from typing import Literal

from cxmaturity.answers import Role
from cxmaturity.files.imports.cells.normalising import normalise_text

Meaning = int | float | Literal["dont_know", "not_applicable", "missing"]
"""What a cell says: the number of a level as people read it, or one of three words."""

DONT_KNOW = "don't know"
DOES_NOT_APPLY = "does not apply"
"""How our own files write these; a reason follows after a colon."""


def _normalised(*texts: str) -> frozenset[str]:
    return frozenset(map(normalise_text, texts))


DONT_KNOW_WORDS = _normalised(
    DONT_KNOW, "dont know", "do not know", "i don't know", "i dont know", "i do not know", "unsure",
    "not sure", "dk", "i'm not sure", "i am not sure", "can't say", "cannot say", "can not say", "no idea",
    "unknown", "don't know / unsure", "don't know/not sure", "uncertain", "weiß nicht", "weiss nicht",
    "ich weiß nicht", "je ne sais pas", "no sé", "no lo sé", "non so", "weet niet", "weet ik niet",
    "nie wiem", "vet inte", "não sei", "わからない", "不知道", "kann ich nicht beurteilen", "kann ich nicht sagen",
    "nicht beurteilbar", "ne sait pas", "nsp", "no sabe", "no opinion", "i have no opinion", "don't know yet",
)  # fmt: skip
NOT_APPLICABLE_WORDS = _normalised(
    DOES_NOT_APPLY, "does not apply to us", "doesn't apply", "doesn't apply to us", "not applicable", "n/a",
    "n.a", "n. a", "not applicable to us", "not applicable for us", "not relevant", "does not apply to me",
    "not applicable to me", "trifft nicht zu", "nicht zutreffend", "entfällt", "sans objet", "no aplica",
    "no procede", "non applicabile", "niet van toepassing", "n.v.t", "nvt", "nie dotyczy", "não se aplica",
    "ej tillämpligt", "該当なし", "不适用",
)  # fmt: skip
MISSING_WORDS = _normalised(
    "no answer", "prefer not to say", "prefer not to answer", "i prefer not to say", "i prefer not to answer",
    "would rather not say", "no response", "not answered", "unanswered", "no reply", "skipped", "missing",
    "refused", "declined", "declined to answer", "(no answer)", "(blank)", "[no answer]", "na", "nan", "null",
    "system missing", "sysmis", "keine angabe", "k.a", "k. a", "ohne angabe", "sans réponse",
    "sin respuesta", "nessuna risposta", "geen antwoord", "brak odpowiedzi", "sem resposta", "無回答",
)  # fmt: skip
MISSING_MARKS = frozenset(("\\N", "-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "/", "_", "*", "<NA>"))
DONT_KNOW_MARKS = frozenset(("?", "??", "???"))

MONTHS = {
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "januar",
    "jänner", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember", "mär", "mrz", "okt", "dez", "janvier",
    "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre", "janv",
    "févr", "avr", "juil", "déc", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
    "septiembre", "octubre", "noviembre", "diciembre", "ene", "abr", "ago", "dic", "gennaio", "febbraio", "aprile",
    "maggio", "giugno", "luglio", "settembre", "ottobre", "dicembre", "gen", "mag", "giu", "lug", "ott", "januari",
    "februari", "maart", "mei", "augustus", "mrt", "janeiro", "fevereiro", "março", "maio", "junho", "julho",
    "setembro", "outubro", "novembro", "dezembro", "fev", "out", "styczeń", "luty", "marzec", "kwiecień", "maj",
    "czerwiec", "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień", "sty", "lut", "kwi", "cze",
    "lip", "sie", "wrz", "paź", "lis", "gru", "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
    "sierpnia", "września", "października", "listopada", "grudnia",
}  # fmt: skip
"""The months and their short forms, in which a spreadsheet writes the 3-5 or 3/5 that it took for a date."""

_YES_WORDS = (
    "true", "y", "ja", "j", "oui", "sí", "si", "sim", "tak", "wahr", "vrai", "verdadero", "x", "checked", "selected",
    "done", "implemented", "☑", "☒", "✓", "✔", "✔️", "✅",
)  # fmt: skip
_NO_WORDS = (
    "false", "n", "nein", "non", "não", "nie", "falsch", "faux", "falso", "unchecked", "not selected", "not done",
    "not implemented", "☐", "✗", "✘", "❌",
)  # fmt: skip

_LEADERS = _normalised(
    "leader", "yes", "true", "y", "1", "i lead people", "yes, i lead people", "manager", "team lead",
    "team leader", "lead", "director", "head", "head of department", "department head", "supervisor",
    "executive", "senior manager", "boss", "middle manager", "line manager", "top manager", "management",
    "managers", "leaders", "leadership", "people manager", "group lead", "team manager", "vice president",
    "vp", "ceo", "owner", "managing director", "general manager", "ja", "oui", "senior leader",
    "senior executive", "c-level", "führungskraft", "teamleiter", "abteilungsleiter", "leitung",
)  # fmt: skip
_OTHERS = _normalised(
    "other", "no", "false", "n", "0", "i don't lead people", "i do not lead people",
    "no, i don't lead people", "employee", "individual contributor", "team member", "staff",
    "member of staff", "member", "worker", "colleague", "others", "employees", "non-manager", "no leader",
    "not a leader", "not a manager", "contributor", "specialist", "analyst", "assistant", "associate",
    "intern", "trainee", "front line", "frontline", "non-management", "nein", "non", "mitarbeiter",
    "mitarbeiterin", "mitarbeitende", "mitarbeitender",
)  # fmt: skip
_CERTAIN_ROLES = _normalised(
    "leader", "yes", "true", "y", "1", "i lead people", "yes, i lead people", "other", "no", "false", "n", "0",
    "i don't lead people", "no, i don't lead people",
)  # fmt: skip


def role_of(words: str) -> tuple[Role, bool] | None:
    """Return the role that a normalised text names, and whether that is a guess; None when it names none."""
    is_leader = words in _LEADERS
    if not is_leader and words not in _OTHERS:
        return None
    return "leader" if is_leader else "other", words not in _CERTAIN_ROLES


def yes_or_no(names: Sequence[str]) -> Mapping[str, int]:
    """Return the levels 1 and 2 by the words and marks that mean no and yes, where these are the normalised `names`.

    It is empty for any other scale.
    """
    if list(names) != ["no", "yes"]:
        return {}
    return dict.fromkeys(_NO_WORDS, 1) | dict.fromkeys(_YES_WORDS, 2)


def open_meaning(text: str, words: str) -> Meaning | None:
    """Return what a text says that names no level, by itself and its normalised `words`; None for others."""
    if text in DONT_KNOW_MARKS or words in DONT_KNOW_WORDS:
        return "dont_know"
    if words in NOT_APPLICABLE_WORDS:
        return "not_applicable"
    return "missing" if text in MISSING_MARKS or words in MISSING_WORDS else None
