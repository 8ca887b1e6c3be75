import pytest

from fingerpost.answers.understand import read_question
from fingerpost.errors import QuestionError


def test_a_plain_question_is_left_as_it_is() -> None:
    assert read_question("When is my bin collected?", limit=100) == "When is my bin collected?"


def test_white_space_and_line_breaks_are_folded() -> None:
    assert read_question("  my dad\n\tdied \u00a0 today ", limit=100) == "my dad died today"


def test_control_and_direction_characters_are_taken_out() -> None:
    assert read_question("bin\x00s \x1b[31m\u202ered\u202c?", limit=100) == "bins [31mred?"


@pytest.mark.parametrize("text", ["", "   ", "\n", "?!", "\x00\x01\x02", "\u200f\u202e"])
def test_nothing_to_ask_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(QuestionError) as raised:
        read_question(text, limit=100)
    assert raised.value.fix


def test_a_question_over_the_limit_is_refused_without_being_repeated() -> None:
    with pytest.raises(QuestionError) as raised:
        read_question("secret " * 100, limit=100)
    assert "secret" not in str(raised.value)
    assert "700" in str(raised.value)


def test_bytes_read_as_text_are_refused() -> None:
    with pytest.raises(QuestionError, match="not readable"):
        read_question(bytes(range(32)).decode("latin-1") * 3 + "ab", limit=1000)


@pytest.mark.parametrize("text", ["كيف أدفع ضريبة المجلس؟", "Sut mae talu'r dreth gyngor?", "🗑️ when?", "如何登记死亡"])
def test_other_scripts_and_emoji_are_kept(text: str) -> None:
    assert read_question(text, limit=100) == text


def test_accents_are_composed_so_that_equal_questions_compare_equal() -> None:
    assert read_question("cafe\u0301", limit=100) == "café"
