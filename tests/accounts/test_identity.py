"""Which role may do what: the table, and that three people share the power (三员分立)."""

from __future__ import annotations

import pytest

from projects.accounts.identity import ACTIONS, DESK, NOBODY, Identity, read_roles, roles
from projects.errors import InputError
from projects.vocabulary import labels

CHANGING = set(ACTIONS) - {"read", "desk", "log"}
MAY = {
    "viewer": {"read"},
    "editor": {"read", "import", "view", "plan", "desk"},
    "reviewer": {"read", "view", "desk", "decide"},
    "publisher": {"read", "view", "desk", "publish"},
    "administrator": {"read", "accounts", "workspace"},
    "auditor": {"log"},
}


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("action", ACTIONS)
def test_a_role_may_what_the_table_says_and_nothing_else(role: str, action: str) -> None:
    assert Identity("甲", frozenset({role}), "password").may(action) is (action in MAY[role])


def test_every_role_and_every_action_is_known() -> None:
    assert set(roles()) == set(MAY)
    assert set().union(*roles().values()) == set(ACTIONS)
    for lang in labels.LANGUAGES:
        assert all(labels.texts(lang)[f"access.may.{action}"] for action in ACTIONS)


def test_the_auditor_changes_nothing_and_the_administrator_does_not_publish() -> None:
    assert not roles()["auditor"] & CHANGING
    assert not roles()["administrator"] & {"publish", "decide", "import", "plan", "log"}
    assert [role for role in roles() if "accounts" in roles()[role]] == ["administrator"]
    assert [role for role in roles() if "log" in roles()[role]] == ["auditor"]


@pytest.mark.parametrize(
    "held", [["auditor", "editor"], ["administrator", "publisher"], ["administrator", "auditor"]]
)
def test_nobody_holds_two_of_the_three_powers(held: list[str]) -> None:
    with pytest.raises(InputError, match="三员分立"):
        read_roles(held)


def test_other_roles_go_together() -> None:
    assert read_roles(["editor", "reviewer", "publisher"]) == {"editor", "reviewer", "publisher"}
    assert read_roles(["viewer", "auditor"]) == {"viewer", "auditor"}
    with pytest.raises(InputError, match="expected one of viewer"):
        read_roles(["mayor"])


def test_without_accounts_the_desk_may_all_and_others_nothing() -> None:
    assert all(DESK.may(action) for action in ACTIONS)
    assert not any(NOBODY.may(action) for action in ACTIONS)
    with pytest.raises(ValueError, match="expected one of"):
        NOBODY.may("fly")
