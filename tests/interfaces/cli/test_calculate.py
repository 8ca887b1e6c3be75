"""``fingerpost calculate``: what a service sets is used, and a missing engine is said with what works without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fingerpost.services.estimate import line_for
from fingerpost.settings import load_settings
from fingerpost.testing.estimate_engine import install
from tests.interfaces.web.written import SETTINGS

HOUSEHOLD = ("--input", "region=wales", "--input", "age=30", "--input", "savings=0", "--input", "home=owned")


@pytest.fixture(params=[False])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    python = install(tmp_path / "engine", absent=request.param)
    (tmp_path / "fingerpost.toml").write_text(f'{SETTINGS}[calculators.estimate]\npython = "{python}"\n')
    return tmp_path


def test_benefits_are_estimated_as_the_service_has_set_it(fingerpost: Callable, folder: Path) -> None:
    ran = fingerpost("calculate", "benefits-estimate", "--service", folder, *HOUSEHOLD, "--json")
    assert (ran.code, ran.json["result"]["universal_credit_low"]) == (0, "1000.00")
    shown = fingerpost("calculate", "benefits-estimate", "--service", folder, *HOUSEHOLD).out
    assert "In all, at least: £1,000 a month" in shown
    assert "not a promise" in " ".join(shown.split())
    line_for(load_settings(folder, {}).calculators.estimate).close()


@pytest.mark.parametrize("folder", [True], indirect=True)
def test_without_the_engine_the_error_names_what_to_install_and_what_works_without_it(
    fingerpost: Callable, folder: Path
) -> None:
    ran = fingerpost("calculate", "benefits-estimate", "--service", folder, *HOUSEHOLD)
    assert ran.code != 0
    said = " ".join(ran.err.split())
    assert "fingerpost[estimate]" in said
    assert "check-benefits" in said
    line_for(load_settings(folder, {}).calculators.estimate).close()


def test_an_input_that_is_missing_is_named_before_anything_is_started(fingerpost: Callable, folder: Path) -> None:
    ran = fingerpost("calculate", "benefits-estimate", "--service", folder, *HOUSEHOLD[:6])
    assert ran.code == 2
    assert "home: field required" in " ".join(ran.err.split())
