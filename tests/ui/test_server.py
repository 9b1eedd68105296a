"""Headers, cookie, settings and faults, asked of the real application without a browser."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route
from streamlit.testing.v1 import AppTest

from revcore.ui import server, session

ROOT = Path(__file__).resolve().parents[2]


async def html(_request: object) -> HTMLResponse:
    return HTMLResponse("<!doctype html><p>" + "text " * 500)


async def plain(_request: object) -> PlainTextResponse:
    return PlainTextResponse("text " * 500)


async def stream(_request: object) -> StreamingResponse:
    return StreamingResponse(iter([b"data: 1\n\n"] * 300), media_type="text/event-stream")


FRAMED = Starlette(
    routes=[Route("/", html), Route("/plain", plain), Route("/stream", stream)],
    middleware=server.middleware(),
)


def ask(path: str, *, cookie: str = "", scheme: str = "http") -> Headers:
    """Headers of the answer to one request."""
    started = []
    headers = [(b"accept-encoding", b"gzip"), (b"cookie", cookie.encode())]
    scope = {
        "type": "http", "method": "GET", "path": path, "scheme": scheme, "headers": headers,
        "query_string": b"", "root_path": "", "http_version": "1.1", "server": ("test", 80),
    }  # fmt: skip

    asked = []

    async def receive() -> dict[str, object]:
        if asked:
            await anyio.sleep_forever()
        asked.append(True)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, object]) -> None:
        if message["type"] == "http.response.start":
            started.append(Headers(raw=message["headers"]))

    # In a thread of its own: the browser tests keep an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(anyio.run, FRAMED, scope, receive, send).result()
    return started[0]


@pytest.mark.parametrize("path", ["/", "/plain", "/nowhere"])
def test_every_answer_carries_the_security_headers(path):
    headers = ask(path)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "camera=()" in headers["permissions-policy"]


def test_a_page_is_not_stored_and_may_load_from_here_only():
    headers = ask("/")
    assert headers["cache-control"] == "no-store"
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert "http" not in headers["content-security-policy"]
    assert "'unsafe-inline'" not in policy["script-src"]
    assert re.search(r"'sha256-[\w+/]{43}='", policy["script-src"])


def test_text_is_compressed_and_streams_are_not():
    assert ask("/plain")["content-encoding"] == "gzip"
    assert "content-encoding" not in ask("/stream")


def test_a_browser_gets_a_random_name_once_and_only_with_a_page():
    first, other = ask("/")["set-cookie"], ask("/")["set-cookie"]
    assert re.fullmatch(r"rc_sid=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", first)
    assert first != other
    assert "set-cookie" not in ask("/", cookie=first.partition(";")[0])
    assert "set-cookie" not in ask("/plain")


def test_a_name_that_is_not_ours_is_replaced():
    assert "rc_sid=" in ask("/", cookie="rc_sid=admin")["set-cookie"]


def test_the_cookie_is_secure_behind_https():
    assert ask("/", scheme="https")["set-cookie"].endswith("; Secure")


def test_the_server_takes_as_much_as_the_app_says():
    import tomllib

    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["maxUploadSize"] == session.MAX_MEGABYTES
    assert config["client"]["showErrorDetails"] == "none"
    assert config["browser"]["gatherUsageStats"] is False


def test_elsewhere_than_in_its_folder_the_app_says_where_to_start(tmp_path):
    code = "import app, revcore.ui.server as s; s._check_settings()"
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 1
    assert "Start the app from the folder that app.py lies in." in run.stderr


def test_fonts_named_in_the_theme_are_there():
    text = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    names = re.findall(r'url = "app/static/([^"]+)"', text)
    assert len(names) == 2
    for name in names:
        assert (ROOT / "revcore" / "ui" / "static" / name).read_bytes()[:4] == b"wOF2"


def faulty(kind: str) -> None:
    """What a page with a fault shows; run by Streamlit, not by the tests' interpreter."""
    from revcore.errors import RevcoreError
    from revcore.ui import server

    text = "secret@example.com"
    error = RevcoreError("“a.csv” is empty.", fix="Export it again.")
    server.explain(error if kind == "ours" else ValueError(text))


def test_a_fault_is_a_sentence_without_details():
    app = AppTest.from_function(faulty, args=("unknown",)).run()
    (shown,) = app.error
    assert "the fault is ours" in shown.value
    assert "secret" not in shown.value
    assert "ValueError" not in shown.value


def test_what_the_core_says_is_shown_as_it_is():
    app = AppTest.from_function(faulty, args=("ours",)).run()
    assert app.error[0].value == "“a.csv” is empty. Export it again."
