from fingerpost.answers.units import Unit, units_of
from fingerpost.domain import Section


def said(section: Section, unit: Unit, *, optional: bool = False) -> list[str]:
    chosen = unit.optional if optional else unit.required
    return [section.text[section.sentences[i].start : section.sentences[i].end] for i in chosen]


def units(sections, html: str) -> list[tuple[list[str], list[str]]]:
    (section,) = sections(html)
    found = units_of(section)
    assert sorted(i for unit in found for i in unit.members) == list(range(len(section.sentences)))
    return [(said(section, unit), said(section, unit, optional=True)) for unit in found]


def test_a_paragraphs_sentences_stay_together_and_paragraphs_apart(sections) -> None:
    assert units(sections, "<p>Tell us at once. Call between 9am and 5pm.</p><p>Boxes go out on Friday.</p>") == [
        (["Tell us at once.", "Call between 9am and 5pm."], []),
        (["Boxes go out on Friday."], []),
    ]


def test_a_long_paragraph_is_cut(sections) -> None:
    paragraph = " ".join(f"Rule {number} is about bins." for number in range(6))
    assert [len(required) for required, _ in units(sections, f"<p>{paragraph}</p>")] == [4, 2]


def test_a_list_stays_whole_with_its_lead_in(sections) -> None:
    ((required, optional),) = units(sections, "<p>You must have:</p><ul><li>a bin</li><li>a lid</li></ul>")
    assert required == ["You must have:", "a bin", "a lid"]
    assert optional == []


def test_the_items_of_a_very_long_list_can_be_chosen_singly_with_their_lead_in(sections) -> None:
    names = [f"place {number}" for number in range(13)]
    items = "".join(f"<li>{name}</li>" for name in names)
    ((required, optional),) = units(sections, f"<p>We collect from:</p><ul>{items}</ul>")
    assert required == ["We collect from:"]
    assert optional == names


def test_steps_stay_whole(sections) -> None:
    found = units(sections, "<ol><li>Fill in the form.</li><li>Send it.</li></ol>")
    assert found == [(["Fill in the form.", "Send it."], [])]


def test_rows_are_chosen_singly_with_their_header(sections) -> None:
    html = "<table><thead><tr><th>Bin</th><th>Day</th></tr></thead><tr><td>Green</td><td>Monday</td></tr></table>"
    assert units(sections, html) == [(["Bin | Day"], ["Green | Monday"])]


def test_a_sentence_that_limits_the_one_before_stays_with_it(sections) -> None:
    found = units(sections, "<p>You get 25% off. However, you must live alone.</p>")
    assert found == [(["You get 25% off.", "However, you must live alone."], [])]


def test_a_sentence_that_points_back_stays_with_what_it_points_at(sections) -> None:
    found = units(sections, "<p>Apply for a visitor permit. It costs £10.</p>")
    assert found == [(["Apply for a visitor permit.", "It costs £10."], [])]
