"""The shipped questionnaire: complete, with its sources, and in the wording rules of the project."""

import re
from collections.abc import Iterator

import pytest

from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.reading_time import count_words, mean_level_words, question_words
from cxmaturity.questionnaire.schema import Questionnaire
from cxmaturity.services.questionnaires import list_questionnaires
from cxmaturity.wording.questionnaire.reading_time import answering_time
from tests.build import ROOT, SHIPPED
from tests.readability import HARDEST_ALLOWED, MEAN_ALLOWED, school_grade, statements

QUESTIONS = {
    "people": ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8"],
    "operations": ["O1", "O2", "O3", "O4", "O5", "O6", "O7", "O8", "O9"],
    "channels": ["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8"],
    "csr": ["R1", "R2", "R3", "R4", "R5", "R6"],
    "leadership": ["L1", "L2", "L3", "L4", "L5", "L6", "L7"],
}
CAPABILITIES = {
    "people": ["PA", "PB", "PC", "PD"],
    "operations": ["OA", "OB", "OC", "OD"],
    "channels": ["CA", "CB", "CC", "CD"],
    "csr": ["RA", "RB", "RC"],
    "leadership": ["LA", "LB", "LC"],
}
CLAIMS = [f"S{i}" for i in range(1, 84)]

UNCOUNTABLE = (
    "some|many|often|sometimes|regularly|usually|mostly|generally|largely|frequently|occasionally|rarely|seldom|several|"
    "various|appropriate|appropriately|adequate|adequately|sufficient|sufficiently|effectively|properly|increasingly|"
    "partly|partially|somewhat|typically|normally|periodically|constantly|relevant|leverage"
)
"""Words two people would count differently: a statement that holds one cannot be wholly true or false."""


@pytest.fixture(scope="module")
def cx() -> Questionnaire:
    return load_questionnaire(SHIPPED)


def test_the_shipped_model_has_its_published_size(cx: Questionnaire) -> None:
    """Five dimensions, 18 capabilities, 38 questions in order, ten in the pulse, five stages, caps 2 and 1."""
    assert (cx.id, cx.version, cx.scale_max) == ("cx", "2.0.2", 5)
    assert (cx.caps.practice, cx.caps.dimension) == (2, 1)
    assert [s.name for s in cx.stages] == ["By chance", "By effort", "By design", "By habit", "By nature"]
    assert {d.id: [q.id for q in d.questions] for d in cx.dimensions} == QUESTIONS
    assert {d.id: [c.id for c in d.capabilities] for d in cx.dimensions} == CAPABILITIES
    assert [d.id for d in cx.dimensions] == list(QUESTIONS)
    assert (len(cx.questions), sum(len(d.capabilities) for d in cx.dimensions), len(cx.pulse)) == (38, 18, 10)


def test_the_pulse_touches_every_dimension(cx: Questionnaire) -> None:
    """Ten questions, emotion (C6) among them; two pulses compare only while these stay the same."""
    pulse = [q.id for q in cx.pulse]
    assert pulse == ["P1", "P4", "O1", "O4", "C3", "C5", "C6", "R1", "L2", "L6"]


def test_every_question_weighs_the_same(cx: Questionnaire) -> None:
    """All weights are 1, as the Method page states."""
    assert {q.weight for q in cx.questions} == {1}


def test_every_claim_is_covered_and_every_citation_exists(cx: Questionnaire) -> None:
    """Exactly S1 to S83 stand in claims.yaml and are cited by questions."""
    assert [c.id for c in cx.claims] == CLAIMS
    assert {c for q in cx.questions for c in q.claims} == set(CLAIMS)
    assert all(len(set(q.claims)) == len(q.claims) >= 1 for q in cx.questions)


def test_claims_come_from_the_five_texts(cx: Questionnaire) -> None:
    """Each of the five sources is cited, and each dimension has claims."""
    assert [s.id for s in cx.sources] == ["T1", "T2", "T3", "T4", "T5"]
    assert {c.source for c in cx.claims} == {"T1", "T2", "T3", "T4", "T5"}
    assert {c.dimension for c in cx.claims} == set(QUESTIONS)


def test_every_question_has_five_levels_and_four_steps(cx: Questionnaire) -> None:
    """In every variant each level has a statement and each level below the top a step."""
    for question in cx.questions:
        for variant in ("service", "production", "both"):
            assert len(question.levels_in(variant)) == 5, question.id
        assert len(question.steps) == 4, question.id


