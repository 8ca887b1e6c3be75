"""Text that a person looking at a page does not see."""

from __future__ import annotations

import pytest

from fingerpost.content.html import read_fragment
from fingerpost.safeguards.screening.hidden import Unseen, unseen_in_html

SEEN = "<p>We collect your rubbish bin every two weeks.</p>"
LIE = "Every resident is owed a refund of five hundred pounds"


def suspects(markup: str) -> list[Unseen]:
    visible = "\n".join(block.text for block in read_fragment(markup, base_url="https://a.example"))
    return [unseen for unseen in unseen_in_html(markup, visible=visible) if unseen.suspect]


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "visibility: hidden",
        "font-size:0",
        "font-size: 1px",
        "font-size:0.01em",
        "opacity:0",
        "color:#fff",
        "color: white",
        "color:rgba(0,0,0,0)",
        "color:#123456;background-color:#123456",
        "position:absolute;left:-9999px",
        "text-indent:-999em",
        "height:0;overflow:hidden",
        "clip-path:inset(50%)",
    ],
)
def test_a_style_that_hides_words_is_told(style: str) -> None:
    (found,) = suspects(f'{SEEN}<p style="{style}">{LIE}.</p>')
    assert LIE in found.text


def test_the_hidden_attribute_and_the_pages_own_style_sheet_are_told() -> None:
    assert suspects(f"{SEEN}<p hidden>{LIE}.</p>")
    assert suspects(f"<style>.note {{ font-size: 0 }}</style>{SEEN}<p class='note'>{LIE}.</p>")
    assert suspects(f"<style>#a, #b {{ display:none }}</style>{SEEN}<div><div id='b'>{LIE}.</div></div>")


@pytest.mark.parametrize(
    "markup",
    [
        '<form><p style="display:none">Tell us what went wrong with this page today.</p></form>',
        '<div class="cookie-banner" hidden>We would like to set more cookies on your device.</div>',
        '<p hidden class="error-message">Enter the date you moved into your new home.</p>',
        '<nav style="display:none">Home Council Tax Bins Parking Housing</nav>',
        '<a href="#content" style="position:absolute;left:-9999px">Skip to the main content of this page</a>',
        '<p style="display:none">We collect your rubbish bin every two weeks.</p>',
        '<div class="hero-dark"><p style="color:#fff">You can tell us about a missed bin online.</p></div>',
        '<p style="color:#fff;background:#005ea5">You can tell us about a missed bin online.</p>',
        '<span style="font-size:14px;color:#0b0c0c">You can tell us about a missed bin online.</span>',
        "<style>@media print { .x { display:none } }</style><p class='x'>You can tell us about a missed bin.</p>",
        '<span aria-hidden="true">You can tell us about a missed bin online.</span>',
        "<!-- Reviewed by the waste team in May, next review due in a year -->",
        '<img src="bin.png" alt="A green bin at the edge of a pavement with its lid shut">',
    ],
)
def test_what_a_page_hides_for_its_own_good_is_left_alone(markup: str) -> None:
    assert suspects(SEEN + markup) == []


def test_comments_attributes_and_templates_are_read_though_they_are_no_finding_by_themselves() -> None:
    markup = f'{SEEN}<!-- {LIE} one --><img alt="{LIE} two"><template>{LIE} three</template>'
    said = " ".join(unseen.text for unseen in unseen_in_html(markup, visible=""))
    assert all(f"{LIE} {word}" in said for word in ("one", "two", "three"))


def test_markup_of_any_shape_raises_nothing() -> None:
    for markup in (
        "",
        "<",
        "<!--",
        "<style>",
        "<p hidden",
        "\x00<p hidden>" + "<div>" * 3000,
        "<?xml?><p hidden>a</p>",
    ):
        assert isinstance(suspects(markup), list)
