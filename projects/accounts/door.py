"""Who a request comes from.

The wall (:mod:`projects.accounts.wall`) finds a :class:`Claim` for each request and hands it on in a header
that it alone can write: what comes from outside under that name is dropped, and the value begins with a
word that is drawn anew in each process. What a claim is worth, :meth:`Door.who` looks up each time it
matters: a session that ended or a role that was taken away holds at once.

Without accounts the desk is whoever sits at this computer: the server listens on loopback only, is called
by a loopback name, and no proxy stands between. All others may look.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hmac import compare_digest
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address, ip_network
from typing import Any

from geo.settings import networks
from projects.accounts import presence
from projects.accounts.identity import DESK, NOBODY, Identity
from projects.vocabulary.rules import LIST_SEPARATOR

Scope = Mapping[str, Any]

HEADER = "x-project-map-claim"
COOKIE = "project_map_session"
SECRET = "x-proxy-secret"
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
NETWORKS = "PROJECT_MAP_METRICS"  # that are near beside this computer
_FORWARDED = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")
_WORD = secrets.token_hex(16)
_MOST_NAMED = 1000


@dataclass(frozen=True, slots=True)
class Claim:
    """What a request brings: a ``source`` as of :class:`Identity`, and the name or the token's hash."""

    source: str
    key: str = ""
    address: str = ""

    def stamped(self) -> str:
        """The header's value."""
        told = json.dumps([self.source, self.key, self.address]).encode()
        return f"{_WORD}.{base64.urlsafe_b64encode(told).decode()}"

    @classmethod
    def read(cls, value: str | None) -> Claim | None:
        """The claim of a header's value; None when this process did not write it."""
        word, _, told = (value or "").partition(".")
        if not compare_digest(word.encode(), _WORD.encode()):
            return None
        return cls(*json.loads(base64.urlsafe_b64decode(told)))


