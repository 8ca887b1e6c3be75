"""Sampleford's pages: whole, true to one another, plainly written, and never to be taken for a real place."""

from __future__ import annotations

import csv
import importlib.util
import re
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

import frontmatter
import pdfplumber
import pytest
from lxml import html

from fingerpost.content.docx import read_docx
from fingerpost.content.markdown import read_markdown
from fingerpost.domain import BlockKind, Status
from fingerpost.settings import FolderSettings, load_settings

SERVICE = Path(str(files("fingerpost.demo") / "sampleford"))
CONTENT = SERVICE / "content"
SITE = "https://www.sampleford.example/"
KINDS = {"guide", "answer", "transaction", "contact", "news", "step_by_step"}
NOTE = "Sampleford is an invented council"

# Ofcom keeps these for drama: https://www.ofcom.org.uk/phones-and-broadband/phone-numbers/numbers-for-drama
DRAMA = re.compile(r"(18001 )?(01632 960 \d{3}|0808 157 0\d{3}|07700 900 ?\d{3}|03069 990 ?\d{3})")
TELEPHONE = re.compile(r"(?<![\d£.,])(?:18001 )?(?:\+44 ?|0)\d(?:[ -]?\d){7,10}(?!\d)")
SHORT = re.compile(
    r"(?:\b(?:call|ring|dial|text|police on|ffoniwch|heddlu ar)) ([1-9]\d{2,5}(?: \d{3})?)\b", re.IGNORECASE
)
EMERGENCY = {"999", "111", "101", "112", "105"}


@dataclass(frozen=True)
class Written:
    """One Markdown page as it was written."""

    path: str
    meta: dict[str, Any]
    body: str
    source: str

    @property
    def plain(self) -> str:
        return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", self.body)


def _read(file: Path) -> Written:
    source = file.read_text(encoding="utf-8")
    page = frontmatter.loads(source)
    return Written(file.relative_to(CONTENT).as_posix(), dict(page.metadata), page.content, source)


PAGES = tuple(_read(file) for file in sorted(CONTENT.rglob("*.md")))
LIVE = tuple(page for page in PAGES if page.meta.get("status") != "withdrawn")
URLS = {page.meta["url"] for page in PAGES} | {
    SITE + "travel/bus-pass",
    SITE + "leisure/allotments.docx",
    SITE + "benefits/cost-of-living-leaflet.pdf",
}
every_page = pytest.mark.parametrize("page", PAGES, ids=[page.path for page in PAGES])


