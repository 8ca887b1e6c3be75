"""A plan as a PDF to print or send on: tagged, so that it can be read aloud, with boxes to tick on paper."""

from __future__ import annotations

from fingerpost.services.plans.model import Plan, Step
from fingerpost.services.plans.tagged import TaggedPdf
from fingerpost.services.plans.takeaway import Around, split_by_done


def plan_pdf(plan: Plan, around: Around) -> bytes:
    """Return the plan as a tagged PDF of A4 pages. The same plan and words give the same bytes.

    A letter that its typeface lacks (it has Latin, Greek and Cyrillic) is a box, and the file says so.
    """
    pdf = TaggedPdf(around.title, around.locale, around.made)
    pdf.text("H1", around.title, size=20, bold=True, before=0)
    pdf.text("P", around.made, size=10)
    if not plan.steps:
        pdf.text("P", around.nothing)
    for heading, steps in zip((around.to_do, around.done), split_by_done(plan.steps), strict=True):
        if steps:
            pdf.text("H2", heading, size=15, bold=True, before=18)
            with pdf.inside("L"):
                for step in steps:
                    with pdf.inside("LI"):
                        _write(pdf, step, around)
    pdf.text("P", around.check, size=10, before=18)
    if pdf.unshown:
        pdf.text("P", around.unshown, size=10)
    return pdf.finished()


def _write(pdf: TaggedPdf, step: Step, around: Around) -> None:
    pdf.text("LBody", step.text, bold=True, indent=18, before=10, lead="☒" if step.done else "☐", language=step.locale)
    if step.due:
        pdf.text("P", f"{around.due}: {around.day(step.due)}", indent=18, before=2)
    for paragraph in step.note.splitlines():
        if paragraph.strip():
            pdf.text("P", paragraph, indent=18, before=3, language=step.locale)
    if step.documents:
        pdf.text("P", f"{around.documents}:", indent=18, before=3)
        with pdf.inside("L"):
            for paper in step.documents:
                pdf.text("LI", paper, indent=36, before=1, lead="☐", language=step.locale)
    if step.links:
        pdf.text("P", f"{around.links}:", size=9, indent=18, before=3)
        for link in step.links:
            dated = around.dated(link)
            address = around.address(link)
            words = f"{link.text}{f' ({dated})' if dated else ''}\n{address.partition('#:~:')[0]}"
            pdf.text("P", words, size=9, indent=18, before=1, language=link.locale, url=address)
