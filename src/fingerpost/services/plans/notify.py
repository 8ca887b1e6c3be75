"""Send a one-time code by e-mail through GOV.UK Notify, with its own client. The address goes nowhere else."""

from __future__ import annotations

import logging
import re
from importlib import import_module
from typing import Any

from fingerpost.errors import EmailNotSentError, SettingsError
from fingerpost.settings import PlanSettings

LONGEST_ADDRESS = 254
"""RFC 5321, 4.5.3.1.3: the most characters of a path, less the angle brackets."""
# What Notify itself refuses outright is left to it; this is what a person mistypes, and what could end a line.
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\()\[\]]{1,64}@(?:[^\s@<>,;:\"\\()\[\].]+\.)+[^\s@<>,;:\"\\()\[\].]{2,63}")


def is_address(written: str) -> bool:
    """Return whether something is written like an e-mail address, such as ``name@example.com``."""
    return len(written) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(written) is not None


def send_code(plans: PlanSettings, email: str, code: str, *, locale: str, service: str, minutes: int) -> None:
    """Send a code.

    Args:
        plans: the key, the templates by language and the address of Notify.
        email: where to.
        code: fills ``((code))`` in the template.
        locale: the language to write in; the first template's where there is none in it.
        service: fills ``((service))``.
        minutes: how long the code lasts; fills ``((minutes))``.

    Raises:
        EmailNotSentError: Notify did not take it. Neither the address nor the code is in the error.
        SettingsError: the extra ``notify`` is not installed.
    """
    templates = plans.notify_templates
    template = templates.get(locale) or templates.get(locale.partition("-")[0]) or next(iter(templates.values()))
    try:
        errors: Any = import_module("notifications_python_client.errors")
        client: Any = _client(plans)
    except ImportError:
        raise SettingsError(
            "codes by e-mail need the extra 'notify'",
            where="plans.notify_templates",
            fix="pip install 'fingerpost[notify]', or take notify_templates out",
        ) from None
    try:
        client.send_email_notification(
            email_address=email,
            template_id=template,
            personalisation={"code": code, "service": service, "minutes": str(minutes)},
        )
    except (errors.HTTPError, errors.InvalidResponse) as problem:
        raise EmailNotSentError(
            f"GOV.UK Notify did not take the message (it answered {problem.status_code})",
            where="plans.notify_url",
            fix="check the key, that each template is there with ((code)), ((service)) and ((minutes)), and that a key "
            "for a team only is not used with the public",
        ) from None


def _client(plans: PlanSettings) -> Any:
    module: Any = import_module("notifications_python_client")
    # It would log what Notify answers, which may repeat the address.
    logging.getLogger("notifications_python_client.base").disabled = True
    key = plans.notify_key.get_secret_value() if plans.notify_key else ""
    client = module.NotificationsAPIClient(key, base_url=plans.notify_url, timeout=plans.notify_seconds)
    # No proxy and no redirect: an address goes to Notify, or nowhere.
    client.request_session.trust_env = False
    client.request_session.max_redirects = 0
    return client
