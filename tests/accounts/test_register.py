"""Passwords, sessions, throttling, settings; and the commands."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from projects.__main__ import main
from projects.accounts import passwords, presence
from projects.accounts import register as registers
from projects.accounts.identity import NOBODY
from projects.accounts.register import Register, ThrottledError, hash_of
from projects.errors import InputError

RIGHT = "一把 long enough 钥匙"
HERE = "10.0.0.7"


@pytest.fixture
def known(register: Register) -> Register:
    register.put("李四", frozenset({"editor"}), RIGHT)
    return register


def attempts(register: Register, name: str, times: int, address: str = HERE) -> None:
    for _ in range(times):
        with pytest.raises(InputError, match="wrong"):
            register.sign_in(name, "not this one", address)


def test_a_password_is_kept_as_scrypt_with_its_own_salt() -> None:
    kept = [passwords.hashed(RIGHT) for _ in range(2)]
    assert kept[0] != kept[1] and kept[0].startswith("scrypt$32768$8$1$")
    assert all(passwords.is_right(RIGHT, one) for one in kept)
    assert not passwords.is_right(RIGHT + " ", kept[0])
    assert not passwords.is_right("", "")
    with pytest.raises(InputError, match="10 to 200"):
        passwords.hashed("short")


def test_a_session_gives_the_roles_that_hold_now(known: Register) -> None:
    token = known.sign_in("李四", RIGHT, HERE)
    who = known.by_token(hash_of(token))
    assert (who.name, who.roles, who.source) == ("李四", {"editor"}, "password")
    file = presence.file()
    assert file is not None and token.encode() not in file.read_bytes(), "only its hash is kept"
    known.end(hash_of(token))
    assert known.by_token(hash_of(token)) == NOBODY


@pytest.mark.parametrize("way", ["changed", "removed"])
def test_sessions_end_with_the_account(known: Register, way: str) -> None:
    token = hash_of(known.sign_in("李四", RIGHT, HERE))
    if way == "changed":
        known.put("李四", frozenset({"viewer"}), RIGHT)
    else:
        known.remove("李四")
    assert known.by_token(token) == NOBODY


def test_sessions_end_with_time(known: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    token = hash_of(known.sign_in("李四", RIGHT, HERE))
    monkeypatch.setattr(registers, "now", lambda: "2999-01-01T00:00:00.000+00:00")
    assert known.by_token(token) == NOBODY


def test_a_name_waits_after_five_failures(known: Register) -> None:
    attempts(known, "李四", registers.MOST_BY_NAME)
    with pytest.raises(ThrottledError):
        known.sign_in("李四", RIGHT, "10.9.9.9")
    told = [(row.name, row.action, row.outcome) for row in known.log.rows()]
    assert told == [("李四", "login", "refused")] * 5 + [("李四", "login", "throttled")]


def test_a_success_ends_the_count(known: Register) -> None:
    attempts(known, "李四", registers.MOST_BY_NAME - 1)
    known.sign_in("李四", RIGHT, HERE)
    attempts(known, "李四", registers.MOST_BY_NAME - 1)
    assert known.sign_in("李四", RIGHT, HERE)


def test_an_address_waits_whatever_names_it_tries(known: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "MOST_BY_ADDRESS", 6)
    for number in range(6):
        attempts(known, f"人{number}", 1)
    with pytest.raises(ThrottledError):
        known.sign_in("李四", RIGHT, HERE)
    assert known.sign_in("李四", RIGHT, "10.0.0.8")


def test_the_wait_ends(known: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    attempts(known, "李四", registers.MOST_BY_NAME)
    monkeypatch.setattr(registers, "WAIT_MINUTES", 0.0)
    assert known.sign_in("李四", RIGHT, HERE)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("source", "magic", "expected one of none, password, oidc, header"),
        ("reading", "ajar", "expected one of open, closed"),
        ("hours", "0", "at most 720"),
        ("proxies", "10.0.0.256", "addresses or networks"),
        ("unknown", "mayor", "expected one of viewer"),
        ("secret", "short", "at least 16"),
        ("colour", "red", "expected one of source"),
    ],
)
def test_a_setting_is_checked(register: Register, name: str, value: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        register.set(name, value)


def run(monkeypatch: pytest.MonkeyPatch, *words: str, said: str = "") -> int:
    monkeypatch.setattr(sys, "stdin", io.StringIO(said))
    return main(["accounts", *words])


def test_the_commands_make_accounts_and_tell_the_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(presence.VARIABLE, str(tmp_path / "new" / "accounts.sqlite"))
    assert run(monkeypatch, "list") == 2
    assert "no accounts there" in capsys.readouterr().err
    assert run(monkeypatch, "add", "李四", "--role", "editor", said="short\n") == 2
    assert run(monkeypatch, "add", "李四", "--role", "editor", "--role", "reviewer", said=f"{RIGHT}\n") == 0
    assert run(monkeypatch, "set", "secret", "-", said="0123456789abcdef\n") == 0
    assert run(monkeypatch, "remove", "王五") == 2
    capsys.readouterr()
    assert run(monkeypatch, "list") == 0
    told = capsys.readouterr().out
    assert "李四\teditor reviewer\tpassword" in told and "secret = ***" in told
    assert main(["publish", "--name", "x", "--by", "甲", "--store", "postgresql://a:geheim@nowhere/db"]) == 2
    capsys.readouterr()
    assert run(monkeypatch, "log", "--verify", "--out", str(tmp_path / "log.jsonl")) == 0
    rows, head = capsys.readouterr().out.strip().split(" rows, ")
    told = (tmp_path / "log.jsonl").read_text(encoding="utf-8")
    assert rows == "3" and head in told
    assert "add 李四: editor reviewer" in told and "set secret ***" in told and "://***@nowhere" in told
    assert "geheim" not in told and RIGHT not in told
    assert run(monkeypatch, "log", "--head", "f" * 64) == 1
    assert run(monkeypatch, "log", "--out", str(tmp_path / "log.pdf")) == 2