@pytest.fixture(scope="module")
def made_by() -> ModuleType:
    """The script that makes the PDF and the Word page. Skips where there is no checkout, only the package."""
    script = Path(__file__).resolve().parents[2] / "scripts" / "build_demo_pdf.py"
    spec = importlib.util.spec_from_file_location("build_demo_pdf", script)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The words of every live page, whatever it is written in, in one line each."""
    found = {page.path: page.plain for page in LIVE}
    found["travel/bus-pass.html"] = html.parse(CONTENT / "travel" / "bus-pass.html").getroot().text_content()
    with pdfplumber.open(CONTENT / "benefits" / "cost-of-living-leaflet.pdf") as leaflet:
        found["leaflet"] = "\n".join(page.extract_text() for page in leaflet.pages)
    word = read_docx((CONTENT / "leisure" / "allotments.docx").read_bytes(), url=SITE + "leisure/allotments.docx")
    found["leisure/allotments.docx"] = "\n".join(block.text for block in word.blocks)
    return {name: re.sub(r"\s+", " ", text) for name, text in found.items()}


def test_the_settings_hold_and_say_it_is_a_demonstration() -> None:
    settings = load_settings(SERVICE, {})
    (source,) = settings.sources
    assert settings.service.demonstration
    assert set(settings.service.locales) == {"en", "cy"}
    assert len(settings.service.examples) == 6
    assert isinstance(source, FolderSettings)
    assert settings.path(source.path) == CONTENT
    assert NOTE in source.attribution
    assert DRAMA.fullmatch(settings.service.contact.phone)
    assert DRAMA.fullmatch(settings.service.contact.text_relay)
    assert settings.service.contact.email.endswith("@sampleford.example")
    assert settings.service.contact.url in URLS


def test_there_are_enough_pages_in_each_language() -> None:
    languages = [page.meta["locale"] for page in LIVE]
    assert languages.count("en") >= 45
    assert languages.count("cy") >= 6


def test_there_is_one_withdrawn_page_and_a_notice_for_the_filters() -> None:
    assert [page.path for page in PAGES if page not in LIVE] == ["benefits/household-support-fund.md"]
    assert any(page.meta["kind"] == "news" for page in LIVE)


@every_page
def test_each_page_says_what_it_is(page: Written) -> None:
    meta = page.meta
    assert meta["title"].strip()
    assert len(meta["title"]) <= 75
    assert 20 <= len(meta["description"]) <= 160
    assert meta["locale"] == ("cy" if page.path.startswith("cy/") else "en")
    assert meta["kind"] in KINDS
    assert type(meta["published"]) is date
    assert type(meta["updated"]) is date
    assert meta["published"] <= meta["updated"]
    assert meta["url"] == SITE + page.path.removesuffix(".md")
    if "start_link" in meta:
        assert set(meta["start_link"]) == {"text", "url"}
        assert meta["start_link"]["url"].startswith(SITE + "forms/")


@every_page
def test_each_page_is_marked_as_a_demonstration(page: Written) -> None:
    assert NOTE in page.source.split("---")[1]


def test_no_two_pages_share_a_title_or_an_address() -> None:
    assert len({page.meta["title"] for page in PAGES}) == len(PAGES)
    assert len({page.meta["url"] for page in PAGES}) == len(PAGES)


@every_page
def test_each_link_leads_to_a_page_that_is_there_or_to_gov_uk(page: Written) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", page.body):
        if target.startswith("/"):
            assert SITE + target.removeprefix("/") in URLS, f"{page.path} links to {target}, which is not there"
        else:
            assert target.startswith("https://www.gov.uk/"), f"{page.path} links to {target}"


@every_page
def test_each_page_is_as_long_as_it_needs_and_no_longer(page: Written) -> None:
    words = len(page.plain.split())
    least = 80 if page.meta.get("status") == "withdrawn" else 150
    assert least <= words <= 520, f"{page.path}: {words} words"


@every_page
def test_sentences_are_short(page: Written) -> None:
    lengths = [len(sentence.split()) for sentence in _sentences(page.plain)]
    assert sum(lengths) / len(lengths) <= 15, f"{page.path}: {sum(lengths) / len(lengths):.1f} words a sentence"
    assert max(lengths) <= 40, f"{page.path}: a sentence of {max(lengths)} words"


def _sentences(body: str) -> list[str]:
    """The running text in sentences: lists, steps, tables, headings and contacts are read in another way."""
    lines = [line.removeprefix("> ") for line in body.splitlines()]
    prose = [line for line in lines if line and not re.match(r"(#|\||- |\d+\. |\[!|Telephone|Ffôn|Email|E-bost)", line)]
    return [s for line in prose for s in re.split(r"(?<=[.!?:])\s+", line) if s.strip()]


def test_every_telephone_number_is_one_kept_for_drama(texts: dict[str, str]) -> None:
    seen = 0
    for name, text in texts.items():
        for number in TELEPHONE.findall(text):
            assert DRAMA.fullmatch(number), f"{name}: {number!r} may be somebody's"
            seen += 1
        for number in SHORT.findall(text):
            assert number in EMERGENCY, f"{name}: {number} is a real helpline"
    assert seen > 100


def test_every_email_address_is_sampleford_s_own(texts: dict[str, str]) -> None:
    for name, text in texts.items():
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", text):
            assert address.endswith("@sampleford.example"), f"{name}: {address}"


@dataclass(frozen=True)
class Fact:
    """A figure said in more than one place: what stands around it, and on how many pages it stands at least.

    ``said`` finds the figure, in its one group that matches; ``where`` keeps it to pages whose path it finds.
    ``source`` is the law it comes from, for what Sampleford did not invent.
    """

    name: str
    said: str
    figure: str
    pages: int
    where: str = ""
    source: str = ""


FACTS = (
    Fact("garden bin", r"£([\d.]+) (?:a year for each garden bin|y flwyddyn am bob bin gardd)", "48", 2),
    Fact("garden bin, less", r"£([\d.]+) (?:if you get \[?Council Tax R|os ydych yn cael G)", "24", 2, "bins/|biniau"),
    Fact("bins out", r"(?:bins? (?:was not )?out by|biniau allan erbyn) (\S+m)", "6:30am", 4),
    Fact("bulky items", r"Up to 3 items \| £(\d+)|hyd at 3 eitem fawr\D*£(\d+)", "32", 2),
    Fact("bulky, each more", r"Each extra item, [^|]+\| £(\d+)|£(\d+) am bob eitem arall", "8", 2),
    Fact("band A", r"\| A \|.*? £(\d,\d+\.\d\d)", "1,400.00", 2, "council-tax/bands|treth-gyngor"),
    Fact("band H", r"\| H \|.*? £(\d,\d+\.\d\d)", "4,200.00", 2, "council-tax/bands|treth-gyngor"),
    Fact("court costs", r"£(\d+) (?:in costs|costs)", "70", 1),
    Fact("planning advice", r"£(\d+) for work on a house", "90", 2),
    Fact("last day to register", r"11:59pm(?: on|,) (\w+ \d+ \w+ 2027)", "Monday 19 April 2027", 2),
    Fact(
        "last day for voter ID",
        r"(?:apply by|Proxy vote \|) 5pm(?: on|,) (\w+ \d+ \w+ 2027)",
        "Tuesday 27 April 2027",
        2,
    ),
    Fact("phone hours", r"(?:Monday to Thursday|Llun i ddydd Iau), (\S+ (?:to|i) \S+pm)", "8:30am to 5pm", 9),
    Fact("phone hours on Friday", r"(?:Friday|Gwener), (8\S+ (?:to|i) \S+pm)", "8:30am to 4:30pm", 9),
    Fact("single person", r"(\d+)% (?:off your|oddi ar)", "25", 2, source="Local Government Finance Act 1992, s 11"),
    Fact("tell us in", r"(?:within|o fewn) (\d+) d\w+ (?:if|of the end|os)", "21", 4, "council-tax|treth-gyngor"),
    Fact(
        "penalty charge",
        r"pay (\d+)% less if you pay within 14 days",
        "50",
        1,
        source="Civil Enforcement of Parking Contraventions (Guidelines on Levels of Charges) (England) Order 2007",
    ),
    Fact(
        "Blue Badge fee",
        r"(?:costs|costio|gostio|pay) £(\d+)",
        "10",
        4,
        "blue-badge|bathodyn",
        "Disabled Persons (Badges for Motor Vehicles) (England) Regulations 2000, as amended in 2011",
    ),
    Fact("Blue Badge years", r"(?:lasts up to|para hyd at) (\d)", "3", 2, "blue-badge|bathodyn"),
    Fact(
        "birth",
        r"(?:birth in England within|enedigaeth yn Lloegr o fewn) (\d+)",
        "42",
        2,
        source="Births and Deaths Registration Act 1953, s 2",
    ),
    Fact(
        "death",
        r"(?:death in England within|farwolaeth yn Lloegr o fewn|death\]\(\S+ within|death within) (\d+)",
        "5",
        2,
        source="Births and Deaths Registration Act 1953, s 17",
    ),
    Fact("certificate", r"certificate costs £([\d.]+\d)|tystysgrif \w+ yn costio £([\d.]+\d)", "12.50", 5),
    Fact(
        "threatened with homelessness",
        r"homeless within (\d+)|ddigartref o fewn (\d+)",
        "56",
        2,
        "",
        "Housing Act 1996, s 175",
    ),
    Fact("food, single", r"Food: single person \|? ?£(\d+)", "80", 2),
    Fact("food, couple", r"Food: couple \|? ?£(\d+)", "120", 2),
    Fact("food, family", r"Food: family with children \|? ?£(\d+)", "160", 2),
    Fact("energy", r"Gas and electricity \|? ?£(\d+)", "60", 2),
    Fact("crisis savings", r"less than £(\d+) you can get at", "500", 2),
    Fact("crisis payments in a year", r"get help (\d+) times in 12 months", "2", 2),
    Fact("crisis calls", r"before (\d+pm)(?:,| and)", "2pm", 3, "benefits|leaflet"),
    Fact("warm spaces", r"From (\w+ to \w+),? all our libraries", "November to March", 2),
)


@pytest.mark.parametrize("fact", FACTS, ids=[fact.name for fact in FACTS])
def test_the_same_thing_has_the_same_figure_everywhere(fact: Fact, texts: dict[str, str]) -> None:
    told: dict[str, set[str]] = {}
    for name, text in texts.items():
        if re.search(fact.where, name):
            for match in re.finditer(fact.said, text):
                figure = next(group for group in match.groups() if group)
                told.setdefault(name, set()).add(figure.replace(" i ", " to "))
    assert all(figures == {fact.figure} for figures in told.values()), told
    assert len(told) >= fact.pages, f"found on {sorted(told)} only"


def test_a_number_in_the_list_of_services_is_the_one_its_own_page_gives(texts: dict[str, str]) -> None:
    listed = dict(re.findall(r"\| ([^|]+?) \| (0[\d ]+?) (?=\|)", texts["contact.md"]))
    for service, path in {
        "Bins and recycling": "bins/missed-bin.md",
        "Council Tax and benefits": "council-tax/arrears.md",
        "Crisis payments and food (free to call)": "benefits/cost-of-living-help.md",
        "Council home repairs": "housing/repairs.md",
        "Private renting": "housing/private-renting.md",
        "Homeless or losing your home": "housing/homeless.md",
        "Adult social care": "care/needs-assessment.md",
        "Children's social care": "children/worried-about-a-child.md",
        "School places and transport": "schools/in-year.md",
        "Births, deaths and marriages": "register/death.md",
        "Parking": "parking/suspend-a-bay.md",
        "Blue Badge": "blue-badge/apply.md",
        "Elections": "elections/register-to-vote.md",
        "Libraries": "libraries/join-and-borrow.md",
        "Planning": "planning/apply.md",
        "Licences": "licences/temporary-events.md",
        "Noise, pests and dogs": "environment/noise.md",
        "Roads and street lights": "roads/street-lights.md",
        "Jobs": "jobs/apply.md",
        "Emergency repair to a council home": "housing/repairs.md",
        "Nowhere to sleep tonight": "housing/homeless.md",
        "A child or adult is not safe": "care/report-abuse.md",
        "Dangerous road, building or street light": "roads/potholes.md",
    }.items():
        assert listed[service] in texts[path], f"{path} does not give {listed[service]} for {service}"


def test_a_welsh_page_gives_the_same_figures_as_the_english_one(texts: dict[str, str]) -> None:
    money = re.compile(r"£[\d,.]*\d|0\d{3,4} \d{3} \d{3,4}")
    english = " ".join(text for name, text in texts.items() if not name.startswith("cy/"))
    known = set(money.findall(english))
    for name, text in texts.items():
        if name.startswith("cy/"):
            assert set(money.findall(text)) <= known, name


@every_page
def test_each_page_is_read_as_it_was_meant(page: Written) -> None:
    read = read_markdown((CONTENT / page.path).read_bytes(), url=page.meta["url"])
    kinds = [block.kind for block in read.blocks]
    assert (read.title, read.kind, read.locale) == (page.meta["title"], page.meta["kind"], page.meta["locale"])
    assert (read.status is Status.LIVE) == (page in LIVE)
    assert (read.start_link is not None) == ("start_link" in page.meta)
    assert kinds.count(BlockKind.CONTACT) == page.body.count("> [!CONTACT]")
    assert kinds.count(BlockKind.CALLOUT) == page.body.count("> [!WARNING]")
    assert kinds.count(BlockKind.TABLE_HEADER) == len(re.findall(r"^\| ---", page.body, re.MULTILINE))
    assert kinds.count(BlockKind.STEP) == len(re.findall(r"^\d+\. ", page.body, re.MULTILINE))


def test_the_leaflet_opens_and_holds_its_words(texts: dict[str, str]) -> None:
    assert "You may get a crisis payment from us." in texts["leaflet"]
    assert "clean winter coats" in texts["leaflet"]
    assert "(cid:" not in texts["leaflet"]
    assert NOTE in texts["leaflet"]
    assert NOTE in texts["travel/bus-pass.html"]
    assert NOTE in texts["leisure/allotments.docx"]


def test_the_leaflet_and_the_word_page_are_what_their_script_makes(made_by: ModuleType) -> None:
    for name, make in made_by.MADE.items():
        assert made_by.same((CONTENT / name).read_bytes(), make()), f"run scripts/build_demo_pdf.py: {name}"


def test_the_written_questions_have_an_answer_on_a_live_page_or_none_at_all() -> None:
    with (SERVICE / "questions.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    live = URLS - {page.meta["url"] for page in PAGES if page not in LIVE}
    titles = {page.meta["title"].casefold() for page in PAGES}
    answered = [row for row in rows if row["outcome"] in {"answered", "urgent"}]
    unanswered = [row for row in rows if row["outcome"] == "unanswerable | out_of_scope"]
    assert len(answered) + len(unanswered) == len(rows)
    assert len(answered) >= 40
    assert len(unanswered) >= 12
    assert all(row["must_cite"] in live for row in answered), [r for r in answered if r["must_cite"] not in live]
    assert all(not row["must_cite"] for row in unanswered)
    assert all(row["question"].casefold().rstrip("?") not in titles for row in rows)
    assert len({row["question"] for row in rows}) == len(rows)
