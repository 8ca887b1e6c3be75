"""Which addresses stay near: this machine and private networks, where ``http://`` crosses no internet."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def private_or_encrypted(url: str) -> str:
    """Return an address that nobody on the way can read.

    Raises:
        ValueError: it starts with ``http://`` and leaves this machine and its private networks, or is no address.
    """
    split = urlsplit(url)
    if not url or (split.scheme == "https" and split.hostname):
        return url
    if split.scheme == "http" and split.hostname and _is_near(split.hostname):
        return url
    raise ValueError("must start with https://; http:// is only for this machine and private networks")


def _is_near(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith((".internal", ".local", ".localhost"))
    return address.is_private or address.is_loopback
