"""Passwords as they are kept: salted and run through scrypt, which takes time and memory on purpose.

``scrypt$N$r$p$salt$hash``, both in hexadecimal: the costs stand with each, so that they can be raised
without asking for all passwords anew.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from hmac import compare_digest
from threading import BoundedSemaphore

from projects.errors import InputError

SHORTEST = 10
LONGEST = 200
_N, _R, _P = 2**15, 8, 1  # 32 MB and some 80 ms
_MEMORY = 64 << 20
# Two at a time: a storm of attempts takes neither all processors nor all memory.
_few = BoundedSemaphore(2)


def hashed(password: str) -> str:
    """*password* as it is kept; InputError when it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputError(f"a password has {SHORTEST} to {LONGEST} characters")
    salt = secrets.token_bytes(16)
    return f"scrypt${_N}${_R}${_P}${salt.hex()}${_scrypt(password, salt, _N, _R, _P).hex()}"


def is_right(password: str, kept: str) -> bool:
    """Whether *password* is the one that was *kept*; as long a wait when there is none (empty)."""
    kind, n, r, p, salt, wanted = (kept or _nobodys()).split("$")
    if kind != "scrypt" or len(password) > LONGEST:
        return False
    found = _scrypt(password, bytes.fromhex(salt), int(n), int(r), int(p))
    return compare_digest(found, bytes.fromhex(wanted)) and bool(kept)


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    with _few:
        return hashlib.scrypt(password.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


@cache
def _nobodys() -> str:
    return hashed(secrets.token_hex(16))
