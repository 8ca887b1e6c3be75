"""``fingerpost journey``: list, follow, check, draw and import guided journeys."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plain, plural, print_json

if TYPE_CHECKING:
    from fingerpost.services.journeys import Journey

app = typer.Typer(help="Guided journeys: list, follow, check, draw and import them.", no_args_is_help=True)

_HOW = {"yes_no": "yes or no", "date": "YYYY-MM-DD", "checkbox": "separate with commas"}
NameArgument = Annotated[str, typer.Argument(help="The journey, such as 'register-a-death', or a YAML file.")]
LocaleOption = Annotated[
    str, typer.Option("--locale", help="The language, such as 'cy'; the journey's first if left out.")
]
OutOption = Annotated[Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write there, not to the screen.")]


@app.command("list")
def list_(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """List the journeys of a service, or those that come with Fingerpost."""
    from fingerpost.interfaces.journey_words import listed

    found = [listed(each, each.languages[0]) for each in _offered(service).values()]
    if as_json:
        print_json(found)
        return
    for each in found:
        console().print(plain(f"{each['name']}\n    {each['title']}"))


@app.command()
def run(
    name: NameArgument,
    answers: Annotated[
        list[str] | None, typer.Option("--answer", "-a", metavar="KEY=VALUE", help="An answer; repeat for each.")
    ] = None,
    service: ServiceOption = Path(),
    locale: LocaleOption = "",
    key: Annotated[
        str, typer.Option("--key", help="Sends it in: the person has agreed. The same key sends the same thing once.")
    ] = "",
    as_json: JsonOption = False,
) -> None:
    """Follow a journey: its questions one at a time, then its outcome. Nothing is kept unless you send it in."""
    from fingerpost.interfaces.journey_words import spoken, step
    from fingerpost.interfaces.wording import shipped, speaking

    journey = _journey(name, service)
    locale = spoken(journey, locale or journey.languages[0])
    given: dict[str, Any] = _given(answers or ())
    with speaking(shipped(locale)):
        at = step(journey, given, locale, _today())
        while at["question"] is not None and not as_json:
            key = at["question"]["key"]
            given[key] = _ask(journey, at["question"], locale)
            at = step(journey, given, locale, _today())
        if not as_json:
            _show_outcome(at)
        sends = bool(at["outcome"] and at["outcome"]["submission"])
        if key or (sends and not as_json and _agrees()):
            from fingerpost.interfaces.cli.journey_sending import send_in

            at["sent"] = send_in(journey, given, service, locale, key, as_json=as_json)
    if as_json:
        print_json(at)


@app.command()
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders of journeys. None checks the service's.")
    ] = None,
    service: ServiceOption = Path(),
    as_json: JsonOption = False,
) -> None:
    """Walk every path of journeys and say what is wrong. Ends with 1 when something is."""
    from dataclasses import asdict

    from rich.progress import track

    from fingerpost.services.journeys.check import check as walk

    journeys = _read(paths) if paths else list(_offered(service).values())
    bar = track(journeys, "Walking", console=console(stderr=True), transient=True, disable=as_json)
    checked = [walk(journey, today=_today()) for journey in bar]
    if as_json:
        print_json({"journeys": [asdict(each) for each in checked], "ok": not any(each.findings for each in checked)})
    else:
        for each in checked:
            verdict = plural(len(each.findings), "problem") if each.findings else "all is well"
            console().print(plain(f"{each.journey}: {plural(each.paths, 'path')}, {verdict}"))
            for finding in each.findings:
                console().print(plain(f"  {finding.kind}: {finding}"))
    if any(each.findings for each in checked):
        raise typer.Exit(1)


@app.command()
def draw(
    name: NameArgument,
    out: OutOption = None,
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Mermaid's text and not SVG.")] = False,
    service: ServiceOption = Path(),
    locale: LocaleOption = "",
) -> None:
    """Draw a journey as an SVG picture, or as Mermaid's text."""
    from fingerpost.services.journeys import drawing

    journey = _journey(name, service)
    _write(drawing.mermaid(journey, locale) if mermaid else drawing.svg(journey, locale), out)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A GOV.UK content item of type simple_smart_answer, as JSON.")],
    out: OutOption = None,
) -> None:
    """Turn a GOV.UK simple smart answer into a journey. Its text is under the Open Government Licence v3.0."""
    from fingerpost.errors import JourneyFileError
    from fingerpost.services.journeys.smart_answers import read_smart_answer, written_out

    try:
        body = file.read_bytes()
    except OSError as problem:
        raise JourneyFileError(f"can't be read: {problem.strerror}", where=str(file), fix="name a JSON file") from None
    imported = read_smart_answer(body, where=str(file))
    for title in imported.left_out:
        console(stderr=True).print(plain(f"Left out, because no option leads to it: {title}"))
    _write(written_out(imported.journey), out)


