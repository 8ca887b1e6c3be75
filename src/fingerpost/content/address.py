"""Web addresses: how one is spelled so that it is remembered once, and which may be connected to.

A page on the internet can name any address it likes, in a link, a redirect or its own DNS record. Only addresses that
are public on the internet are connected to, so that a service can't be made to read its own network. The rules follow
the IANA special-purpose address registries (RFC 6890) as Python's ``ipaddress`` knows them.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from fingerpost.content.globs import glob_pattern

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

DEFAULT_PORTS = {"http": 80, "https": 443}

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215
# IETF protocol assignments (RFC 6890); older Pythons know only parts of it.
_ASSIGNMENTS = ipaddress.ip_network("192.0.0.0/24")
# Azure's metadata service answers on an address that is public by its number.
_METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})
_TRACKING = re.compile(r"^(utm_[a-z]+|fbclid|gclid|msclkid)$")


def is_public(address: IPAddress) -> bool:
    """Return whether an address is one of the public internet's.

    An IPv6 address that carries an IPv4 one (mapped, 6to4, Teredo, NAT64) is only as public as what it carries.
    """
    if isinstance(address, ipaddress.IPv6Address):
        carried = _carried(address)
        if carried is not None:
            return is_public(carried)
        if address in _NAT64_LOCAL or address.is_site_local:
            return False
    special = (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_private
        or address in _ASSIGNMENTS
    )
    return address.is_global and not special and address not in _METADATA


def _carried(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64 or int(address) >> 32 == 0:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def is_allowed_private(host: str, port: int, allowed: Iterable[str]) -> bool:
    """Return whether the settings name this host, as ``host``, ``host:port`` or ``[ipv6]:port``."""
    bare = host.strip("[]").lower()
    shown = f"[{bare}]" if ":" in bare else bare
    return any(entry.strip().lower() in {bare, shown, f"{shown}:{port}"} for entry in allowed)


def normalise(url: str, base: str = "") -> str | None:
    """Return the one spelling an address is remembered by, or ``None`` when it isn't a web address.

    Scheme and host are lower case; the fragment, a default port, ``.`` and ``..`` and the usual tracking parameters are
    dropped; characters that need it are percent-encoded. An address with a name or password in it is not one we read.
    """
    try:
        parts = urlsplit(urljoin(base, url.strip()))
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return None
    if parts.scheme not in DEFAULT_PORTS or not host or parts.username is not None or parts.password is not None:
        return None
    shown = f"[{host}]" if ":" in host else host
    place = shown if port is None or port == DEFAULT_PORTS[parts.scheme] else f"{shown}:{port}"
    path = parts.path or "/"
    if "/." in path and not path.startswith("//"):
        path = urlsplit(urljoin("http://host/", path)).path
    path = quote(path, safe="/%:@!$&'()*+,;=~-._")
    return urlunsplit(SplitResult(parts.scheme, place, path, _query(parts.query), ""))


def _query(query: str) -> str:
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not _TRACKING.match(name)]
    return quote(query, safe="=&%+/:@!$'()*,;~-._?[]") if len(kept) == len(pairs) else urlencode(kept)


def site_of(url: str) -> tuple[str, int | None]:
    """Return what makes two addresses one site: the host, and the port when it isn't the scheme's own."""
    parts = urlsplit(url)
    port = parts.port
    return (parts.hostname or "").lower(), None if port == DEFAULT_PORTS.get(parts.scheme) else port


def matches(url: str, globs: Iterable[str]) -> bool:
    """Return whether an address's path, with or without its query, or the whole address, matches one of the globs.

    ``/news/**`` holds all that is under ``/news/``, ``/news/*`` only what is directly there.
    """
    parts = urlsplit(url)
    path = parts.path or "/"
    spellings = {url, path, path.lstrip("/")}
    if parts.query:
        spellings.add(f"{path}?{parts.query}")
    return any(glob_pattern(glob).fullmatch(spelling) for glob in globs for spelling in spellings)
