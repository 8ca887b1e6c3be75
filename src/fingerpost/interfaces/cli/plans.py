"""``fingerpost plans``: the keys people's plans are encrypted with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from fingerpost.errors import StorageError
from fingerpost.interfaces.cli.options import JsonOption, ServiceOption
from fingerpost.interfaces.cli.output import console, plural, print_json

app = typer.Typer(help="The keys that people's plans are encrypted with.", no_args_is_help=True)


@app.callback()
def plans() -> None:
    """The keys that people's plans are encrypted with."""


@app.command("new-key")
def new_key(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Put a new key first in plans.key_file, which only this user may read. The keys there were still open plans."""
    from fingerpost.conversations.plan_seals import add_key
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    file = settings.path(settings.plans.key_file)
    try:
        count = add_key(file)
    except (OSError, UnicodeDecodeError) as problem:
        raise StorageError(
            f"the keys can't be written ({type(problem).__name__})",
            where=str(file),
            fix="let this user write the file, or set plans.key_file to another",
        ) from None
    if as_json:
        print_json({"file": str(file), "keys": count})
        return
    console().print(f"Wrote a new key to {file}, which now holds {plural(count, 'key')}.", soft_wrap=True)
    if settings.plans.keys is not None:
        console().print("FINGERPOST_PLANS__KEYS is set and is read instead of this file.", style="yellow")
    if count > 1:
        console().print("Restart what serves, then run 'fingerpost plans reseal'.")


@app.command()
def reseal(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Encrypt every plan anew with the newest key. An old key may be taken out when its time is over."""
    from fingerpost.interfaces.cli.kept_plans import plans_of
    from fingerpost.interfaces.cli.privacy import opened
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    with opened(settings) as store:
        count = plans_of(store, settings).reseal()
    if as_json:
        print_json({"resealed": count})
        return
    console().print(f"Encrypted {plural(count, 'plan')} with the newest key.")
    console().print(
        f"Keep the older keys for {plural(settings.plans.keep_days, 'more day')}: e-mail addresses are known by them "
        "until their person comes back.",
        soft_wrap=True,
    )


@app.command()
def status(service: ServiceOption = Path(), as_json: JsonOption = False) -> None:
    """Say whether people may keep plans, how many are kept and until when. Nothing of any plan is shown."""
    from fingerpost.conversations.plan_seals import plan_seals
    from fingerpost.interfaces.cli.privacy import opened
    from fingerpost.settings import load_settings

    settings = load_settings(service)
    offered = plan_seals(settings) is not None
    with opened(settings) as store:
        kept = store.plans().count()
    told: dict[str, Any] = {
        "offered": offered,
        "kept": kept,
        "keep_days": settings.plans.keep_days,
        "codes_by_email": offered and settings.plans.codes_by_email,
    }
    if as_json:
        print_json(told)
        return
    if not offered:
        why = "plans.offered is false" if not settings.plans.offered else "there is no key: 'fingerpost plans new-key'"
        console().print(f"People can't keep plans: {why}.", soft_wrap=True)
    for name, value in told.items():
        console().print(f"{name.replace('_', ' ')}: {value}")
