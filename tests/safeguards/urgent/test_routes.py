"""Which helplines are shown, to whom, in which words, and how old their numbers may get."""

from __future__ import annotations

import re
from datetime import date, timedelta

from fingerpost.domain import HelpRoute
from fingerpost.safeguards.urgent import KINDS, DutyLine, Kind
from fingerpost.safeguards.urgent.nations import nation_of
from fingerpost.safeguards.urgent.routes import NATIONS, every_route, in_language, routes_for, unchecked


def phones(*kinds: Kind, nation: str = "") -> list[str]:
    return [route.phone for route in routes_for(kinds, nation)]


def test_every_kind_has_help_in_every_nation():
    for kind in KINDS:
        for nation in ("", *NATIONS):
            assert any(route.phone or route.url for route in routes_for([kind], nation)), (kind, nation)


def test_each_nation_gets_its_own_lines():
    assert "0808 2000 247" in phones(Kind.DOMESTIC_ABUSE, nation="england")
    assert "0808 80 10 800" in phones(Kind.DOMESTIC_ABUSE, nation="wales")
    assert "0800 027 1234" in phones(Kind.DOMESTIC_ABUSE, nation="scotland")
    assert "0808 802 1414" in phones(Kind.DOMESTIC_ABUSE, nation="northern_ireland")
    assert "0808 2000 247" not in phones(Kind.DOMESTIC_ABUSE, nation="wales")
    assert phones(Kind.GAS, nation="northern_ireland")[0] == "0800 002 001"


def test_with_no_nation_known_every_nations_line_is_there_and_says_where_it_serves():
    shown = routes_for([Kind.DOMESTIC_ABUSE])

    assert {"0808 2000 247", "0808 80 10 800", "0800 027 1234", "0808 802 1414"} <= {route.phone for route in shown}
    assert "National Domestic Abuse Helpline (England)" in [route.name for route in shown]


def test_the_services_own_duty_line_comes_where_it_should():
    own = DutyLine(HelpRoute(key="duty_line_1", name="Night team", phone="01632 960 111"), (Kind.HOMELESS,))

    assert routes_for([Kind.HOMELESS], "england", [own])[0].phone == "01632 960 111"
    assert "01632 960 111" not in [route.phone for route in routes_for([Kind.FIRE], "england", [own])]
    assert any("find-local-council" in route.url for route in routes_for([Kind.HOMELESS], "england"))


def test_two_kinds_share_a_list_with_no_line_twice_and_the_most_pressing_first():
    shown = phones(Kind.MEDICAL, Kind.SUICIDE, nation="england")

    assert shown[0] == "999"
    assert shown.count("999") == 1
    assert "116 123" in shown


def test_every_line_has_its_source_its_day_and_welsh_words():
    for route in every_route():
        assert re.match(r"https://[\w.-]+/", route.source), route.key
        assert route.checked is not None
        said = in_language(route, "cy")
        assert said.locale == "cy"
        assert said.when
        assert (said.phone, said.source) == (route.phone, route.source)
        assert in_language(route, "pl") is route


def test_a_number_older_than_six_months_is_named():
    checked = max(route.checked for route in every_route() if route.checked)

    assert unchecked(checked) == ()
    assert len(unchecked(checked + timedelta(days=200))) == len(every_route())
    assert unchecked(date(2026, 11, 24)) == ()


def test_a_question_tells_its_nation():
    assert nation_of("I live in Glasgow and have no food") == "scotland"
    assert nation_of("my husband hits me, I'm in Cardiff", "england") == "wales"
    assert nation_of("we moved from England to Wales") == ""
    assert nation_of("Dwi ddim eisiau byw") == "wales"
    assert nation_of("Dwi ddim eisiau byw", "england") == "england"
    assert nation_of("I have no food", "northern_ireland") == "northern_ireland"
