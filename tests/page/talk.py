"""A visitor without a browser: HTTP and the websocket of the page, by hand."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from types import TracebackType

from google.protobuf.message import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

ANSWER = tuple[int, dict[str, str], str]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: object) -> None:
        return None


def ask(url: str, path: str = "", method: str = "GET", body: bytes | None = None, **headers: str) -> ANSWER:
    """Status, headers (small letters) and text of an answer; redirects are not followed."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url.rstrip("/") + path, body, named, method=method)
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=60) as answer:
            told = answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        told = error.code, error.headers, error.read()
    return (
        told[0],
        {name.lower(): value for name, value in told[1].items()},
        told[2].decode("utf-8", "replace"),
    )


def texts(message: Message) -> Iterator[str]:
    """All texts in a message, at any depth."""
    for field, value in message.ListFields():
        for one in value if field.is_repeated else [value]:
            if isinstance(one, Message):
                yield from texts(one)
            elif isinstance(one, str):
                yield one


class Visitor:
    """One session over the websocket; widgets are named by their keys."""

    def __init__(self, url: str, **headers: str) -> None:
        address = url.replace("http", "ws", 1).rstrip("/") + "/_stcore/stream"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connect = connect(
            address,
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers=named,
            max_size=None,
        )
        self.ids: dict[str, str] = {}
        self.said = ""
        self.map_at = 0.0  # when the map was last told what to show, time.monotonic()

    def __enter__(self) -> Visitor:
        self._line = self._connect.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connect.__exit__(kind, error, trace)

    def run(self, query: str = "", **widgets: object) -> str:
        """Run the page with *widgets* set: True presses, a text is what a component or a field holds."""
        message = BackMsg()
        message.rerun_script.query_string = query
        for key, value in widgets.items():
            message.rerun_script.widget_states.widgets.append(self._state(key, value))
        self._line.send(message.SerializeToString())
        said: list[str] = []
        while True:
            told = ForwardMsg()
            content = self._line.recv(timeout=90)
            assert isinstance(content, bytes)
            told.ParseFromString(content)
            for text in texts(told):
                if found := re.fullmatch(r"\$\$ID-[0-9a-f]+-(.+)", text):
                    # The map's key is a hash of what it draws.
                    self.ids["map" if len(found[1]) == 64 else found[1]] = text
                if "projectMap.show(" in text:
                    self.map_at = time.monotonic()
                said.append(text)
            if told.WhichOneof("type") == "script_finished" and told.script_finished in (0, 2):
                self.said = "\n".join(said)
                return self.said

    def _state(self, key: str, value: object) -> WidgetState:
        state = WidgetState(id=self.ids[key])
        if value is True:
            state.trigger_value = True
        elif value == "open":
            state.bool_value = True
        elif key == "map":
            state.json_value = str(value)
        else:
            state.string_value = str(value)
        return state
