"""How hard an answer is to read."""

from __future__ import annotations

import pytest

from fingerpost.answers.readability import FORMULA, measure_reading, measure_sentences, words
from fingerpost.domain import AnswerPart, SentenceKind, Statement

S = SentenceKind


def part(*said: tuple[SentenceKind, str], locale: str = "en") -> AnswerPart:
    statements = tuple(Statement(text, (1,), kind) for kind, text in said)
    return AnswerPart("A page", "https://www.sampleford.example", statements, locale=locale)


def test_the_reading_age_is_the_grade_worked_out_by_hand_and_five_years() -> None:
    # 12 words, 2 sentences, 14 syllables: 0.39 * 6 + 11.8 * 14 / 12 - 15.59 = 0.52.
    reading = measure_sentences(["You must pay the council in May.", "We send a letter first."])

    assert reading is not None
    assert (reading.sentences, reading.words_per_sentence, reading.longest_sentence) == (2, 6.0, 7)
    assert reading.reading_age == pytest.approx(5.5)
    assert reading.formula == FORMULA


def test_longer_words_and_longer_sentences_are_harder() -> None:
    plain = measure_sentences(["You pay each month.", "Call us if you can't."])
    wordy = measure_sentences(["Remittance is obligatory monthly; communicate any inability immediately."])

    assert plain is not None
    assert plain.reading_age is not None
    assert wordy is not None
    assert wordy.reading_age is not None
    assert plain.reading_age < 9 < 16 < wordy.reading_age


def test_a_list_is_read_item_by_item() -> None:
    reading = measure_reading([part((S.SENTENCE, "You need:"), (S.ITEM, "a bill"), (S.ITEM, "your last payslip"))])

    assert reading is not None
    assert (reading.sentences, reading.longest_sentence) == (3, 3)


def test_a_step_of_two_sentences_counts_as_two() -> None:
    reading = measure_reading([part((S.STEP, "We send a reminder. You have 7 days to pay what you missed."))])

    assert reading is not None
    assert (reading.sentences, reading.words_per_sentence) == (2, 6.5)


def test_tables_and_contact_details_are_not_sentences() -> None:
    table = part((S.TABLE_HEADER, "Permit | Cost"), (S.ROW, "First car | £60"), (S.CONTACT, "Telephone: 01632 960 230"))

    assert measure_reading([table]) is None
    assert measure_reading([]) is None


def test_a_figure_a_phone_number_and_an_address_are_each_one_word() -> None:
    text = "Pay £1,866.67 by 1 April: call 01632 960 230, see www.sampleford.example/pay or ask help@sampleford.example"

    assert words(text) == [
        "Pay", "£1,866.67", "by", "1", "April", "call", "01632 960 230", "see", "www.sampleford.example/pay", "or",
        "ask", "help@sampleford.example",
    ]  # fmt: skip


def test_welsh_is_measured_by_length_alone() -> None:
    reading = measure_reading([part((S.SENTENCE, "Rhowch y bin allan erbyn 7yb."), locale="cy")])

    assert reading is not None
    assert (reading.words_per_sentence, reading.reading_age, reading.formula) == (6.0, None, "")


def test_an_answer_in_two_languages_is_measured_in_the_one_it_mostly_speaks() -> None:
    welsh = part((S.SENTENCE, "Rhowch y bin allan."), locale="cy")
    english = part((S.SENTENCE, "Put your bin out by 7am on the day we collect it."))

    reading = measure_reading([welsh, english])

    assert reading is not None
    assert reading.sentences == 1
    assert reading.reading_age is not None
