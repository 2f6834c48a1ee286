"""The Method page compares the questionnaire with other frameworks."""

from cxmaturity.questionnaire.loading import load_questionnaire
from tests.build import SHIPPED
from tests.pages.conftest import OpenPage
from tests.pages.reading import plain_texts


def test_each_framework_says_which_questions_speak_to_it_and_what_is_missing(open_page: OpenPage) -> None:
    """Four frameworks with 6, 5, 4 and 6 parts; each part lists its questions, and what the questionnaire lacks."""
    page = open_page("method")
    folded = [e.label.replace("\\", "") for e in page.expander]
    frameworks = load_questionnaire(SHIPPED).frameworks
    assert [len(framework.parts) for framework in frameworks] == [6, 5, 4, 6]
    shown_text = plain_texts(page)
    for framework in frameworks:
        assert f"{framework.name} · {len(framework.parts)} parts" in folded
        assert framework.source in shown_text
        for part in framework.parts:
            assert f"**{part.name}.** {part.about} *({', '.join(part.questions)})*" in shown_text
            assert (part.missing or "") in shown_text
