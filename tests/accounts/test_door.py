"""Who a request comes from, whatever it says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from projects.accounts.door import COOKIE, SECRET, Claim, Door, headers_of
from projects.accounts.identity import DESK, NOBODY
from projects.accounts.register import Register

KEY = "a shared secret of the proxy"
CLAIMS = {"email": "li@example.cn", "email_verified": True, "sub": "77"}


def scope(client: str = "127.0.0.1", **headers: str) -> dict[str, Any]:
    named = {"host": "localhost:8501"} | {
        name.replace("_", "-").lower(): one for name, one in headers.items()
    }
    told = [(name.encode(), value.encode()) for name, value in named.items()]
    return {"type": "http", "client": (client, 5), "headers": told}


@pytest.mark.parametrize(
    ("bound", "asked", "is_desk"),
    [
        ("127.0.0.1", scope(), True),
        ("localhost", scope(host="[::1]:8501"), True),
        ("127.0.0.1", scope(host="map.example.cn"), False),
        ("127.0.0.1", scope(X_Forwarded_For="10.0.0.7"), False),
        ("127.0.0.1", scope(Via="1.1 proxy"), False),
        ("127.0.0.1", scope("10.0.0.7"), False),
        ("", scope(), False),
        ("0.0.0.0", scope(), False),
        ("10.0.0.1", scope(), False),
    ],
)
def test_without_accounts_the_desk_is_at_this_computer(
    bound: str, asked: dict[str, Any], is_desk: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("projects.accounts.presence.is_on", lambda: False)
    door = Door(bound)
    assert door.who(door.claim(asked)) == (DESK if is_desk else NOBODY)


CUT = pytest.param(Claim("desk").stamped()[1:], id="cut")  # its text is another in each process


@pytest.mark.parametrize("value", [None, "", "x", ".W10=", "desk", CUT])
def test_a_claim_that_this_process_did_not_write_is_none(value: str | None) -> None:
    assert Claim.read(value) is None
    assert Claim.read(Claim("header", "李四", "10.0.0.7").stamped()) == Claim("header", "李四", "10.0.0.7")


def test_an_invented_session_is_nobody(register: Register) -> None:
    del register
    door = Door("127.0.0.1")
    assert door.who(door.claim(scope(cookie=f"{COOKIE}=invented"))) == NOBODY
    assert door.who(Claim("desk")) == NOBODY, "a claim of another source"
    assert door.who(None) == NOBODY


@pytest.fixture
def proxied(register: Register) -> Register:
    register.set("source", "header")
    register.set("proxies", "10.0.0.2|10.1.0.0/16")
    register.set("secret", KEY)
    register.put("李四", frozenset({"editor"}), None)
    return register


@pytest.mark.parametrize(
    ("client", "headers", "name"),
    [
        ("10.0.0.2", {SECRET: KEY, "X_Remote_User": "李四"}, "李四"),
        ("10.1.200.3", {SECRET: KEY, "X_Remote_User": "李四", "X_Forwarded_For": "192.0.2.1"}, "李四"),
        ("10.0.0.3", {SECRET: KEY, "X_Remote_User": "李四"}, ""),
        ("10.0.0.2", {SECRET: "another secret, a wrong one", "X_Remote_User": "李四"}, ""),
        ("10.0.0.2", {"X_Remote_User": "李四"}, ""),
        ("10.0.0.2", {SECRET: KEY}, ""),
        # What the server puts in place of the other end, from a header that anyone can send.
        ("10.0.0.2", {SECRET: KEY, "X_Remote_User": "李四", "X_Forwarded_For": "10.0.0.2"}, ""),
        ("", {SECRET: KEY, "X_Remote_User": "李四"}, ""),
    ],
)
def test_only_the_proxy_with_its_secret_names_a_user(
    proxied: Register, client: str, headers: dict[str, str], name: str
) -> None:
    del proxied
    door = Door("0.0.0.0")
    who = door.who(door.claim(scope(client, **headers)))
    assert (who.name, who.may("import")) == (name, bool(name))


def test_a_name_that_stands_twice_is_nobody(proxied: Register) -> None:
    del proxied
    asked = scope("10.0.0.2", **{SECRET: KEY, "X_Remote_User": "李四"})
    asked["headers"].append((b"x-remote-user", "管理".encode()))
    assert Door("0.0.0.0").claim(asked).source == "none"


def test_names_without_an_account_have_the_roles_that_are_set(proxied: Register) -> None:
    door = Door("0.0.0.0")
    asked = scope("10.0.0.2", **{SECRET: KEY, "X_Remote_User": "王五"})
    assert not door.who(door.claim(asked)).roles
    proxied.set("unknown", "viewer")
    assert door.who(door.claim(asked)).roles == {"viewer"}


@pytest.mark.parametrize(
    ("claims", "claim", "name"),
    [
        (CLAIMS, "email", "li@example.cn"),
        (CLAIMS, "sub", "77"),
        ({**CLAIMS, "email_verified": False}, "email", ""),
        ({}, "email", ""),
        (None, "email", ""),
    ],
)
def test_another_s_sign_in_names_the_user(
    register: Register, claims: dict[str, Any] | None, claim: str, name: str
) -> None:
    register.set("source", "oidc")
    register.set("claim", claim)
    register.set("unknown", "viewer")
    door = Door("0.0.0.0", lambda cookies: claims)
    assert door.who(door.claim(scope("192.0.2.1"))).name == name


def test_headers_are_read_by_small_names() -> None:
    assert headers_of(scope(Cookie="a=b"))["cookie"] == "a=b"
