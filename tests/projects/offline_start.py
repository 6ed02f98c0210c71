"""Start an unpacked bundle in a network namespace of its own and look at the page.

Run as ``unshare -rn python -m tests.projects.offline_start FOLDER``; prints one line of JSON.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.page.live import CHROMIUM_OPTIONS, OpenPage

PORT = 8599
_SET_FLAGS, _UP_AND_RUNNING = 0x8914, 0x41


def main(folder: Path) -> None:
    """Start, open, count, stop."""
    with socket.socket() as control:  # the loopback of a new namespace is down
        fcntl.ioctl(control, _SET_FLAGS, struct.pack("16sh14x", b"lo", _UP_AND_RUNNING))
    # The interpreter under the tests' virtual environment: nothing installed there may help.
    python = Path(sys.base_prefix) / "bin" / "python3"
    command = [str(python), "start.py", f"--server.port={PORT}", "--server.headless=true"]
    with subprocess.Popen(command, cwd=folder, stdout=sys.stderr) as server:
        try:
            _wait(server)
            found = _look()
        finally:
            server.terminate()
    script = "import sys, folium; print(folium.__file__)"
    place = subprocess.run(
        [folder / ".venv/bin/python", "-c", script], capture_output=True, text=True, check=True
    )
    print(json.dumps({**found, "is_reachable": _is_reachable(), "prefix": place.stdout.strip()}))


def _look() -> dict[str, object]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        page = OpenPage(browser.new_page(), f"http://127.0.0.1:{PORT}/").open()
        stats = page.stats()
        browser.close()
    return {"shown": stats["shown"], "records": stats["records"], "foreign": page.foreign}


def _wait(server: subprocess.Popen[bytes]) -> None:
    for _ in range(3000):
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        if server.poll() is not None:
            raise SystemExit(f"start.py ended with {server.returncode}")
        time.sleep(0.1)
    raise SystemExit("no server")


def _is_reachable() -> bool:
    try:
        socket.create_connection(("1.1.1.1", 443), timeout=2).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
