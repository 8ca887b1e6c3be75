"""What a fluent rewording may do, and the small changes that must not pass for one."""

from __future__ import annotations

import pytest

from fingerpost.answers.grounding.reading import Fact, read_case
from fingerpost.answers.grounding.support import CHECKS, judge

FAITHFUL = [
    ("The badge is valid for 10 years.", "The badge stays valid for a decade."),
    ("You can start on your 17th birthday onwards.", "You can start once you turn 17."),
    ("You have to wait at least 3 working days.", "You must wait 3 or more working days."),
    ("You pay £470 per year.", "You pay £470 for each year."),
    ("You must be a nurse to join the rota.", "Only nurses can join the rota."),
    ("If you cannot find it, you must do your best to describe it.", "If you can't find it, you have to try your best to describe it."),  # noqa: E501
    ("The panel will decide whether to give you permission to leave.", "The panel decides whether you may leave."),
    ("The two forms are not the same.", "The forms are different."),
    ("You must rest for at least 30 minutes.", "You must rest for half an hour or longer."),
    ("It can take up to 8 weeks.", "It could take up to 8 weeks."),
    ("The pass takes up to 8 weeks.", "The pass can take 8 weeks."),
    ("The earliest you can start is 2 days from when you apply.", "You can't start sooner than 2 days after you apply."),  # noqa: E501
    ("You have 14 days to pay.", "You've two weeks to pay."),
    ("If you think the bill is wrong, tell us.", "Tell us if you think the bill is not right."),
    ("If you fail, you can sit the test again.", "If you do not pass, you can sit the test again."),
    ("If we agree, you pay nothing.", "Should we agree, you pay nothing."),
    ("Day Friday; Pool 9am to 6pm; Gym 7am to 8pm", "On Friday the pool shuts at 6pm."),
    ("Staff must wear a badge.", "Employees have to wear a badge."),
]  # fmt: skip
UNFAITHFUL = [
    ("Visits are from 2pm to 5pm and 6pm to 9pm.", "Visits are from 2pm to 9pm."),
    ("It takes longer to apply by post than online.", "It takes longer to apply online than by post."),
    ("All sailors on seagoing ships get 10 hours of rest.", "All sailors get 10 hours of rest."),
    ("You or your helper must visit the office.", "You and your helper must visit the office."),
    ("It can lead to 6 months in prison, a £5,000 fine or both.", "It can lead to 6 months in prison and a £5,000 fine."),  # noqa: E501
    ("It is your responsibility to clear the path.", "It is the owner's responsibility to clear the path."),
    ("You count your partner if you live with them.", "You count your partner whether or not you live with them."),
    ("Everyone can ask for a visit, not just parents.", "Only parents can ask for a visit."),
    ("You can complain if your employer does not provide water.", "You can complain if you do not provide your employer with water."),  # noqa: E501
    ("Apply within 6 months of the wedding.", "Apply within 6 months of the divorce."),
    ("After the visit we call you.", "Before the visit we call you."),
    ("They go to your station and bring their own pass.", "They go to their own station and bring your pass."),
    ("Make decisions in their best interests when you act for them.", "Make decisions in your best interests."),
    ("You get a bill, but your home might still qualify for a discount.", "Your home qualifies for a discount."),
    ("You can come in only from 6am, and must leave if only guests are here.", "You can come in only from 6am, and must leave if guests are here."),  # noqa: E501
    ("Agents cannot come in on a first visit.", "Agents cannot come in."),
    ("We decide in 8 weeks. It may take 12 weeks if you need a test.", "We decide in 12 weeks."),
    ("You can challenge it if you lose the case and you think there is a mistake.", "You can challenge it if you lose the case."),  # noqa: E501
    ("The fund is closed at the moment.", "The fund is closed for good."),
    ("You can join if you earn less than £900 a week and have less than £600 saved.", "You can join if you earn less than £900 a week or have less than £600 saved."),  # noqa: E501
]  # fmt: skip


ROW = Fact(
    "Day Thursday; Pool 9am to 8pm; Gym 10am to 5pm; Track Closed", own="Thursday | 9am to 8pm | 10am to 5pm | Closed"
)


@pytest.mark.parametrize(
    ("said", "carried"),
    [
        ("On Thursday the gym is open until 5pm.", True),
        ("On Thursday the gym is open until 8pm.", False),
        ("On Thursday the pool is closed.", False),
        ("On Thursday the track is closed.", True),
    ],
)
def test_a_cell_of_a_row_stays_in_its_column(said: str, *, carried: bool) -> None:
    assert judge(said, [ROW]).carried is carried


@pytest.mark.parametrize(("quoted", "said"), FAITHFUL)
def test_another_way_of_saying_the_same_is_kept(quoted: str, said: str) -> None:
    assert judge(said, [Fact(quoted, own=quoted)]).reasons == ()


@pytest.mark.parametrize(("quoted", "said"), UNFAITHFUL)
def test_a_small_change_of_what_is_so_is_dropped(quoted: str, said: str) -> None:
    assert not judge(said, [Fact(quoted, own=quoted)]).carried


@pytest.mark.parametrize(
    ("check", "quoted", "said", "found"),
    [
        ("anchors", "You get a card within 10 days of paying.", "Within 10 days of applying you get a card.", True),
        (
            "anchors",
            "You get a card within 10 days of paying.",
            "Within 10 days of your payment you get a card.",
            False,
        ),
        ("perhaps", "A home like yours might qualify for a discount.", "Your home qualifies for a discount.", True),
        ("perhaps", "A home like yours might qualify for a discount.", "Your home may get a discount.", False),
    ],
)
def test_a_check_sees_its_own_kind_of_falsehood(check: str, quoted: str, said: str, *, found: bool) -> None:
    case = read_case(said, [Fact(quoted, own=quoted)], "", None)
    assert any(True for _ in CHECKS[check](case)) is found