def test_variants_are_service_and_production(cx: Questionnaire) -> None:
    """A question that has variants has exactly these two."""
    assert [v.id for v in cx.variants] == ["service", "production"]
    assert {frozenset(q.variants) for q in cx.questions} == {frozenset(), frozenset({"service", "production"})}


def test_no_statement_is_used_twice(cx: Questionnaire) -> None:
    """All statements of the questionnaire are different."""
    texts = [text for text, _ in statements(cx)]
    assert len(texts) == len(set(texts))


def test_no_statement_uses_a_vague_word(cx: Questionnaire) -> None:
    """Vague words such as 'often' do not occur in levels and steps, which say who, how many, how soon."""
    steps = [(t, q.id) for q in cx.questions for s in q.steps for t in (s.do, s.effort, s.worked_if)]
    vague = re.compile(rf"\b({UNCOUNTABLE})\b", re.IGNORECASE)
    hits = [(text_id, hit.group()) for text, text_id in [*statements(cx), *steps] if (hit := vague.search(text))]
    assert hits == []


def sentences(cx: Questionnaire) -> Iterator[tuple[str, str]]:
    yield from (("model.about", cx.about), ("model.rule", cx.rule))
    yield from (("stage.meaning", s.meaning) for s in cx.stages)
    yield from (("variant.about", v.about) for v in cx.variants)
    yield from (("claim.text", c.text) for c in cx.claims)
    for dimension in cx.dimensions:
        yield dimension.id, dimension.about
        yield from ((c.id, c.about) for c in dimension.capabilities)
    yield from ((q.id, q.why) for q in cx.questions)
    yield from ((text_id, text) for text, text_id in statements(cx))


def labels(cx: Questionnaire) -> Iterator[tuple[str, str]]:
    yield "model.title", cx.title
    yield from (("stage.name", s.name) for s in cx.stages)
    yield from (("variant.name", v.name) for v in cx.variants)
    yield from ((s.id, s.title) for s in cx.sources)
    for dimension in cx.dimensions:
        yield dimension.id, dimension.name
        yield from ((c.id, c.name) for c in dimension.capabilities)
    for question in cx.questions:
        yield from ((question.id, text) for text in (question.evidence, question.ask))
        yield from ((question.id, w.think_of) for w in question.variants.values() if w.think_of)
        yield from ((question.id, t) for s in question.steps for t in (s.do, s.effort, s.owner, s.worked_if))


def test_sentences_end_and_labels_do_not(cx: Questionnaire) -> None:
    """Statements and explanations end with a full stop (a claim may be a question); names, steps and hints do not."""
    assert [(text_id, text) for text_id, text in sentences(cx) if not text.endswith((".", "?"))] == []
    assert [(text_id, text) for text_id, text in labels(cx) if text.endswith((".", ",", ";", ":", "!", "…"))] == []
    asked = [(text_id, text) for text_id, text in sentences(cx) if text.endswith("?") and text_id != "claim.text"]
    assert asked == []


def test_texts_are_clean(cx: Questionnaire) -> None:
    """No doubled space, no straight apostrophe where a quotation belongs, no space before a stop."""
    texts = [*sentences(cx), *labels(cx)]
    assert [t for t in texts if re.search(r"  | [.,;:?!]|\.\.", t[1])] == []


# How long and how plain

VARIANTS = ("service", "production", "both")


@pytest.mark.parametrize("variant", VARIANTS)
def test_statements_are_short(cx: Questionnaire, variant: str) -> None:
    """From level 2 up at most 25 words per statement on average and 130 per question; no statement above 30."""
    assert max(mean_level_words(cx.questions, variant)[1:]) <= 25
    assert sum(question_words(q, variant) for q in cx.questions) <= 130 * 38
    assert max(count_words(text) for q in cx.questions for text in q.levels_in(variant)) <= 30


def test_every_prompt_is_one_question(cx: Questionnaire) -> None:
    """In every variant the prompt has one question mark, at its end, and at most 25 words."""
    prompts = {(q.id, q.prompt_in(v)) for q in cx.questions for v in VARIANTS}
    assert [p for p in prompts if not p[1].endswith("?") or p[1].count("?") > 1 or count_words(p[1]) > 25] == []


def test_no_semicolon_hides_a_second_condition(cx: Questionnaire) -> None:
    """Statements, prompts and steps contain no semicolon; no sentence of a statement has more than 25 words."""
    asked = [(text, q.id) for q in cx.questions for v in VARIANTS for text in (q.prompt_in(v), *q.levels_in(v))]
    steps = [(text, q.id) for q in cx.questions for s in q.steps for text in (s.do, s.effort, s.worked_if)]
    assert [text for text in (*asked, *steps) if ";" in text[0]] == []
    assert [text for text in asked if max(map(count_words, re.split(r"(?<=[.?]) ", text[0]))) > 25] == []


