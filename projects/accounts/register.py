"""Settings, accounts and sessions, and the log that they are written to.

Settings (``python -m projects accounts set NAME VALUE``):

===============  ==============================================================
``source``       ``password`` (accounts here), ``oidc`` (another's sign-in by ``st.login``), ``header``
                 (a proxy names the user), ``none`` (one desk)
``reading``      ``open``: anyone may look; ``closed``: only with a role that may read
``hours``        how long a session of a password lasts
``unknown``      roles of a name that a proxy or another's sign-in vouches for and that has no account here,
                 joined with ``|``; empty: none
``claim``        which claim of another's sign-in is the name
``header``       the header in which the proxy names the user
``proxies``      addresses or networks of the proxy, joined with ``|``
``secret``       what the proxy sends in ``X-Proxy-Secret``; only its hash is kept
===============  ==============================================================
"""

from __future__ import annotations

import hashlib
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_network

import sqlalchemy as sa

from projects.accounts import passwords, schema
from projects.accounts.database import Database, open_database
from projects.accounts.identity import NOBODY, Identity, read_roles
from projects.accounts.log import Log, now, text_of
from projects.errors import InputError
from projects.vocabulary.rules import LIST_SEPARATOR

SOURCES = ("none", "password", "oidc", "header")
DEFAULTS: Mapping[str, str] = {
    "source": "password",
    "reading": "open",
    "hours": "12",
    "unknown": "",
    "claim": "email",
    "header": "X-Remote-User",
    "proxies": "127.0.0.1|::1",
    "secret": "",
}
# Failed sign-ins after which a name, or an address, waits.
MOST_BY_NAME, MOST_BY_ADDRESS, WAIT_MINUTES = 5, 20, 15.0
_one_at_a_time = threading.Lock()


class ThrottledError(InputError):
    """Too many sign-ins failed."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it is listed."""

    name: str
    roles: frozenset[str]
    has_password: bool
    made_at: str


