"""The form that asks for name and password, and its answer: a session in a cookie.

Plain HTML without scripts: it works before anything of the page may be read. The cookie is kept from
scripts and from other sites' requests; its token is random, and only its hash is stored.
"""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from projects.accounts.door import COOKIE, HEADER, Claim, Door
from projects.accounts.identity import Identity
from projects.accounts.wall import note
from projects.errors import InputError
from projects.vocabulary import labels

PATH = "/enter"
_LONGEST = 4096  # bytes of the form
_STYLE = (
    "body{font:16px/1.6 'Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif;background:#FAF9F6;"
    "color:#2F2D29;display:grid;place-items:center;min-height:100vh;margin:0}"
    "main{width:20rem;max-width:88vw}h1{font-size:1.25rem;font-weight:600;margin:0 0 1rem}"
    "label{display:block;margin:.75rem 0 .25rem}"
    "input{font:inherit;width:100%;box-sizing:border-box;padding:.5rem;border:1px solid #8A8374;"
    "border-radius:6px;background:#fff;color:inherit}"
    "button{font:inherit;margin-top:1.25rem;width:100%;padding:.55rem;border:0;border-radius:6px;"
    "background:#4A463F;color:#fff;cursor:pointer}p{margin:.5rem 0}.no{color:#9B2C1F}a{color:inherit}"
)


class Entry:
    """The form of a server behind *door*; after it the page at *home*."""

    def __init__(self, door: Door, home: str = "/") -> None:
        self._door, self._home = door, home

    async def __call__(self, request: Request) -> Response:
        """Show the form, sign in or out."""
        lang = "en" if request.query_params.get("lang") == "en" else "zh"
        claim = Claim.read(request.headers.get(HEADER)) or Claim("none")
        if request.method != "POST":
            who = await run_in_threadpool(self._door.who, claim)
            return self._page(lang, who)
        origin = request.headers.get("origin")
        if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
            who = await run_in_threadpool(self._door.who, claim)
            note(who, claim.address, "login", "refused", f"origin {origin}")
            return self._page(lang, who, status=403)
        form = parse_qs((await _body(request)).decode("utf-8", "replace"), keep_blank_values=True)
        if "leave" in form:
            return await run_in_threadpool(self._leave, claim)
        name, password = (form.get(one, [""])[0] for one in ("name", "password"))
        return await run_in_threadpool(self._enter, name, password, claim, lang, request.url.scheme)

    def _enter(self, name: str, password: str, claim: Claim, lang: str, scheme: str) -> Response:
        words, who = labels.texts(lang), Identity("", frozenset(), "none")
        if self._door.settings()["source"] != "password":
            return self._page(lang, who, status=404)
        # Opens a database, which a server without accounts need not have loaded.
        from projects.accounts.register import ThrottledError, open_register

        register = open_register()
        try:
            token = register.sign_in(name.strip(), password, claim.address)
        except ThrottledError:
            return self._page(lang, who, words["access.throttled"], 429)
        except InputError:
            return self._page(lang, who, words["access.wrong"], 401)
        answer = RedirectResponse(self._home + ("?lang=en" if lang == "en" else ""), 303)
        answer.set_cookie(
            COOKIE,
            token,
            max_age=int(float(register.settings()["hours"]) * 3600),
            path="/",
            secure=scheme == "https",
            httponly=True,
            samesite="lax",
        )
        return answer

    def _leave(self, claim: Claim) -> Response:
        if claim.source == "password":
            from projects.accounts.register import open_register

            register = open_register()
            register.log.append(register.by_token(claim.key), claim.address, "logout", "done")
            register.end(claim.key)
        answer = RedirectResponse(self._home, 303)
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="lax")
        return answer

    def _page(self, lang: str, who: Identity, refusal: str = "", status: int = 200) -> Response:
        words = {key: escape(text) for key, text in labels.texts(lang).items() if key.startswith("access.")}
        if who.name:
            told = f"{escape(who.name)} · {roles_in_words(who, lang)}"
            body = f"<p>{told}</p><button name=leave value=1>{words['access.leave']}</button>"
        else:
            fields = (("name", "text", "username"), ("password", "password", "current-password"))
            body = "".join(
                f"<label for={name}>{words[f'access.{name}']}</label>"
                f"<input id={name} name={name} type={kind} autocomplete={auto} required maxlength=200>"
                for name, kind, auto in fields
            )
            body += f"<button>{words['access.enter']}</button>"
        no = f"<p class=no role=alert>{escape(refusal)}</p>" if refusal else ""
        home = escape(self._home, quote=True)
        return HTMLResponse(
            f"<!doctype html><html lang={'en' if lang == 'en' else 'zh-CN'}><meta charset=utf-8>"
            f"<meta name=viewport content='width=device-width'><title>{words['access.enter']}</title>"
            f"<style>{_STYLE}</style><main><h1>{words['access.title']}</h1>{no}"
            f"<form method=post>{body}</form><p><a href='{home}'>{words['access.home']}</a></p></main>",
            status,
            {"cache-control": "no-store"},
        )


def roles_in_words(who: Identity, lang: str) -> str:
    """The names of their roles."""
    from geo.tables import records
    from projects.accounts.identity import ROLES

    return "、".join(row[lang] for row in records(ROLES) if row["role"] in who.roles)


async def _body(request: Request) -> bytes:
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _LONGEST:
            return b""
    return content
