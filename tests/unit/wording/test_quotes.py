"""Quotations of the questionnaire within our sentences are located, to mark them with the questionnaire's language."""

from cxmaturity.answer_form.html import quoting
from cxmaturity.services.questionnaires import list_questionnaires
from cxmaturity.wording.plans import short_text
from cxmaturity.wording.questionnaire.quotes import background_texts, quotable_texts, split_quotes

QUESTIONNAIRE = list_questionnaires()[0][0]
GERMAN = QUESTIONNAIRE.model_copy(update={"language": "de"})


def test_a_sentence_is_parted_into_its_own_words_and_what_it_quotes() -> None:
    """Whole words, the longest text that fits, several in one sentence; not a name inside a word."""
    assert split_quotes("Middle answer 3, By design. 12 votes; they vary.", GERMAN) == [
        "Middle answer 3, ",
        "By design",
        ". 12 votes; they vary.",
    ]
    assert split_quotes("People and Channels", GERMAN) == ["", "People", " and ", "Channels", ""]
    assert split_quotes("Ambassadors and authority", GERMAN) == ["", "Ambassadors and authority", ""]
    assert split_quotes("Peoples and Leadership’s", GERMAN)[1::2] == ["Leadership"]


def test_every_text_that_people_read_can_be_quoted() -> None:
    """All fields, in every variant, and the first words of a step, which name its fields in the plan."""
    texts = quotable_texts(QUESTIONNAIRE)
    question = QUESTIONNAIRE.by_id["P4"]
    assert {QUESTIONNAIRE.rule, question.prompt, question.levels[4], question.ask, question.steps[0].effort} <= {*texts}
    assert short_text(question.steps[0].do) in texts
    assert not {"P4", QUESTIONNAIRE.id, QUESTIONNAIRE.version} & {*texts}
    assert QUESTIONNAIRE.claims[0].text not in texts
    assert QUESTIONNAIRE.claims[0].text in background_texts(QUESTIONNAIRE)


def test_only_what_is_quoted_bears_the_language_and_all_is_escaped() -> None:
    """A questionnaire in the app's language is not marked; all text is escaped."""
    sentence = "Agreed: By habit. <b>Two cases</b>"
    assert quoting(sentence, GERMAN) == 'Agreed: <span lang="de">By habit</span>. &lt;b&gt;Two cases&lt;/b&gt;'
    assert quoting(sentence, QUESTIONNAIRE) == "Agreed: By habit. &lt;b&gt;Two cases&lt;/b&gt;"
