"""The use of each column of an answers table: guessed from the headings, confirmed or changed by a person."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cxmaturity.errors import Issue, ValidationErrors
from cxmaturity.files.imports.cells.normalising import heading_words
from cxmaturity.files.imports.columns.heading_matcher import (
    ANSWER,
    EVIDENCE,
    GRADE,
    NOTE,
    OTHER,
    HeadingMatch,
    HeadingMatcher,
)
from cxmaturity.files.imports.opening.raw_table import column_letter
from cxmaturity.questionnaire.schema import Questionnaire

NAME, ROLE = "name", "role"
"""The uses of columns with names and roles."""

_NAMES = {NAME, "your name", "full name", "what is your name", "respondent name", "what is your full name"}
_NAMES |= {"participant name", "employee name", "name surname", "first and last name"}
_NAMES |= {"ihr name", "vor und nachname", "vorname und nachname", "nom complet", "nom et prénom", "nombre completo"}
_NAMES |= {"nombre y apellidos", "nome completo", "nome e cognome", "naam", "volledige naam", "名前", "氏名", "姓名"}
_PERSONS = {"respondent", "participant", "person"}  # may hold numbers when there is a name in another column
_ROLES = {ROLE, "your role", "leader", "do you lead people", "do you lead people yourself", "are you a leader"}
_ROLES |= {"what is your role", "do you manage people", "are you a manager", "do you lead a team"}
_ROLES |= {"rolle", "ihre rolle", "sind sie führungskraft", "rôle", "votre rôle", "rol", "ruolo"}
_FIRST_NAMES = {"first name", "firstname", "given name", "forename", "vorname", "prénom", "nombre", "voornaam", "nome"}
_LAST_NAMES = {"last name", "lastname", "surname", "family name", "nachname", "familienname", "nom", "nom de famille"}
_LAST_NAMES |= {"apellido", "apellidos", "achternaam", "cognome"}
_EMAILS = {"email", "e mail", "email address", "e mail address", "your email", "your email address", "mail", "username"}
_EMAILS |= {"e mail adresse", "email adresse", "adresse e mail", "correo electrónico", "recipientemail"}
_EMAILS |= {"recipient email", "respondent email"}
_PERSON_IDS = {"employee id", "participant id", "person id", "user id", "staff id", "member id", "personnel number"}
_PERSON_IDS |= {"employee number", "staff number", "personalnummer", "matricule", "external reference"}
_PERSON_IDS |= {"externalreference", "externaldatareference", "external data reference"}
_RECORD_IDS = {"id", "record id", "respondent id", "subject id", "case id", "study id", "respid", "respondentid"}
_COMMENTS = {"why", "comment", "comments", "your comment", "please explain", "please explain your answer", "explain"}
_COMMENTS |= {"explanation", "reason", "remarks", "notes", "note", "please comment", "please specify why"}


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns in use, counted from 0; without a column a question is missing, and a name or role None.

    `answers`, `notes`, `grades` and `evidence` hold columns by question id. `surname` is appended to `name`. `email`
    and `person_id` are not imported: they distinguish people of the same name, and find one person's several rows.
    """

    answers: Mapping[str, int] = field(default_factory=dict)
    notes: Mapping[str, int] = field(default_factory=dict)
    grades: Mapping[str, int] = field(default_factory=dict)
    evidence: Mapping[str, int] = field(default_factory=dict)
    name: int | None = None
    role: int | None = None
    surname: int | None = None
    email: int | None = None
    person_id: int | None = None

    @property
    def name_columns(self) -> tuple[int, ...]:
        """The columns whose texts form a person's name, in order."""
        return tuple(column for column in (self.name, self.surname) if column is not None)

    def uses(self) -> Iterator[tuple[int, str]]:
        """Yield each column in use with its use, such as 'P1', 'note of P1' or 'name'."""
        yield from ((column, question_id) for question_id, column in self.answers.items())
        for part, columns in ((NOTE, self.notes), (GRADE, self.grades), (EVIDENCE, self.evidence)):
            yield from ((column, f"{part} of {question_id}") for question_id, column in columns.items())
        yield from ((column, NAME) for column in self.name_columns)
        if self.role is not None:
            yield self.role, ROLE

    def left_out(self, names: Sequence[str]) -> list[str]:
        """Return the names of columns that are not read."""
        used = {column for column, _ in self.uses()}
        return [name for column, name in enumerate(names) if name and column not in used]


@dataclass(frozen=True, slots=True)
class ColumnGuess:
    """The most likely use of each column, and the ambiguous columns as (column, problem)."""

    columns: Columns
    doubts: tuple[tuple[int, str], ...] = ()


