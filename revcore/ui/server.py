"""Around the pages: start-up, headers, the visitor's cookie, and what a fault looks like."""

from __future__ import annotations

import base64
import hashlib
import logging
import re
import secrets
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any

import anyio
import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from revcore.errors import RevcoreError
from revcore.ui import libraries, navigation, session

_LOG = logging.getLogger("revcore")

WARM_AFTER = 2.5
"""Seconds between the start and the loading of what the first page does not need."""

SWEEP_EVERY = 60.0
"""Seconds between two rounds in which work past its time is deleted."""


# ---------------------------------------------------------------- start-up
@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Check the settings, warm the imports, and keep deleting what has expired."""
    _check_settings()
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_warm_later)
        tasks.start_soon(_sweep_for_ever)
        yield {}
        tasks.cancel_scope.cancel()


def _check_settings() -> None:
    if st.get_option("client.showErrorDetails") != "none":
        raise SystemExit(
            "The settings in .streamlit/config.toml were not found. "
            "Start the app from the folder that app.py lies in."
        )


async def _warm_later() -> None:
    """Not at once: a visitor who woke the server is waiting for the first page."""
    await anyio.sleep(WARM_AFTER)
    await anyio.to_thread.run_sync(_warm)


def _warm() -> None:
    try:
        libraries.ready()
    except (ImportError, SyntaxError, RevcoreError):
        _LOG.exception("The core cannot be loaded; pages will say so.")


async def _sweep_for_ever() -> None:
    while True:
        await anyio.sleep(SWEEP_EVERY)
        session.sweep()


# ---------------------------------------------------------------- addresses
def routes() -> list[Route]:
    """Addresses besides the pages': the first page lies at “/” and answers to its name as well."""
    return [Route(f"/{navigation.discover()[0].address}", _to_the_front)]


async def _to_the_front(_request: Request) -> RedirectResponse:
    return RedirectResponse("/", status_code=307)


# ---------------------------------------------------------------- headers and the cookie
def middleware() -> list[Middleware]:
    """Compression inside, headers and cookie outside."""
    return [Middleware(Frame), Middleware(GZipMiddleware, minimum_size=1000, compresslevel=5)]


class Frame:
    """Adds the security headers, and gives every browser its own random name.

    Pure ASGI, so that streams are passed through as they come.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.policy = content_policy()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._frame(scope, message)
            await send(message)

        await self.app(scope, receive, framed)

    def _frame(self, scope: Scope, message: MutableMapping[str, Any]) -> None:
        headers = MutableHeaders(scope=message)
        headers["x-content-type-options"] = "nosniff"
        headers["referrer-policy"] = "same-origin"
        headers["x-frame-options"] = "SAMEORIGIN"
        headers["permissions-policy"] = "camera=(), geolocation=(), microphone=(), payment=()"
        if not headers.get("content-type", "").startswith("text/html"):
            return
        headers["cache-control"] = "no-store"
        headers["content-security-policy"] = self.policy
        if visitor_in(Headers(scope=scope).get("cookie", "")) is None:
            headers.append("set-cookie", new_cookie(secure=scope.get("scheme") == "https"))


def visitor_in(cookies: str) -> str | None:
    """Name of the visitor in a Cookie header, or None when there is none of ours.

    >>> visitor_in("theme=dark; rc_sid=0123456789abcdef0123456789abcdef")
    '0123456789abcdef0123456789abcdef'
    >>> visitor_in("rc_sid=guess") is None
    True
    """
    try:
        found = SimpleCookie(cookies).get(session.COOKIE)
    except CookieError:
        return None
    return found.value if found and session.is_visitor(found.value) else None


def new_cookie(*, secure: bool) -> str:
    """A Set-Cookie header with a fresh random name (128 bit), out of reach of scripts.

    Without an expiry date: it goes when the browser is closed.
    """
    cookie = f"{session.COOKIE}={secrets.token_hex(16)}; Path=/; HttpOnly; SameSite=Lax"
    return f"{cookie}; Secure" if secure else cookie


def content_policy() -> str:
    """What the page may load: from here only.

    Streamlit's own start page holds one inline script, allowed by its hash. Styles are written by
    script, and charts compile their expressions, hence the two “unsafe” words.
    """
    page = Path(st.__file__).parent / "static" / "index.html"
    inline = re.findall(r"<script>(.*?)</script>", page.read_text("utf-8"), flags=re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
        for text in inline
    )
    return "; ".join(
        [
            "default-src 'self'",
            f"script-src 'self' 'unsafe-eval' {hashes}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        ]
    )


# ---------------------------------------------------------------- faults
def explain(error: Exception) -> bool:
    """Show a sentence instead of a traceback; Streamlit has already logged the details."""
    if isinstance(error, RevcoreError):
        st.error(str(error), icon=":material/error:")
        return True
    reference = secrets.token_hex(3)
    _LOG.error("Fault %s: %s", reference, type(error).__name__)
    st.error(
        "This page could not be drawn; the fault is ours, not in your files. Your work is still "
        f"here: reload the page or open another one. If it happens again, quote “{reference}”.",
        icon=":material/error:",
    )
    return True
