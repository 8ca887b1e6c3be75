"""What a fluent rewording may do, and the small changes that must not pass for one."""

from __future__ import annotations

import pytest

from fingerpost.answers.grounding.reading import Fact
from fingerpost.answers.grounding.support import judge

FAITHFUL = [
    ("The badge is valid for 10 years.", "The badge stays valid for a decade."),
    ("You can start on your 17th birthday onwards.", "You can start once you turn 17."),
    ("You have to wait at least 3 working days.", "You must wait 3 or more working days."),
    ("You pay £470 per year.", "You pay £470 for each year."),
    ("You must be a nurse to join the rota.", "Only nurses can join the rota."),
    ("If you cannot find it, you must do your best to describe it.", "If you can't find it, you have to try your best to describe it."),  # noqa: E501
    ("The panel will decide whether to give you permission to leave.", "The panel decides whether you may leave."),
    ("The two forms are not the same.", "The forms are different."),
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
    ("You can join if you earn less than £900 a week and have less than £600 saved.", "You can join if you earn less than £900 a week or have less than £600 saved."),  # noqa: E501
]  # fmt: skip


@pytest.mark.parametrize(("quoted", "said"), FAITHFUL)
def test_another_way_of_saying_the_same_is_kept(quoted: str, said: str) -> None:
    assert judge(said, [Fact(quoted, own=quoted)]).reasons == ()


@pytest.mark.parametrize(("quoted", "said"), UNFAITHFUL)
def test_a_small_change_of_what_is_so_is_dropped(quoted: str, said: str) -> None:
    assert not judge(said, [Fact(quoted, own=quoted)]).carried
