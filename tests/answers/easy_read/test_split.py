"""Sentences in short pieces: where they are cut, and above all where they are not."""

from __future__ import annotations

import pytest

from fingerpost.answers.easy_read.split import sense_lines, split_sentence


@pytest.mark.parametrize(
    ("sentence", "lines"),
    [
        (
            "You pay £24 a year, and you can have up to 3 bins.",
            # "up to" ties nothing, but a list of words that might is wide on purpose.
            ["You pay £24 a year, and you can have up to 3 bins."],
        ),
        (
            "We send you a letter, and you can pay online.",
            ["We send you a letter", "you can pay online."],
        ),
        (
            "Your council will set the amount; you must pay it each month.",
            ["Your council will set the amount", "you must pay it each month."],
        ),
        (
            "It must tell you the cost first, and you can say no.",
            ["It must tell you the cost first", "you can say no."],
        ),
    ],
)
def test_two_clauses_that_can_each_stand_alone_become_two_lines(sentence: str, lines: list[str]) -> None:
    assert [" ".join(pieces) for pieces in split_sentence(sentence)] == lines


@pytest.mark.parametrize(
    "sentence",
    [
        "If you rent, you can apply, and you must send proof.",
        "You can apply, and you must be 18, unless you are a carer.",
        "You can apply online, and you can call us if you need help.",
        "You can apply, but you must pay first.",
        "You get a badge only with a letter, and you must keep it.",
        "You must show that you rent, and you must show your bill.",
        "You must not sublet, and you must not leave it empty without our consent.",
        "In Wales you pay nothing, and you do not need a form.",
        "From April you pay more, and we write to you.",
        "Tell your landlord, your bank, and your doctor.",
        "You must be one of these; you must also live here.",
        "You do not pay when you are ill, and we do not fine you.",
        "You need a passport, and your partner and children.",
        "Neither you nor your partner may work, and you must live here.",
        "Until you hear from us you must pay, and you must keep your bills.",
        "You can ask for a review; however you must still pay.",
        "You have 14 days to pay, after which the fine doubles, and you go to court.",
        "Do you rent, and you want to leave?",
        "You do not pay tax, and you do not pay National Insurance, on this income.",
        "You rent your home, you have a low income, and you can apply.",
        "You can get £5, and your partner can get £5, a week.",
        "You must tell us, and you must:",
    ],
)
def test_a_sentence_in_which_one_thing_hangs_on_another_stays_one_line(sentence: str) -> None:
    lines = split_sentence(sentence)
    assert len(lines) == 1
    words = " ".join(lines[0]).replace(",", "").replace(".", "").split()
    assert sorted(words) == sorted(sentence.replace(",", "").replace(".", "").split())


@pytest.mark.parametrize(
    ("sentence", "condition", "main"),
    [
        ("You pay £24 if you get Council Tax Reduction.", "if you get Council Tax Reduction", "You pay £24"),
        ("You cannot appeal if you lose the case.", "if you lose the case", "You cannot appeal"),
        (
            "Contact Citizens Advice if you need help with debt.",
            "if you need help with debt",
            "Contact Citizens Advice",
        ),
    ],
)
def test_a_lone_condition_is_shown_before_the_plain_clause_it_governs(sentence: str, condition: str, main: str) -> None:
    assert split_sentence(sentence) == ((condition, main),)


@pytest.mark.parametrize(
    "sentence",
    [
        "You can apply only if you rent your home.",
        "You must pay even if you are away.",
        "You can appeal if you lose, unless you agreed.",
        "You pay less and get help if you rent.",
        "You can apply online or by post if you rent.",
        "Check if you can get help with rent.",
        "Ask the council if you can pay later.",
        "Tell us if your income has changed.",
        "It does not matter if you rent your home.",
        "We decide if you can get it.",
        "Your bin is emptied if it is out by 7am.",
        "You can keep the badge if they agree.",
        "Cut the wood up if you cannot.",
        "You must reply if we ask you to.",
        "You may get more time if you are ill - ask the judge first.",
        "You may get more time if you are ill, or are a carer.",
        "You get it if you rent if you are over 18.",
        "You get it when you are 18 if you rent.",
        "Can you apply if you rent your home?",
        "You can get one if:",
        "You pay nothing if ill.",
        "We will write to you if necessary to explain.",
        "Bring your passport if possible with your letter.",
        "You can be fined if found driving without a licence.",
    ],
)
def test_a_condition_stays_where_it_is_when_moving_it_could_change_what_is_meant(sentence: str) -> None:
    ((*pieces,),) = split_sentence(sentence)
    assert " ".join(pieces) == sentence


def test_a_long_sentence_is_broken_where_one_takes_a_breath() -> None:
    sentence = "If we do not change it, or do not reply in 2 months, you can appeal to the Valuation Tribunal."
    assert sense_lines(sentence) == (
        "If we do not change it,",
        "or do not reply in 2 months,",
        "you can appeal to the Valuation Tribunal.",
    )


@pytest.mark.parametrize(
    ("sentence", "together"),
    [
        ("You can only apply for a new badge again if the one you have now is lost.", "only apply for"),
        ("You can make a new claim for help with rent only if one of these is true:", "only if one of these"),
        (
            "We do not collect garden waste from homes in December, January or February.",
            "December, January or February",
        ),
        ("You will have to pay the whole of the bill for the year, £1,400.00 a year.", "£1,400.00 a year"),
        ("We may stop the payments to you and to your family because of illness at work.", "because of illness"),
        (
            "You should check with the council first so that you know and check if you can park.",
            "check if you can park",
        ),
    ],
)
def test_no_breath_is_taken_inside_what_is_said_in_one(sentence: str, together: str) -> None:
    pieces = sense_lines(sentence)
    assert any(together in piece for piece in pieces)
    assert " ".join(pieces) == sentence


def test_a_short_sentence_is_left_as_it_is() -> None:
    assert sense_lines("If you rent, call us.") == ("If you rent, call us.",)


def test_welsh_is_broken_at_its_own_words_and_never_rearranged() -> None:
    sentence = "Gallwch wneud cais am y bathodyn newydd ar unwaith os ydych yn byw yn y sir."
    assert split_sentence(sentence, locale="cy") == (
        ("Gallwch wneud cais am y bathodyn newydd ar unwaith", "os ydych yn byw yn y sir."),
    )
    assert split_sentence("Rydych yn talu os ydych yn gweithio.", locale="cy") == (
        ("Rydych yn talu os ydych yn gweithio.",),
    )


def test_a_language_without_rules_is_left_whole() -> None:
    sentence = "Vous pouvez demander une aide si vous avez plus de dix-huit ans, et vous devez le prouver."
    assert split_sentence(sentence, locale="fr") == ((sentence,),)
