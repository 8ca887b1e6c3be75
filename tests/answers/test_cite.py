from urllib.parse import unquote

from fingerpost.answers.cite import attribution_for, cite, with_text_fragment

URL = "https://www.sampleford.example/bins"


def test_a_short_quotation_is_named_whole() -> None:
    assert with_text_fragment(URL, "Put your bin out by 7am.") == f"{URL}#:~:text=Put%20your%20bin%20out%20by%207am."


def test_a_long_quotation_is_named_by_its_first_and_last_words() -> None:
    quote = "You must put your bin out by 7am on the day that we collect it from your street."
    fragment = with_text_fragment(URL, quote).partition("text=")[2]
    assert unquote(fragment) == "You must put your bin,collect it from your street."


def test_the_characters_of_the_directive_itself_are_encoded() -> None:
    fragment = with_text_fragment(URL, "Self-employed, or not").partition("text=")[2]
    assert fragment == "Self%2Demployed%2C%20or%20not"


def test_bullets_and_step_numbers_are_not_looked_for_on_the_page() -> None:
    fragment = with_text_fragment(URL, "You need:\n- a bin\n2. a lid").partition("text=")[2]
    assert unquote(fragment) == "You need:,a lid"


def test_a_table_row_is_named_by_its_first_cell() -> None:
    assert with_text_fragment(URL, "Small bin | £30").endswith("#:~:text=Small%20bin")


def test_an_address_with_a_fragment_keeps_it() -> None:
    assert with_text_fragment(f"{URL}#lost", "Lost bins").endswith("#lost:~:text=Lost%20bins")


def test_a_pdf_gets_no_text_fragment() -> None:
    assert with_text_fragment(f"{URL}.pdf", "Lost bins") == f"{URL}.pdf"


def test_a_citation_holds_the_words_and_whose_they_are(sections) -> None:
    (section,) = sections("<h2>Lost bins</h2><p>Tell us. We bring another.</p>", title="Bins")
    citation = cite(section, section.sentences[1].start, section.sentences[1].end, number=3)
    assert citation.quote == "We bring another."
    assert citation.quote == section.text[citation.start : citation.end]
    assert (citation.number, citation.title, citation.heading_path) == (3, "Bins", ("Lost bins",))
    assert citation.attribution == attribution_for("OGL-UK-3.0") != ""


def test_a_sources_own_attribution_wins_over_its_licences(sections) -> None:
    (section,) = sections("<p>Tell us.</p>")
    assert cite(section, 0, 8, number=1, attribution="© Sampleford").attribution == "© Sampleford"
