"""Install the map from the wheels beside this file, once, and start it. Needs no network.

``python start.py`` opens the page in the browser; what follows is passed to Streamlit
(``--server.port 8600``). Installs into ``.venv`` beside this file, which can be deleted at
any time: the next start makes it anew. Only the standard library is used here.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
READY = VENV / "installed.txt"
SYSTEMS = {"win_amd64": "win32", "manylinux": "linux"}


def main(arguments: list[str]) -> int:
    """Install when needed, then run the page until it is stopped."""
    made_for = json.loads((HERE / "bundle.json").read_text(encoding="utf-8"))
    problem = mismatch(made_for)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    if not is_installed() and not install():
        return 1
    print("正在启动，浏览器会自动打开；关闭本窗口即停止。 Starting; close this window to stop.", flush=True)
    if not (HERE / "app" / "settings.toml").is_file():
        os.environ.setdefault("PROJECT_MAP_LOG", "errors")  # this window is for people
    page = [venv_python(), "-m", "streamlit", "run", "app.py", *arguments]
    os.chdir(HERE / "app")
    if os.name != "nt":
        # In the place of this process, so that whoever stops this stops the page.
        os.execv(page[0], page)
    try:
        return subprocess.call(page)
    except KeyboardInterrupt:
        return 0


def mismatch(made_for: dict[str, str]) -> str:
    """Why this Python cannot use the wheels; empty when it can."""
    version, wanted = "{}.{}".format(*sys.version_info), made_for["python"]
    if version != wanted:
        return f"需要 Python {wanted}，当前是 {version}，详见 README.txt。 Python {wanted} is needed."
    system = made_for["platform"]
    if sys.platform != SYSTEMS[system]:
        return f"本安装包用于 {system}，不能在本系统上使用。 Made for {system}."
    if struct.calcsize("P") != 8:
        return "需要 64 位的 Python。 A 64-bit Python is needed."
    return ""


def is_installed() -> bool:
    """Whether exactly what the requirements name was installed."""
    return READY.is_file() and READY.read_text(encoding="utf-8") == requirements_hash()


def install() -> bool:
    """Make the virtual environment from the wheels; whether it worked."""
    print("首次运行，正在安装（约一两分钟，不需要网络）…… Installing, once.")
    shutil.rmtree(VENV, ignore_errors=True)
    # --isolated: no index, proxy or constraint from this machine's settings.
    pip = [venv_python(), "-m", "pip", "--isolated", "--disable-pip-version-check", "install", "--quiet"]
    steps = [
        [sys.executable, "-m", "venv", str(VENV)],
        [
            *pip,
            "--no-index",
            "--find-links",
            str(HERE / "wheels"),
            "-r",
            str(HERE / "app" / "requirements.txt"),
        ],
    ]
    for step in steps:
        if subprocess.call(step) != 0:
            print("安装失败，原因见上。 The installation failed; see above.", file=sys.stderr)
            return False
    READY.write_text(requirements_hash(), encoding="utf-8")
    return True


def requirements_hash() -> str:
    """SHA-256 of the requirements."""
    return hashlib.sha256((HERE / "app" / "requirements.txt").read_bytes()).hexdigest()


def venv_python() -> str:
    """The interpreter of the virtual environment."""
    return str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
