"""``fingerpost evaluate``: how good it is, measured. One module a command."""

from __future__ import annotations

import typer

from fingerpost.interfaces.cli.evaluate.abstention import abstention
from fingerpost.interfaces.cli.evaluate.answers import answers
from fingerpost.interfaces.cli.evaluate.clarify import clarify
from fingerpost.interfaces.cli.evaluate.follow_ups import follow_ups
from fingerpost.interfaces.cli.evaluate.grounding import grounding
from fingerpost.interfaces.cli.evaluate.intent import intent
from fingerpost.interfaces.cli.evaluate.offers import offers
from fingerpost.interfaces.cli.evaluate.personal_data import personal_data
from fingerpost.interfaces.cli.evaluate.plain import plain
from fingerpost.interfaces.cli.evaluate.retrieval import retrieval
from fingerpost.interfaces.cli.evaluate.safeguards import safeguards
from fingerpost.interfaces.cli.evaluate.service import add_question, service
from fingerpost.interfaces.cli.evaluate.topics import topics
from fingerpost.interfaces.cli.evaluate.urgent import urgent
from fingerpost.interfaces.cli.evaluate.welsh import welsh

app = typer.Typer(help="Measure how good it is.", no_args_is_help=True)


@app.callback()
def evaluate() -> None:
    """Measure how good it is."""


app.command()(abstention)
app.command()(answers)
app.command()(clarify)
app.command("follow-ups")(follow_ups)
app.command()(grounding)
app.command()(intent)
app.command()(offers)
app.command("personal-data")(personal_data)
app.command()(plain)
app.command()(retrieval)
app.command()(safeguards)
app.command()(service)
app.command("add-question")(add_question)
app.command()(topics)
app.command()(urgent)
app.command()(welsh)
