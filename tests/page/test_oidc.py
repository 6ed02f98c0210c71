"""The cookie of ``st.login``: Streamlit's signature counts, and nothing else."""

from __future__ import annotations

import json

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from page import server

SECRET = "the secret of this server's cookies"
CLAIMS = {"email": "li@example.cn", "is_logged_in": True, "origin": "http://localhost:8501"}


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    where = "streamlit.web.server.starlette.starlette_websocket.get_cookie_secret"
    monkeypatch.setattr(where, lambda: SECRET)


def cookies(secret: str, claims: dict[str, object]) -> dict[str, str]:
    return {USER_COOKIE_NAME: create_signed_value(secret, USER_COOKIE_NAME, json.dumps(claims)).decode()}


def test_a_cookie_that_streamlit_signed_tells_the_claims() -> None:
    assert server.signed_in(cookies(SECRET, CLAIMS)) == CLAIMS


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {USER_COOKIE_NAME: json.dumps(CLAIMS)},
        cookies("another secret", CLAIMS),
        cookies(SECRET, {**CLAIMS, "is_logged_in": False}),
    ],
)
def test_any_other_cookie_tells_nothing(sent: dict[str, str]) -> None:
    assert server.signed_in(sent) is None
