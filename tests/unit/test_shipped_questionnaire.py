"""The questionnaire we ship: complete, traced to its sources, and worded as the house words it."""

import re
from collections.abc import Iterator

import pytest

from cxmaturity.questionnaire.loading import load_questionnaire
from cxmaturity.questionnaire.schema import Questionnaire
from tests.build import SHIPPED

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


def test_it_is_the_model_we_promise(cx: Questionnaire) -> None:
    """Five dimensions, 18 capabilities, 38 questions in their order, ten in the pulse, five stages, caps 2 and 1."""
    assert (cx.id, cx.version, cx.scale_max) == ("cx", "1.0.0", 5)
    assert (cx.caps.practice, cx.caps.dimension) == (2, 1)
    assert [s.name for s in cx.stages] == ["By chance", "By effort", "By design", "By habit", "By nature"]
    assert {d.id: [q.id for q in d.questions] for d in cx.dimensions} == QUESTIONS
    assert {d.id: [c.id for c in d.capabilities] for d in cx.dimensions} == CAPABILITIES
    assert [d.id for d in cx.dimensions] == list(QUESTIONS)
    assert (len(cx.questions), sum(len(d.capabilities) for d in cx.dimensions), len(cx.pulse)) == (38, 18, 10)


def test_the_pulse_touches_every_dimension_twice(cx: Questionnaire) -> None:
    """Ten questions, two of each dimension; an old pulse compares with a new one only while these stay."""
    pulse = [q.id for q in cx.pulse]
    assert pulse == ["P1", "P4", "O1", "O4", "C3", "C5", "R1", "R3", "L2", "L6"]


def test_every_question_weighs_the_same(cx: Questionnaire) -> None:
    """The method page says that all shipped weights are 1."""
    assert {q.weight for q in cx.questions} == {1}


def test_every_claim_is_covered_and_every_citation_exists(cx: Questionnaire) -> None:
    """S1 to S83, all of them and no other, both in claims.yaml and in what the questions cite."""
    assert [c.id for c in cx.claims] == CLAIMS
    assert {c for q in cx.questions for c in q.claims} == set(CLAIMS)
    assert all(len(set(q.claims)) == len(q.claims) >= 1 for q in cx.questions)


def test_claims_come_from_the_five_texts(cx: Questionnaire) -> None:
    """Each of the five sources is drawn upon and each dimension is spoken of."""
    assert [s.id for s in cx.sources] == ["T1", "T2", "T3", "T4", "T5"]
    assert {c.source for c in cx.claims} == {"T1", "T2", "T3", "T4", "T5"}
    assert {c.dimension for c in cx.claims} == set(QUESTIONS)


def test_every_question_has_five_levels_and_four_steps(cx: Questionnaire) -> None:
    """No stage is out of reach and from each there is a way on, in every variant."""
    for question in cx.questions:
        for variant in ("service", "production", "both"):
            assert len(question.levels_in(variant)) == 5, question.id
        assert len(question.steps) == 4, question.id


def test_variants_are_service_and_production(cx: Questionnaire) -> None:
    """Where a question is worded by variant, it is worded for both and for no third."""
    assert [v.id for v in cx.variants] == ["service", "production"]
    assert {frozenset(q.variants) for q in cx.questions} == {frozenset(), frozenset({"service", "production"})}


def test_no_statement_is_used_twice(cx: Questionnaire) -> None:
    """Every statement of the whole questionnaire says something of its own."""
    texts = [text for text, _ in statements(cx)]
    assert len(texts) == len(set(texts))


def statements(cx: Questionnaire) -> Iterator[tuple[str, str]]:
    for question in cx.questions:
        for levels in (question.levels, *(w.levels or () for w in question.variants.values())):
            yield from ((text, question.id) for text in levels)


def test_no_statement_rests_on_a_word_that_cannot_be_counted(cx: Questionnaire) -> None:
    """'Often' is once a week to one and once a year to another: levels and steps say who, how many, how soon."""
    steps = [(t, q.id) for q in cx.questions for s in q.steps for t in (s.do, s.effort, s.worked_if)]
    vague = re.compile(rf"\b({UNCOUNTABLE})\b", re.IGNORECASE)
    hits = [(own, hit.group()) for text, own in [*statements(cx), *steps] if (hit := vague.search(text))]
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
    yield from ((own, text) for text, own in statements(cx))


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
    """Statements and explanations end with a full stop (a claim may ask); names, steps and hints with none."""
    assert [(own, text) for own, text in sentences(cx) if not text.endswith((".", "?"))] == []
    assert [(own, text) for own, text in labels(cx) if text.endswith((".", ",", ";", ":", "!", "…"))] == []
    asked = [(own, text) for own, text in sentences(cx) if text.endswith("?") and own != "claim.text"]
    assert asked == []


def test_every_prompt_is_a_question(cx: Questionnaire) -> None:
    """In every variant the prompt ends with a question mark."""
    prompts = [(q.id, q.prompt_in(v)) for q in cx.questions for v in ("service", "production", "both")]
    assert [p for p in prompts if not p[1].endswith("?")] == []


def test_texts_are_clean(cx: Questionnaire) -> None:
    """No doubled space, no straight apostrophe where a quotation belongs, no space before a stop."""
    texts = [*sentences(cx), *labels(cx)]
    assert [t for t in texts if re.search(r"  | [.,;:?!]|\.\.", t[1])] == []