def guess_columns(
    parts: Sequence[Sequence[str]], questionnaire: Questionnaire, matcher: HeadingMatcher, decided: frozenset[int]
) -> ColumnGuess:
    """Return the most likely use of each column: every question gets at most one column, and every column one use.

    `parts` holds the texts of the heading rows for each column. The surest matches are assigned first; when two columns
    match a question equally well, neither is assigned. Columns in `decided` are ignored.
    """
    by_part: dict[str, dict[str, list[tuple[float, int]]]] = {part: {} for part in (ANSWER, NOTE, GRADE, EVIDENCE)}
    doubts: list[tuple[int, str]] = []
    free = []
    for column, texts in enumerate(parts):
        if column in decided or not texts:
            continue
        match = _best_match(texts, matcher)
        if match is None:
            free.append(column)
        elif match.part == OTHER:
            continue
        elif match.contradicted_by:
            problem = (
                f"the heading is that of {match.question_id} by its number, of {match.contradicted_by} by its words"
            )
            doubts.append((column, problem))
        else:
            by_part[match.part].setdefault(match.question_id, []).append((match.sureness, column))
    assigned = {part: _assign(candidates, doubts) for part, candidates in by_part.items()}
    answers = assigned[ANSWER]
    taken = {column for columns in assigned.values() for column in columns.values()}
    free = [column for column in free if column not in taken]
    _assign_alike(parts, free, matcher, answers, doubts)
    rest = {column: [heading_words(text.rpartition("/")[2]) for text in parts[column]] for column in free}
    name, role, surname = _first(rest, _NAMES, _PERSONS), _first(rest, _ROLES), None
    email, person_id = _first(rest, _EMAILS), _first(rest, _PERSON_IDS)
    if name is None or rest[name] == [NAME]:  # a column Name beside one of first names holds the last ones
        first_name, last_name = (_first(rest, words) for words in (_FIRST_NAMES, _LAST_NAMES))
        last_name = name if name is not None and last_name is None else last_name
        if first_name is not None and last_name is not None and (name is None or last_name == name):
            name, surname = first_name, last_name  # one of the two alone would merge two people
    if name is None and person_id is None:
        person_id = _first(rest, _RECORD_IDS)
    notes = dict(assigned[NOTE])
    for question_id, column in answers.items():
        beside = column + 1
        is_comment = beside in rest and any(text in _COMMENTS for text in rest[beside])
        if is_comment and question_id not in notes and beside not in (name, role, surname):
            notes[question_id] = beside
    ordered = {q.id: answers[q.id] for q in questionnaire.questions if q.id in answers}
    columns = Columns(ordered, notes, assigned[GRADE], assigned[EVIDENCE], name, role, surname, email, person_id)
    return ColumnGuess(columns, tuple(doubts))


def _best_match(texts: Sequence[str], matcher: HeadingMatcher) -> HeadingMatch | None:
    """Return the surest match of a column's heading rows, marked as contradicted when two rows name two questions.

    A heading over several questions may say that their columns hold something else than answers, such as targets.
    """
    matches = [match for match in map(matcher, texts) if match]
    if not matches:
        return None
    best = max(matches, key=lambda match: match.sureness)
    if any(map(matcher.names_other_measure, texts)):
        return replace(best, part=OTHER)
    other = next((match.question_id for match in matches if match.question_id != best.question_id), None)
    return replace(best, contradicted_by=best.contradicted_by or other)


def _assign(candidates: Mapping[str, list[tuple[float, int]]], doubts: list[tuple[int, str]]) -> dict[str, int]:
    """Return the surest column of each question; equally sure ones are added to `doubts`."""
    assigned = {}
    for question_id, columns in candidates.items():
        sureness = max(columns)[0]
        best = [column for sure, column in columns if sure == sureness]
        if len(best) == 1:
            assigned[question_id] = best[0]
        else:
            listed = f"{', '.join(map(column_letter, best[:-1]))} and {column_letter(best[-1])}"
            doubts += [(column, f"the columns {listed} all fit {question_id}") for column in best[:1]]
    return assigned


def _assign_alike(
    parts: Sequence[Sequence[str]],
    free: list[int],
    matcher: HeadingMatcher,
    answers: dict[str, int],
    doubts: Sequence[tuple[int, str]],
) -> None:
    """Assign to questions without a column the one with the most similar heading, and remove that from `free`."""
    doubtful = {column for column, _ in doubts}
    matches = [
        (alike, column, question_id)
        for column in free
        if column not in doubtful
        for text in parts[column]
        for question_id, alike in matcher.likeness(text)
    ]
    # Sorting is stable: of equally sure columns the left one comes first.
    for _, column, question_id in sorted(matches, key=lambda match: -match[0]):
        if question_id not in answers and column in free:
            answers[question_id] = column
            free.remove(column)


def _first(rest: Mapping[int, Sequence[str]], *preferred: set[str]) -> int | None:
    """Return the first column with a word of the first of the `preferred` sets that any column matches."""
    matches = (column for words in preferred for column, texts in rest.items() if any(text in words for text in texts))
    return next(matches, None)


def choose_columns(
    guessed: Columns, answers: Mapping[str, int], name: int | None, role: int | None, names: Sequence[str]
) -> Columns:
    """Return the columns as a person chose them; raises ValidationErrors when one column has two uses.

    Notes, evidence and the second part of the guessed name keep the columns guessed for them, unless one was chosen for
    something else.
    """
    chosen = Columns(answers, name=name, role=role)
    uses: dict[int, list[str]] = {}
    for column, use in chosen.uses():
        uses.setdefault(column, []).append(use)
    twice = [
        Issue(
            f"Column {column_letter(c)}",
            names[c][:60],
            f"it is chosen for {' and '.join(u)}",
            "Choose another for one",
        )
        for c, u in uses.items()
        if len(u) > 1
    ]
    if twice:
        raise ValidationErrors("The choice of columns", twice)

    def unless_chosen(columns: Mapping[str, int]) -> dict[str, int]:
        return {question_id: column for question_id, column in columns.items() if column not in uses}

    notes, grades, evidence = map(unless_chosen, (guessed.notes, guessed.grades, guessed.evidence))
    surname = guessed.surname if name == guessed.name and guessed.surname not in uses else None
    return Columns(answers, notes, grades, evidence, name, role, surname, guessed.email, guessed.person_id)


def parse_use(use: str, questionnaire: Questionnaire) -> tuple[str, str] | None:
    """Return (part, question id) of a use such as 'P1' or 'note of P1', (use, '') of a name or role; else None."""
    if use in questionnaire.by_id:
        return ANSWER, use
    if use in (NAME, ROLE):
        return use, ""
    part, _, question_id = use.rpartition(" of ")
    return (part, question_id) if part in (NOTE, GRADE, EVIDENCE) and question_id in questionnaire.by_id else None
