"""Calculators in web pages: the form, what is wrong with it, the result with its working, and nothing in an address."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import Response
from starlette.testclient import TestClient

from fingerpost.errors import SettingsError
from fingerpost.interfaces.web.calculators import PATH, calculator_routes
from fingerpost.interfaces.web.pages import Pages
from fingerpost.services.calculators import calculators, offered_names
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import post
from tests.interfaces.web.written import SETTINGS, written_service

TAX: dict[str, str] = {"tax_year": "2025-26", "nation": "england", "employment_income": "£30,000"}
WAGE = {"date-day": "30", "date-month": "6", "date-year": "2025", "age": "30", "apprentice": "no"}


def words(page: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.text)).split())


def test_every_calculator_offered_is_listed_and_has_its_page(client: TestClient):
    listed = client.get(PATH).text
    for name in offered_names(["*"]):
        assert f'href="{PATH}/{name}"' in listed
        page = client.get(f"{PATH}/{name}")
        assert page.status_code == 200
        assert "&lt;" not in page.text
        for key, field in calculators()[name].inputs.model_fields.items():
            assert html.escape(str(field.title), quote=False).replace("'", "&#39;") in page.text, key


def test_an_example_date_is_written_as_its_boxes_take_it(client: TestClient):
    assert "For example, 30 6 2025" in client.get(f"{PATH}/minimum-wage").text


def test_a_result_has_its_figures_its_working_its_rates_and_says_that_it_is_no_guidance(client: TestClient):
    result = post(client, f"{PATH}/income-tax", None, **TAX)
    assert result.status_code == 200
    said = words(result)
    assert "Income Tax £3,486" in said
    assert "Take-home pay £25,119.60" in said
    assert "They hold from 6 April 2025 to 5 April 2026" in said
    assert "It is not guidance and not a decision" in said
    assert 'href="https://www.legislation.gov.uk/ukpga/2007/3/section/35"' in result.text
    assert "How much are you paid a year before tax? £30,000" in said
    assert "£££" not in said


def test_what_somebody_might_get_has_its_link_beside_it(client: TestClient):
    answers = {"nation": "england", "over_pension_age": "no", "working": "no", "health_condition": "no", "cares": "no"}
    more = {"child_disabled": "no", "on_benefits": "no", "savings": "16000-or-less"}
    page = post(client, f"{PATH}/check-benefits", None, **answers, **more)
    row = page.text.partition(">Universal Credit</dt>")[2].partition("</div>")[0]
    assert 'href="https://www.gov.uk/universal-credit"' in row
    assert "Check if you can get it and apply" in row
    assert "benefits-estimate" not in page.text


def test_answers_are_shown_as_people_write_them_and_a_day_left_out_is_not_made_up(client: TestClient):
    estate = {"nation": "wales", "estate": "£300000", "partner": "no", "children": "1", "parents_or_siblings": "no"}
    said = words(post(client, f"{PATH}/intestacy", None, **estate))
    assert "after debts and funeral costs? £300,000" in said
    assert "When did the person die? Not given" in said
    dated = {**estate, "date_of_death-day": "3", "date_of_death-month": "2", "date_of_death-year": "2024"}
    assert "When did the person die? 3 February 2024" in words(post(client, f"{PATH}/intestacy", None, **dated))


def test_no_figure_about_a_person_is_in_an_address(client: TestClient):
    result = post(client, f"{PATH}/income-tax", None, **TAX)
    assert not result.history
    assert "30,000" not in "".join(re.findall(r'(?:href|action|src)="([^"]*)"', result.text))


def test_working_it_out_again_keeps_what_was_typed(client: TestClient):
    result = post(client, f"{PATH}/minimum-wage", None, **WAGE)
    assert "£12.21 an hour" in words(result)
    again = dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">', result.text))
    form = client.post(f"{PATH}/minimum-wage", data={**again, "change": "yes"})
    assert form.status_code == 200
    for part, value in (("day", "30"), ("month", "6"), ("year", "2025")):
        assert re.search(rf'name="date-{part}"[^>]*value="{value}"', form.text)
    assert re.search(r'name="age"[^>]*value="30"', form.text)
    assert re.search(r'value="no" checked', form.text)
    assert "There is a problem" not in form.text


def test_each_thing_that_is_wrong_is_named_and_linked_in_the_order_of_the_form(client: TestClient):
    given = {"date-day": "31", "date-month": "2", "date-year": "2025", "age": "15", "pay": "lots", "hours": "0"}
    form = post(client, f"{PATH}/minimum-wage", None, **given)
    assert form.status_code == 400
    assert "<title>Error: " in form.text
    summary = form.text.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    links = re.findall(r'href="#([\w-]+)"', summary)
    assert links == ["date-day", "age", "apprentice", "pay", "hours"]
    for link in links:
        assert form.text.count(f'id="{link}"') == 1
    said = words(form)
    assert "Enter a real date" in said
    assert "Enter 16 or more" in said
    assert "Select yes or no" in said
    assert "such as 250 or 85.50" in said
    assert "Enter more than 0" in said
    assert re.search(r'name="pay"[^>]*value="lots"', form.text)


def test_what_cannot_be_true_together_is_said_at_its_question(client: TestClient):
    given = {"nation": "wales", "date-day": "1", "date-month": "6", "date-year": "2025"}
    form = post(client, f"{PATH}/redundancy-pay", None, **given, age="20", years="9", weekly_pay="400")
    assert form.status_code == 400
    assert "can't have worked 9 full years" in words(form)
    assert 'href="#years"' in form.text


def test_a_date_outside_the_rates_is_said_and_nothing_is_guessed(client: TestClient):
    form = post(client, f"{PATH}/income-tax", None, **{**TAX, "tax_year": "2031-32"})
    assert form.status_code == 400
    assert "No rates are held for 6 April 2031" in words(form)
    assert 'href="#tax_year"' in form.text


def test_what_changes_a_result_is_asked_and_never_assumed(client: TestClient):
    page = client.get(f"{PATH}/statutory-maternity-pay").text
    assert "checked" not in page
    form = post(client, f"{PATH}/statutory-maternity-pay", weekly_pay="400")
    assert 'href="#long_enough"' in form.text


def test_nothing_typed_is_taken_for_markup(client: TestClient):
    hostile = "\"><script>alert('x')</script>{{7*7}}"
    form = post(client, f"{PATH}/income-tax", tax_year=hostile, nation=hostile, employment_income=hostile)
    assert form.status_code == 400
    assert "<script>alert" not in form.text
    assert "49" not in re.findall(r'name="tax_year"[^>]*value="([^"]*)"', form.text)[0]


def test_a_form_from_elsewhere_or_without_its_token_works_nothing_out(client: TestClient):
    assert post(client, f"{PATH}/income-tax", {"sec-fetch-site": "cross-site"}, **TAX).status_code == 403
    stale = client.post(f"{PATH}/income-tax", data=TAX)
    assert stale.status_code == 403
    assert "3,486" not in stale.text
    assert re.search(r'name="employment_income"[^>]*value="£30,000"', stale.text)


def test_an_unknown_calculator_is_not_found(client: TestClient):
    assert client.get(f"{PATH}/horoscope").status_code == 404
    assert post(client, f"{PATH}/horoscope").status_code == 404


def test_the_frame_is_in_welsh_and_the_calculators_own_words_are_marked_as_english(bilingual_app: FastAPI):
    client = TestClient(bilingual_app, base_url="http://localhost", headers={"accept-language": "cy"})
    page = client.get(f"{PATH}/income-tax").text
    assert '<html lang="cy"' in page
    assert "Cyfrifo" in page
    assert re.search(r'<span lang="en">How much are you paid a year', page)
    result = post(client, f"{PATH}/income-tax", None, **TAX).text
    assert "Maent yn gymwys o 6 Ebrill 2025" in result
    assert re.search(r'<dt class="govuk-summary-list__key" lang="en">Income Tax</dt>', result)


def test_a_service_chooses_what_it_offers(tmp_path: Path):
    service = written_service(tmp_path, SETTINGS + '[calculators]\noffered = ["minimum-wage"]\n')
    client = TestClient(web_app(service), base_url="http://localhost")
    assert client.get(f"{PATH}/minimum-wage").status_code == 200
    assert client.get(f"{PATH}/income-tax").status_code == 404
    service.store.close()


def test_a_service_may_offer_none(tmp_path: Path):
    service = written_service(tmp_path, SETTINGS + "[calculators]\noffered = []\n")
    client = TestClient(web_app(service), base_url="http://localhost")
    assert client.get(PATH).status_code == 404
    assert "/calculators" not in client.get("/").text
    service.store.close()


def test_a_calculator_that_is_not_installed_is_named_with_the_nearest(tmp_path: Path):
    service = written_service(tmp_path, SETTINGS + '[calculators]\noffered = ["minimum-wages"]\n')
    with pytest.raises(SettingsError, match=r"minimum-wages(.|\n)*did you mean 'minimum-wage'"):
        calculator_routes(Pages(service))  # pyright: ignore[reportArgumentType] - a service of written answers
    service.store.close()
