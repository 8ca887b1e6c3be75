"""Reading aloud: what is said, in which language, and that it stops. A headless browser is lent a voice for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.interfaces.web.conftest import open_page
from tests.interfaces.web.test_in_browser import QUESTIONS, ask, violations

# Speech as the browser has it: it speaks one thing at a time, and what is cancelled ends with an error.
SPEECH = """
(() => {
  const voices = %s;
  const heard = new EventTarget();
  let now = null;
  window.spoken = [];
  window.cancelled = 0;
  window.finishSentence = () => { const ended = now; now = null; ended?.onend?.({}); };
  window.arrive = (more) => { voices.push(...more); heard.dispatchEvent(new Event('voiceschanged')); };
  Object.defineProperty(window, 'speechSynthesis', { value: Object.assign(heard, {
    getVoices: () => voices,
    speak(words) {
      now = words;
      window.spoken.push({ text: words.text, lang: words.lang, voice: words.voice?.name ?? null });
      words.onstart?.({});
    },
    cancel() { window.cancelled += 1; const ended = now; now = null; ended?.onerror?.({ error: 'canceled' }); },
  })});
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
})();
"""
ENGLISH = '{name: "Brit", lang: "en-GB"}'
AMERICAN = '{name: "Yank", lang: "en-US", default: true}'
FAR_AWAY = '{name: "Cloud", lang: "en-GB", localService: false}'
WELSH = '{name: "Cymraes", lang: "cy-GB"}'


def speaking_page(browser: Browser, site: str, *voices: str) -> Iterator[Page]:
    with open_page(browser, site) as page:
        page.add_init_script(SPEECH % f"[{', '.join(voices)}]")
        yield page


@pytest.fixture
def speaker(browser: Browser, site: str) -> Iterator[Page]:
    """A page in a browser that speaks English and Welsh."""
    yield from speaking_page(browser, site, AMERICAN, ENGLISH, WELSH)


@pytest.fixture
def english_speaker(browser: Browser, site: str) -> Iterator[Page]:
    """A page in a browser that speaks English alone."""
    yield from speaking_page(browser, site, ENGLISH)


@pytest.fixture
def mute(browser: Browser, site: str) -> Iterator[Page]:
    """A page in a browser that has no voice."""
    yield from speaking_page(browser, site)


def read_aloud(page: Page, question: str) -> None:
    page.goto("/")
    ask(page, question)
    page.get_by_role("button", name="Read aloud").click()


def read_to_the_end(page: Page) -> list[dict[str, str]]:
    for _ in range(60):
        if page.get_by_role("button", name="Stop reading").count() == 0:
            break
        page.evaluate("finishSentence()")
    return page.evaluate("spoken")


def test_an_answer_is_read_sentence_by_sentence_to_its_end(speaker: Page):
    read_aloud(speaker, QUESTIONS["answered"])

    spoken = [each["text"] for each in read_to_the_end(speaker)]

    assert spoken == [
        "Bin collections",
        "We collect your rubbish bin every two weeks.",
        "Put it out by 7am on the day.",
        "If we missed your bin",
        "Tell us within 2 working days.",
        "You must:",
        "check that your street was due a collection",
        "leave the bin out where the crew can reach it",
        *spoken[8:],
    ]
    assert spoken[8:] == [
        "Updated 3 April 2026",
        "Contains public sector information licensed under the Open Government Licence v3.0.",
        "Next step",
        "Find your bin day",
    ]
    expect(speaker.get_by_role("status")).to_have_text("Finished reading")


def test_each_part_is_read_in_its_own_language_by_a_voice_that_speaks_it(speaker: Page):
    read_aloud(speaker, "I am in arrears")

    by_text = {each["text"]: (each["lang"], each["voice"]) for each in read_to_the_end(speaker)}

    assert by_text["Ffoniwch ni yn gyntaf."] == ("cy", "Cymraes")
    assert by_text["Treth Gyngor"] == ("cy", "Cymraes")
    assert by_text["Call 01632 960 124."] == ("en", "Brit")


def test_a_language_without_a_voice_is_left_out_and_that_is_said(english_speaker: Page):
    read_aloud(english_speaker, "I am in arrears")

    expect(english_speaker.get_by_role("status")).to_contain_text("no voice for the language of some of it")
    spoken = [each["text"] for each in read_to_the_end(english_speaker)]
    assert "Ffoniwch ni yn gyntaf." not in spoken
    assert "We can agree instalments for your arrears." in spoken


@pytest.mark.parametrize(("voices", "chosen"), [((FAR_AWAY, AMERICAN), "Yank"), ((FAR_AWAY,), "Cloud")])
def test_a_voice_on_the_device_is_used_before_one_that_is_sent_the_words(
    browser: Browser, site: str, voices: tuple[str, ...], chosen: str
):
    for page in speaking_page(browser, site, *voices):
        read_aloud(page, QUESTIONS["answered"])
        assert page.evaluate("spoken[0].voice") == chosen


def test_only_one_sentence_is_given_to_the_browser_at_a_time(speaker: Page):
    read_aloud(speaker, QUESTIONS["answered"])
    assert len(speaker.evaluate("spoken")) == 1


def test_it_stops_at_once_and_stays_stopped(speaker: Page):
    read_aloud(speaker, QUESTIONS["answered"])
    speaker.evaluate("finishSentence()")
    read = speaker.get_by_role("button", name="Read aloud")
    expect(read).to_have_attribute("aria-pressed", "true")
    cancelled = speaker.evaluate("cancelled")

    speaker.get_by_role("button", name="Stop reading").click()

    assert speaker.evaluate("cancelled") == cancelled + 1
    assert len(speaker.evaluate("spoken")) == 2
    expect(speaker.get_by_role("status")).to_have_text("Stopped")
    expect(read).to_have_attribute("aria-pressed", "false")
    expect(read).to_be_focused()
    expect(speaker.get_by_role("button", name="Stop reading")).to_have_count(0)
    assert speaker.evaluate("CSS.highlights.has('aloud')") is False


def test_pressing_it_again_or_escape_stops_it_too(speaker: Page):
    read_aloud(speaker, QUESTIONS["answered"])
    speaker.get_by_role("button", name="Read aloud").click()
    expect(speaker.get_by_role("button", name="Stop reading")).to_have_count(0)

    speaker.get_by_role("button", name="Read aloud").click()
    speaker.keyboard.press("Escape")
    expect(speaker.get_by_role("status")).to_have_text("Stopped")


def test_a_pause_is_gone_on_from_at_the_same_sentence(speaker: Page):
    read_aloud(speaker, QUESTIONS["answered"])
    speaker.evaluate("finishSentence()")
    pause = speaker.get_by_role("button", name="Pause")

    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "true")
    expect(speaker.get_by_role("status")).to_have_text("Paused")
    assert len(speaker.evaluate("spoken")) == 2

    pause.click()
    expect(pause).to_have_attribute("aria-pressed", "false")
    spoken = [each["text"] for each in speaker.evaluate("spoken")]
    assert spoken[1:] == ["We collect your rubbish bin every two weeks."] * 2


def test_the_sentence_being_read_is_marked(speaker: Page):
    read_aloud(speaker, QUESTIONS["answered"])
    speaker.evaluate("finishSentence()")
    marked = "[...CSS.highlights.get('aloud')].map(range => range.toString())"
    assert speaker.evaluate(marked) == ["We collect your rubbish bin every two weeks."]


def test_it_is_used_by_keyboard_alone(speaker: Page):
    speaker.goto("/")
    ask(speaker, QUESTIONS["answered"])
    read = speaker.get_by_role("button", name="Read aloud")
    for _ in range(30):
        speaker.keyboard.press("Tab")
        if read.evaluate("e => e === document.activeElement"):
            break
    speaker.keyboard.press("Enter")
    expect(read).to_have_attribute("aria-pressed", "true")
    speaker.keyboard.press("Tab")
    expect(speaker.get_by_role("button", name="Pause")).to_be_focused()
    speaker.keyboard.press("Tab")
    expect(speaker.get_by_role("button", name="Stop reading")).to_be_focused()
    speaker.keyboard.press("Space")
    expect(read).to_be_focused()


def test_reading_another_answer_stops_the_first(speaker: Page):
    read_aloud(speaker, QUESTIONS["answered"])
    ask(speaker, QUESTIONS["table"])
    assert speaker.get_by_role("button", name="Stop reading").count() == 0

    first, second = speaker.get_by_role("button", name="Read aloud").all()
    first.click()
    second.click()

    expect(first).to_have_attribute("aria-pressed", "false")
    expect(second).to_have_attribute("aria-pressed", "true")
    assert speaker.evaluate("spoken.at(-1).text") == "Parking permits"


def test_easy_read_is_read_aloud_line_by_line(speaker: Page):
    speaker.goto("/")
    ask(speaker, "I am in arrears")
    speaker.get_by_role("link", name=re.compile("^Easy read")).click()
    speaker.get_by_role("button", name="Read aloud").click()

    spoken = [each["text"] for each in read_to_the_end(speaker)]

    assert spoken[0] == "Your answer in easy read"
    assert "if you get Council Tax Reduction You pay £10 less" in spoken
    assert "arrears" in spoken
    assert not [text for text in spoken if "Check the words quoted" in text or text == "1"]


def test_axe_finds_nothing_while_it_reads(speaker: Page):
    read_aloud(speaker, QUESTIONS["answered"])
    assert violations(speaker) == []


def test_a_browser_without_a_voice_is_offered_nothing_until_one_arrives(mute: Page):
    mute.goto("/")
    ask(mute, QUESTIONS["answered"])
    expect(mute.get_by_role("button", name="Read aloud")).to_have_count(0)

    mute.evaluate(f"arrive([{ENGLISH}])")

    expect(mute.get_by_role("button", name="Read aloud")).to_be_visible()


def test_a_browser_that_cannot_speak_is_offered_nothing_and_complains_of_nothing(browser: Browser, site: str):
    with open_page(browser, site) as page:
        page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
        page.goto("/")
        ask(page, QUESTIONS["answered"])
        expect(page.get_by_role("button", name="Read aloud")).to_have_count(0)
