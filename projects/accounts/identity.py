"""A name with its roles. Which role may do what are rows: ``data/roles.csv``.

===========  ==================================================================
action
===========  ==================================================================
read         see the map, its files and the service, where reading is closed
import       own boundaries and facilities, and taking them back
view         views and tours that all share
plan         plan files into the desk
desk         see the desk
decide       accept, reject, edit and the other decisions about records
publish      make an edition
workspace    make a new city
accounts     make accounts and set what they may do
log          see the log
===========  ==================================================================

No role both manages accounts and publishes, and the one that sees the log does nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from geo import DATA_DIR
from geo.tables import records
from projects.errors import InputError
from projects.vocabulary.rules import LIST_SEPARATOR

ROLES = DATA_DIR / "roles.csv"
ACTIONS = (
    *("read", "import", "view", "plan", "desk", "decide", "publish"),
    *("workspace", "accounts", "log"),
)


@cache
def roles() -> Mapping[str, frozenset[str]]:
    """Each role with what it may do.

    Returns
    -------
    Mapping[str, frozenset[str]]
        Name of the role → actions, of :data:`ACTIONS`, in the order of the table.
    """
    return {row["role"]: frozenset(row["actions"].split(LIST_SEPARATOR)) for row in records(ROLES)}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks. ``source`` says by what they are known: ``desk`` (sits at this computer without accounts),
    ``none`` (nobody known), ``password``, ``oidc``, ``header``, ``shell``.
    """

    name: str
    roles: frozenset[str]
    source: str

    def may(self, action: str) -> bool:
        """Whether one of the roles allows *action*, one of :data:`ACTIONS`."""
        if action not in ACTIONS:
            raise ValueError(f"{action!r}: expected one of {', '.join(ACTIONS)}")
        return self.source == "desk" or any(action in roles()[role] for role in self.roles)


DESK = Identity("", frozenset(), "desk")
NOBODY = Identity("", frozenset(), "none")


def read_roles(names: Iterable[str]) -> frozenset[str]:
    """*names* as roles.

    Parameters
    ----------
    names
        Of roles in ``data/roles.csv``.

    Returns
    -------
    frozenset[str]
        The same names, each once.

    Raises
    ------
    InputError
        One is no role, or ``administrator`` or ``auditor`` stands beside another role than ``viewer``.
    """
    found = frozenset(names)
    for name in sorted(found - set(roles())):
        raise InputError(f"--role {name!r}: expected one of {', '.join(roles())}")
    # 三员分立: who manages accounts, who watches and who works are three people.
    for alone in ("administrator", "auditor"):
        if alone in found and len(found - {"viewer"}) > 1:
            raise InputError(f"--role {alone}: goes with no other role: 三员分立")
    return found