def _offered(service: Path) -> Mapping[str, Journey]:
    """Return the journeys of the service in a folder; those that come with Fingerpost where there is no service."""
    from fingerpost.services.journeys.reading import journeys_in
    from fingerpost.settings import FILE_NAME, load_settings

    if service == Path() and not (service / FILE_NAME).exists():
        return journeys_in(Path("/nonexistent"))
    settings = load_settings(service)
    return journeys_in(settings.folder, settings.journeys.offered)


def _journey(name: str, service: Path) -> Journey:
    from fingerpost.services.journeys import journey_named, read_journey

    if name.endswith((".yaml", ".yml")):
        return read_journey(Path(name))
    return journey_named(_offered(service), name)


def _read(paths: Sequence[Path]) -> list[Journey]:
    from fingerpost.services.journeys import read_journey

    files = [file for path in paths for file in (sorted(path.glob("*.yaml")) if path.is_dir() else [path])]
    return [read_journey(file) for file in files]


def _given(answers: Sequence[str]) -> dict[str, Any]:
    from fingerpost.errors import JourneyAnswerError

    found: dict[str, Any] = {}
    for pair in answers:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise JourneyAnswerError("an answer is written key=value", where="--answer", fix="such as --answer age=30")
        found[key.strip().replace("-", "_")] = value
    return found


def _ask(journey: Journey, shown: Mapping[str, Any], locale: str) -> str:
    """Ask one question at the terminal until an answer can be taken."""
    from fingerpost.errors import JourneyAnswerError
    from fingerpost.interfaces.journey_words import check_answer

    screen = console()
    screen.print("")
    for line in (shown["title"], unescaped(shown["body"]), shown["hint"]):
        if line:
            screen.print(plain(line))
    for option in shown["options"]:
        screen.print(plain(f"  {option['value']}: {option['label']}"))
    question = journey.question(shown["key"])
    assert question is not None  # noqa: S101 - it was just shown; this tells the type checker
    kind = str(shown["kind"])
    said_how = _HOW.get(kind, kind.replace("_", " "))
    while True:
        typed = str(typer.prompt(said_how, default="", show_default=False))
        try:
            check_answer(question, typed, locale, _today())
        except JourneyAnswerError as problem:
            screen.print(plain(problem.what))
            continue
        return typed


def _agrees() -> bool:
    """Ask whether what was shown is to be sent in. Somebody who says nothing has not agreed."""
    from fingerpost.interfaces.wording import say

    if typer.confirm(say("submission.ask"), default=False):
        return True
    console().print(plain(say("submission.not_sent")))
    return False


def _show_outcome(at: Mapping[str, Any]) -> None:
    from fingerpost.interfaces.journey_words import outcome_text

    screen = console()
    screen.print("")
    for answer in at["answers"]:
        screen.print(plain(f"{answer['title']} {answer['words']}"))
    screen.print("")
    screen.print(plain(unescaped(outcome_text(at))))


def unescaped(markdown: str) -> str:
    """Return Markdown as it is read at a terminal: without the marks that keep answers from being read as Markdown."""
    import re

    return re.sub(r"\\([^\w\s])", r"\1", markdown)


def _write(text: str, out: Path | None) -> None:
    from fingerpost.errors import StorageError

    if out is None:
        sys.stdout.write(text)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise StorageError(f"can't write there: {problem.strerror}", where=str(out), fix="name another file") from None


def _today() -> date:
    return datetime.now().astimezone().date()