class Door:
    """Who comes to a server that listens on *bound* (an address, empty for all).

    *signed_in* gives the claims of another's sign-in that the cookies of a request prove, None without one.
    *may_name*: name and password may come with each request (HTTP Basic), for programs that keep no cookies.
    """

    def __init__(
        self,
        bound: str,
        signed_in: Callable[[Mapping[str, str]], Mapping[str, Any] | None] = lambda cookies: None,
        *,
        may_name: bool = False,
    ) -> None:
        self.bound = bound
        self._signed_in = signed_in
        self._may_name = may_name
        self._named_before: dict[str, str] = {}

    @property
    def is_private(self) -> bool:
        """Whether the server listens on loopback only."""
        return is_loopback(self.bound)

    def settings(self) -> Mapping[str, str]:
        """The settings; without accounts ``source`` is ``none``. Errors as of the register."""
        if not presence.is_on():
            return {"source": "none", "reading": "open"}
        from projects.accounts.register import open_register

        return open_register().settings()

    def claim(self, scope: Scope) -> Claim:
        """What a request brings. Errors as of the register."""
        settings, address = self.settings(), address_of(scope)
        source = settings["source"]
        if source == "none":
            return Claim("desk" if self._is_at_desk(scope) else "none", address=address)
        headers = headers_of(scope)
        if source == "password":
            from projects.accounts.register import hash_of

            token = _cookies(headers).get(COOKIE, "") or self._basic(headers, address)
            return Claim("password", hash_of(token), address) if token else Claim("none", address=address)
        if source == "header":
            name = self._named(scope, headers, settings)
        else:
            name = self._vouched(headers, settings["claim"])
        return Claim(source, name, address) if name else Claim("none", address=address)

    def who(self, claim: Claim | None) -> Identity:
        """Whose the claim is now. Errors as of the register."""
        settings = self.settings()
        if settings["source"] == "none":
            is_desk = claim.source == "desk" if claim else self.is_private
            return DESK if is_desk else NOBODY
        if claim is None or claim.source != settings["source"]:
            return NOBODY
        from projects.accounts.register import open_register

        register = open_register()
        if claim.source == "password":
            return register.by_token(claim.key)
        return register.by_name(claim.key, claim.source, settings["unknown"])

    def may_read(self, who: Identity) -> bool:
        """Whether the map is shown to them."""
        return self.settings()["reading"] == "open" or who.may("read")

    def is_near(self, scope: Scope) -> bool:
        """Whether a request comes, through no proxy, from this computer or a network of the settings."""
        peer = address_of(scope)
        if any(name in headers_of(scope) for name in _FORWARDED):
            return False
        named = networks(os.environ.get(NETWORKS, ""))
        return is_loopback(peer) or any(_is_within(peer, one) for one in named)

    def _is_at_desk(self, scope: Scope) -> bool:
        headers = headers_of(scope)
        peer = (scope.get("client") or ("127.0.0.1", 0))[0]
        is_forwarded = any(name in headers for name in _FORWARDED)
        return self.is_private and is_loopback(peer) and not is_forwarded and host_of(scope) in LOOPBACK

    def _basic(self, headers: Mapping[str, str], address: str) -> str:
        """The token of a session for name and password in ``Authorization``; empty without them.

        The session is kept for the next request with the same ones, so that not each takes the time that
        looking at a password takes.
        """
        from projects.accounts.register import hash_of, open_register

        kind, _, told = headers.get("authorization", "").partition(" ")
        if not self._may_name or kind.lower() != "basic":
            return ""
        register, key = open_register(), hash_of(told)
        token = self._named_before.get(key, "")
        if token and register.by_token(hash_of(token)).name:
            return token
        try:
            name, _, password = base64.b64decode(told, validate=True).decode().partition(":")
            token = register.sign_in(name, password, address)
        except ValueError:  # InputError is one: what is wrong, the log tells
            return ""
        if len(self._named_before) >= _MOST_NAMED:
            self._named_before.clear()
        self._named_before[key] = token
        return token

    def _named(self, scope: Scope, headers: Mapping[str, str], settings: Mapping[str, str]) -> str:
        """The user that a proxy of ours names; empty without one."""
        from projects.accounts.register import hash_of

        secret, wanted = headers.get(SECRET, ""), settings["secret"]
        peer = self._peer(scope, headers)
        is_ours = bool(peer) and any(
            ip_address(peer) in ip_network(one) for one in settings["proxies"].split(LIST_SEPARATOR) if one
        )
        if not (is_ours and secret and wanted and compare_digest(hash_of(secret), wanted)):
            return ""
        named = settings["header"].lower().encode()
        values = [value for name, value in scope["headers"] if name == named]
        return values[0].decode("utf-8", "replace").strip() if len(values) == 1 else ""

    def _peer(self, scope: Scope, headers: Mapping[str, str]) -> str:
        """Address of the computer at the other end of the line; empty when it cannot be told.

        The server (uvicorn) puts what ``X-Forwarded-For`` says in its place when the other end is this
        computer itself. Where only this computer can call, it is the other end anyway; elsewhere an
        address that stands in that header proves nothing.
        """
        if self.is_private:
            return "127.0.0.1"
        peer = (scope.get("client") or ("", 0))[0]
        try:
            return "" if peer in headers.get("x-forwarded-for", "") else str(ip_address(peer))
        except ValueError:
            return ""

    def _vouched(self, headers: Mapping[str, str], claim: str) -> str:
        told = self._signed_in(_cookies(headers))
        if not told or (claim == "email" and told.get("email_verified") is False):
            return ""
        return str(told.get(claim) or "")


def headers_of(scope: Scope) -> dict[str, str]:
    """Headers by name, the last of several."""
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def host_of(scope: Scope) -> str:
    """The name in the ``Host`` header, without its port.

    Parameters
    ----------
    scope
        Of an ASGI request.

    Returns
    -------
    str
        In lower case, an IPv6 address in its brackets; empty when there is not exactly one such header.
    """
    named = [value for name, value in scope["headers"] if name == b"host"]
    text = named[0].decode("latin-1").strip().lower() if len(named) == 1 else ""
    return text[: text.index("]") + 1] if text.startswith("[") and "]" in text else text.partition(":")[0]


def address_of(scope: Scope) -> str:
    """Where the request comes from, for the log."""
    return str((scope.get("client") or ("", 0))[0])


def is_proxied(scope: Scope) -> bool:
    """Whether a trusted proxy handed the request on: one on this computer or of ``FORWARDED_ALLOW_IPS``.

    Only then does the server (uvicorn) put what ``X-Forwarded-For`` says in the place of the other end,
    which shows by the port: no line has the port 0.

    Parameters
    ----------
    scope
        Of an ASGI request.

    Returns
    -------
    bool
        True when it has that header and the other end's port is 0.
    """
    return "x-forwarded-for" in headers_of(scope) and (scope.get("client") or ("", -1))[1] == 0


def is_loopback(address: str) -> bool:
    """Whether only this computer itself can be meant."""
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False


def _is_within(address: str, network: str) -> bool:
    try:
        return network == "*" or ip_address(address) in ip_network(network, strict=False)
    except ValueError:  # no address: a socket in a file
        return False


def _cookies(headers: Mapping[str, str]) -> dict[str, str]:
    try:
        return {name: one.value for name, one in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}