class Register:
    """All that is known of who may ask."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.place = database.place
        self.log = Log(database)

    def settings(self) -> dict[str, str]:
        """All settings, those that were not set as they are by default."""
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(schema.settings.c.name, schema.settings.c.value))
            return {**DEFAULTS, **{row.name: row.value for row in rows}}

    def set(self, name: str, value: str) -> None:
        """Change a setting; InputError when it is none or the value is not one."""
        value = _checked(name, value.strip())
        table = schema.settings
        with self._database.writing() as connection:
            connection.execute(sa.delete(table).where(table.c.name == name))
            connection.execute(sa.insert(table), [{"name": name, "value": value}])

    def accounts(self) -> list[Account]:
        """All accounts by name."""
        table = schema.accounts
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(table).order_by(table.c.name)).all()
        return [Account(one.name, _roles(one.roles), bool(one.password), one.made_at) for one in rows]

    def put(self, name: str, roles: frozenset[str], password: str | None) -> bool:
        """Store an account, without a password where None; its sessions end. Whether it is new."""
        if not name.strip() or name != name.strip() or not name.isprintable() or len(name) > 100:
            raise InputError(f"{name!r}: expected a name of 1 to 100 printed characters")
        kept = passwords.hashed(password) if password is not None else ""
        row = {
            "name": name,
            "roles": LIST_SEPARATOR.join(sorted(read_roles(roles))),
            "password": kept,
            "made_at": now(),
        }
        with self._database.writing() as connection:
            is_new = not _remove(connection, name)
            connection.execute(sa.insert(schema.accounts), [row])
        return is_new

    def remove(self, name: str) -> bool:
        """Take an account away with its sessions; whether there was one."""
        with self._database.writing() as connection:
            return _remove(connection, name)

    def sign_in(self, name: str, password: str, address: str) -> str:
        """The token of a new session.

        Raises
        ------
        ThrottledError
            Too many failed, of this name or from this address; the password was not looked at.
        InputError
            Name or password is wrong; which is not told.
        """
        with _one_at_a_time:
            who = Identity(name, frozenset(), "password")
            for column, value, most in (("name", name, MOST_BY_NAME), ("address", address, MOST_BY_ADDRESS)):
                if self.log.failures(column, value, WAIT_MINUTES) >= most:
                    self.log.append(who, address, "login", "throttled")
                    raise ThrottledError(f"too many failed; wait {WAIT_MINUTES:.0f} minutes")
            if not passwords.is_right(password, self._kept(name)):
                self.log.append(who, address, "login", "refused")
                raise InputError("name or password is wrong")
            self.log.append(who, address, "login", "allowed")
        return self._begin(name)

    def by_token(self, token_sha256: str) -> Identity:
        """Who holds a session, with the roles that they have now; nobody when it ended."""
        table = schema.sessions
        query = sa.select(table.c.name).where(table.c.token_sha256 == token_sha256, table.c.ends_at > now())
        with self._database.reading() as connection:
            name = connection.execute(query).scalar()
        return self.by_name(name, "password") if name else NOBODY

    def by_name(self, name: str, source: str, unknown: str = "") -> Identity:
        """*name*, vouched for by *source*, with the roles of its account, else those in *unknown*."""
        table = schema.accounts
        with self._database.reading() as connection:
            roles = connection.execute(sa.select(table.c.roles).where(table.c.name == name)).scalar()
        return Identity(name, _roles(unknown if roles is None else roles), source)

    def end(self, token_sha256: str) -> None:
        """End a session."""
        table = schema.sessions
        with self._database.writing() as connection:
            connection.execute(sa.delete(table).where(table.c.token_sha256 == token_sha256))

    def _kept(self, name: str) -> str:
        table = schema.accounts
        with self._database.reading() as connection:
            return connection.execute(sa.select(table.c.password).where(table.c.name == name)).scalar() or ""

    def _begin(self, name: str) -> str:
        token, table = secrets.token_urlsafe(32), schema.sessions
        ends = datetime.now(UTC) + timedelta(hours=float(self.settings()["hours"]))
        row = {
            "token_sha256": hash_of(token),
            "name": name,
            "ends_at": text_of(ends),
        }
        with self._database.writing() as connection:
            connection.execute(sa.delete(table).where(table.c.ends_at < now()))
            connection.execute(sa.insert(table), [row])
        return token


def open_register(*, is_new_allowed: bool = False) -> Register:
    """The register that is named.

    Parameters
    ----------
    is_new_allowed
        Whether a database file that is not there is made.

    Returns
    -------
    Register
        One object for each database and process.

    Raises
    ------
    MissingError
        There is no database file, and *is_new_allowed* is False.
    InputError
        The database cannot be used.
    WriteError
        The folder for a new database file cannot be made.
    """
    return _of(open_database(is_new_allowed=is_new_allowed))


def hash_of(secret: str) -> str:
    """SHA-256 of a token or a secret, which are random and long: what is kept of them."""
    return hashlib.sha256(secret.encode()).hexdigest()


@cache
def _of(database: Database) -> Register:
    return Register(database)


def _remove(connection: sa.Connection, name: str) -> bool:
    connection.execute(sa.delete(schema.sessions).where(schema.sessions.c.name == name))
    table = schema.accounts
    return connection.execute(sa.delete(table).where(table.c.name == name)).rowcount > 0


def _roles(text: str) -> frozenset[str]:
    return frozenset(filter(None, text.split(LIST_SEPARATOR)))


def _checked(name: str, value: str) -> str:
    """A setting's value as it is stored."""
    if name not in DEFAULTS:
        raise InputError(f"{name!r}: expected one of {', '.join(DEFAULTS)}")
    choices = {"source": SOURCES, "reading": ("open", "closed")}.get(name)
    if choices and value not in choices:
        raise InputError(f"{name} {value!r}: expected one of {', '.join(choices)}")
    if name == "unknown":
        read_roles(_roles(value))
    if name == "secret":
        if len(value) < 16:
            raise InputError("secret: expected at least 16 characters")
        return hash_of(value)
    try:
        if name == "hours" and not 0 < float(value) <= 24 * 30:
            raise ValueError
        if name == "proxies":
            for one in _roles(value):
                ip_network(one)
    except ValueError as error:
        raise InputError(f"{name} {value!r}: expected {_EXPECTED[name]}") from error
    return value


_EXPECTED = {"hours": "hours, at most 720", "proxies": "addresses or networks such as 10.0.0.2|10.1.0.0/16"}