def test_every_statement_of_our_questionnaires_can_be_read_after_ten_years_of_school() -> None:
    """No statement is above grade 10, and the average of each questionnaire is below 7."""
    ours, faulty = list_questionnaires(ROOT / "questionnaires")
    assert (bool(ours), faulty) == (True, [])
    for questionnaire in ours:
        grades = {text: school_grade(text) for text, _ in statements(questionnaire)}
        assert [text for text, grade in grades.items() if grade > HARDEST_ALLOWED] == []
        assert sum(grades.values()) / len(grades) < MEAN_ALLOWED


def test_abbreviations_are_explained_where_a_question_first_has_them(cx: Questionnaire) -> None:
    """Two or more capitals stand beside their meaning: AI (software that learns), or User experience (UX)."""
    short = re.compile(r"(\w+ \()?\b([A-Z]{2,})s?\b( \(\w)?")
    unexplained = []
    for question in cx.questions:
        worded = [t for w in question.variants.values() for t in (w.prompt, w.think_of, *(w.levels or ())) if t]
        steps = [t for s in question.steps for t in (s.do, s.effort, s.owner, s.worked_if)]
        texts = (question.prompt, question.why, *question.levels, *worded, question.evidence, question.ask, *steps)
        first: dict[str, re.Match[str]] = {}
        for hit in short.finditer(" ".join(texts)):
            first.setdefault(hit[2], hit)
        unexplained += [(question.id, hit[0]) for hit in first.values() if not (hit[1] or hit[3])]
    assert unexplained == []


def test_the_words_of_the_trade_are_there_and_explained(cx: Questionnaire) -> None:
    """The field's standard terms occur, and the first question that uses one explains it in at most five words."""
    trade = re.compile(r"\b(NPS|CSAT|CES|churn|[Ss]egment|persona|incentive|AI)s?\b( \(([^)]+)\))?")
    used, unexplained = set(), []
    for question in cx.questions:
        for field in (" ".join((question.prompt, *question.levels)), question.evidence):
            first: dict[str, re.Match[str]] = {}
            for hit in trade.finditer(field):
                first.setdefault(hit[1].lower(), hit)
            used |= set(first)
            unexplained += [(question.id, hit[0]) for hit in first.values() if not 2 <= count_words(hit[3] or "") <= 5]
    assert used == {"nps", "csat", "ces", "churn", "segment", "persona", "incentive", "ai"}
    assert unexplained == []


def test_the_readme_promises_the_measured_times(cx: Questionnaire) -> None:
    """Its minutes equal the computed time for reading and choosing, as on every page."""
    readme = (ROOT / "README.md").read_text("utf-8")
    assert answering_time(cx.questions, "both") in readme
    assert answering_time(cx.pulse, "both") in readme


# How easily a step is done


def graded(cx: Questionnaire) -> list[tuple[str, int, str, int]]:
    """Return every step as its question, the level it starts from, its effort and its ease, which each has."""
    steps = [(q.id, level, step) for q in cx.questions for level, step in enumerate(q.steps, 1)]
    listed = [(name, level, step.effort, step.ease) for name, level, step in steps if step.ease is not None]
    assert len(listed) == len(steps)
    return listed


def test_a_step_is_as_easy_as_its_effort_says(cx: Questionnaire) -> None:
    """Ease is 1 exactly if the step costs money, at most 2 with another department, below 5 if it takes hours."""
    others = re.compile(
        r"another department|each department|other team|partner's|head's yes|legal|leadership group|finance|with IT"
    )
    for question, level, effort, ease in graded(cx):
        place = (question, level, effort)
        assert bool(re.search(r"money|budget", effort)) == (ease == 1), place
        assert not others.search(effort) or ease <= 2, place
        assert not re.search(r"\bday|week|\b[2-9] h|director", effort) or ease < 5, place
    assert {ease for *_, ease in graded(cx)} == {1, 2, 3, 4, 5}


def test_there_are_quick_wins_on_the_way_up(cx: Questionnaire) -> None:
    """From each level at least seven questions have a step of half a day or less.

    Each dimension has one from 3 or 4.
    """
    quick = [(question, level) for question, level, _, ease in graded(cx) if ease >= 4]
    assert all(sum(start == level for _, start in quick) >= 7 for level in (1, 2, 3, 4))
    assert {cx.dimension_of[question].id for question, level in quick if level >= 3} == set(QUESTIONS)
