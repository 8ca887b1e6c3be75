"""What a visitor sees who asks in Welsh, or in a language that is not answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from fingerpost.service import Service
from fingerpost.settings import load_settings
from fingerpost.sync import sync
from tests.interfaces.web.conftest import web_app
from tests.interfaces.web.visitor import ask
from tests.small_service import make_service_folder


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder: Path = make_service_folder(tmp_path_factory.mktemp("service"))
    sync(load_settings(folder, {}))
    with Service.open(folder) as opened:
        yield opened


@pytest.fixture
def visitor(service: Service) -> TestClient:
    return TestClient(web_app(service), base_url="http://localhost", headers={"accept-language": "en"})


def paragraphs(page: str, language: str) -> list[str]:
    return re.findall(rf'<p class="govuk-inset-text" lang="{language}"[^>]*>([^<]+)</p>', page)


def test_a_welsh_question_from_english_pages_is_told_so_in_welsh(visitor: TestClient) -> None:
    page = ask(visitor, "Ydw i'n talu llai o dreth gyngor os ydw i'n byw ar fy mhen fy hun?")
    assert '<html lang="en"' in page
    assert len(paragraphs(page, "cy")) == 1
    assert "Ni welsom ateb i hyn ar ein tudalennau Cymraeg" in paragraphs(page, "cy")[0]
    assert "25% off your Council Tax" in page


def test_a_language_that_is_not_answered_is_told_in_itself_with_its_direction(visitor: TestClient) -> None:
    page = ask(visitor, "میں بچوں کے لیے الاؤنس کی درخواست کیسے دوں؟")
    assert re.search(r'<p class="govuk-inset-text" lang="ur" dir="rtl">[^<]+</p>', page)
    assert "We can only answer in English and Welsh at the moment" in page
    assert "01632 960123" in page
