"""Start the app on the port asked for, or on the next free one."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TRIES = 20


def command(host: str, port: int) -> list[str]:
    """The line that starts the server: one process, as sessions live in its memory."""
    return [
        sys.executable, "-m", "uvicorn", "app:app",
        "--host", host,
        "--port", str(port),
        "--ws", "websockets-sansio",
        "--ws-max-size", "209715200",
        "--ws-per-message-deflate", "false",
        "--proxy-headers",
        "--no-access-log",
        "--log-level", "warning",
    ]  # fmt: skip


def free_port(host: str, wanted: int) -> int | None:
    """The wanted port, or the first free one after it."""
    for port in range(wanted, wanted + TRIES):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    return None


def main() -> None:
    """Read the arguments, say where the app is, and become the server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8501)
    asked = parser.parse_args()
    port = free_port(asked.host, asked.port)
    if port is None:
        last = asked.port + TRIES - 1
        sys.exit(f"Ports {asked.port} to {last} are all taken. Choose another: make run PORT=9000")
    if port != asked.port:
        sys.stdout.write(f"Port {asked.port} is taken by another program; using {port}.\n")
    shown = "localhost" if asked.host in {"127.0.0.1", "0.0.0.0"} else asked.host
    sys.stdout.write(f"Revenue Scorecard: http://{shown}:{port}  (stop with Ctrl+C)\n")
    sys.stdout.flush()
    os.chdir(ROOT)
    line = command(asked.host, port)
    os.execv(line[0], line)


if __name__ == "__main__":
    main()
