from __future__ import annotations

import hashlib
import importlib.metadata

from fingerpost.interfaces.web.pages import STATIC

VENDORED = STATIC / "vendor" / "govuk-frontend"


def test_the_vendored_files_are_the_ones_their_hashes_were_taken_of():
    lines = (VENDORED / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    hashes = {name: digest for digest, name in (line.split("  ") for line in lines)}

    found = {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in VENDORED.iterdir()}
    del found["SHA256SUMS"]

    assert found == hashes


def test_the_version_is_the_one_govuk_frontend_jinja_targets():
    version = (VENDORED / "VERSION").read_text(encoding="utf-8").strip()
    readme = importlib.metadata.metadata("govuk-frontend-jinja").get_payload()

    assert f"GOV.UK%20Frontend-v{version}-" in str(readme)


def test_the_script_asks_for_this_version_so_that_a_browser_may_keep_it():
    version = (VENDORED / "VERSION").read_text(encoding="utf-8").strip()

    assert f'"./vendor/govuk-frontend/govuk-frontend.min.js?v={version}"' in (STATIC / "main.js").read_text(
        encoding="utf-8"
    )


def test_neither_the_typeface_nor_the_arms_of_gov_uk_are_shipped():
    css = (VENDORED / "govuk-frontend.min.css").read_text(encoding="utf-8")

    assert "GDS Transport" not in css
    assert "url(" not in css
    assert sorted(file.suffix for file in VENDORED.iterdir() if file.suffix) == [".css", ".js"]


def test_no_source_map_is_asked_for():
    for file in VENDORED.glob("govuk-frontend.*"):
        assert "sourceMappingURL" not in file.read_text(encoding="utf-8")
