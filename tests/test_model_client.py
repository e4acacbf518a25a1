"""The client of a language model, over real HTTP: it gets a completion, or ends in time with a reason."""

from __future__ import annotations

import json
import socket
import threading

import pytest

from ingest.errors import ModelError
from search_api.model_client import Breaker, Endpoint, Message, ModelClient
from tests import council_server as serving
from tests import misbehaving_model as wild
from tests.council_server import Reply, body
from tests.misbehaving_model import SECRET, ModelServer, model, replying

HELLO: list[Message] = [{"role": "user", "content": "Hello — “Ashby”"}]


def client(server: ModelServer, seconds: float = 10.0, key: str | None = SECRET) -> ModelClient:
    return ModelClient(Endpoint(server.url, "ashby-7b", key, seconds))


def as_json(value: object) -> Reply:
    return body(json.dumps(value).encode(), "application/json")


def test_what_is_sent_and_what_comes_back() -> None:
    with model(replying("Good day")) as server:
        assert client(server).complete(HELLO) == "Good day"
    [asked] = server.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == f"Bearer {SECRET}"
    assert asked.headers["Accept-Encoding"] == "identity"
    assert asked.body == {
        "model": "ashby-7b",
        "messages": HELLO,
        "temperature": 0,
        "max_tokens": 2000,
        "stream": False,
    }


def test_without_a_key_none_is_sent() -> None:
    with model(replying("Good day")) as server:
        client(server, key=None).complete(HELLO)
    assert "Authorization" not in server.asked[0].headers


@pytest.mark.parametrize("answer", [wild.never, wild.late, wild.dripping_head, wild.dripping_body])
def test_the_time_allowed_ends_whatever_the_server_does(answer: Reply) -> None:
    with model(answer) as server, pytest.raises(ModelError, match=r"^it did not answer within 0.5 seconds$"):
        client(server, 0.5).complete(HELLO)
    assert len(server.asked) == 1


def test_the_time_allowed_ends_while_the_name_is_still_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    test_is_over, found = threading.Event(), threading.Event()

    def never(*_: object, **__: object) -> list[object]:
        test_is_over.wait(30)
        found.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", never)
    with pytest.raises(ModelError, match=r"^it did not answer within 0.2 seconds$"):
        ModelClient(Endpoint("http://model.invalid/v1", "ashby-7b", None, 0.2)).complete(HELLO)
    assert not found.is_set()
    test_is_over.set()
    assert found.wait(30)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (serving.status(401), "it answers 401"),
        (serving.status(404), "it answers 404"),
        (serving.status(429, Retry_After="3600"), "it answers 429"),
        (serving.status(500), "it answers 500"),
        (wild.reset, r"it cannot be asked \((ReadError|RemoteProtocolError)\)"),
        (serving.half_closed, r"it cannot be asked \(RemoteProtocolError\)"),
        (serving.cut_off(b'{"choices": ['), r"it cannot be asked \(RemoteProtocolError\)"),
        (replying("x" * 600_000), "its answer is over 0.5 MB"),
        (wild.endless, "its answer is over 0.5 MB"),
        (wild.packed, "its answer is packed, though none was asked for"),
    ],
)
def test_a_server_that_fails_is_asked_once_and_the_reason_is_said(answer: Reply, reason: str) -> None:
    with model(answer) as server, pytest.raises(ModelError, match=f"^{reason}$"):
        client(server).complete(HELLO)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        body(b"<html><body>Sign in</body></html>", "text/html"),
        body(b""),
        body(b'{"choices": [{"message": {"content": "x"}}'),
        body(b"\xff\xfe\x00"),
        body(b"[" * 100_000),
        as_json(None),
        as_json([]),
        as_json({"error": {"message": "no such model"}}),
        as_json({"choices": []}),
        as_json({"choices": {}}),
        as_json({"choices": ["x"]}),
        as_json({"choices": [{"message": None}]}),
        as_json({"choices": [{"message": {"content": None}}]}),
        as_json({"choices": [{"message": {"content": ["x"]}}]}),
        as_json({"choices": [{"text": "x"}]}),
    ],
)
def test_what_is_no_completion_is_refused(answer: Reply) -> None:
    with model(answer) as server, pytest.raises(ModelError, match=r"^what it answered is no completion$"):
        client(server).complete(HELLO)


def test_a_redirect_is_not_followed_so_that_neither_key_nor_minutes_go_elsewhere() -> None:
    with model(replying("Good day")) as other:
        with model(wild.redirecting(f"{other.url}/chat/completions")) as server:
            asking = client(server)
            with pytest.raises(ModelError, match=r"^it answers 307$"):
                asking.complete(HELLO)
        assert (len(server.asked), other.asked) == (1, [])


def test_no_proxy_of_the_environment_sees_the_key(monkeypatch: pytest.MonkeyPatch) -> None:
    with model(replying("Good day")) as server, model(replying("Mine now")) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url.removesuffix("/v1"))
        monkeypatch.setenv("NO_PROXY", "")
        monkeypatch.setenv("no_proxy", "")
        assert client(server).complete(HELLO) == "Good day"
        assert proxy.asked == []


def test_a_server_that_is_not_there() -> None:
    with model(replying("Good day")) as server:
        pass
    with pytest.raises(ModelError, match=r"^it cannot be asked \(ConnectError\)$"):
        client(server).complete(HELLO)


def test_the_key_is_not_in_what_is_printed_of_a_client() -> None:
    shown = ModelClient(Endpoint("http://localhost/v1", "ashby-7b", SECRET))
    assert SECRET not in f"{shown!r}{shown.endpoint}"


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def fail(breaker: Breaker) -> bool:
    """Fail with the model, if it may be asked; whether it might."""
    with pytest.raises(ModelError), breaker.asking() as may:
        if may:
            raise ModelError("down")
        raise ModelError("not asked")
    return may


def asked(breaker: Breaker) -> bool:
    with breaker.asking() as may:
        return may


def test_a_model_that_fails_three_times_in_a_row_rests() -> None:
    clock = Clock()
    breaker = Breaker(failures=3, rest=60.0, now=clock)
    assert [fail(breaker), fail(breaker), asked(breaker)] == [True, True, True]
    assert [fail(breaker), fail(breaker), fail(breaker), asked(breaker)] == [True, True, True, False]
    clock.seconds = 59.9
    assert asked(breaker) is False


def test_after_its_rest_one_failure_is_enough_and_one_success_mends() -> None:
    clock = Clock()
    breaker = Breaker(failures=3, rest=60.0, now=clock)
    for _ in range(3):
        fail(breaker)
    clock.seconds = 60.0
    assert [fail(breaker), asked(breaker)] == [True, False]
    clock.seconds = 120.0
    assert [asked(breaker), fail(breaker), asked(breaker)] == [True, True, True]


def test_only_so_many_are_with_the_model_at_once() -> None:
    breaker = Breaker(at_once=2)
    with breaker.asking() as first, breaker.asking() as second, breaker.asking() as third:
        assert (first, second, third) == (True, True, False)
    assert asked(breaker) is True


def test_failures_are_counted_right_by_many_threads() -> None:
    breaker = Breaker(failures=40, at_once=40, now=Clock())
    threads = [threading.Thread(target=lambda: [fail(breaker) for _ in range(13)]) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [fail(breaker), asked(breaker)] == [True, False]  # the fortieth


def test_several_threads_may_ask_at_once() -> None:
    with model(replying("Good day")) as server:
        replies: list[str] = []
        threads = [threading.Thread(target=lambda: replies.append(client(server).complete(HELLO))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert replies == ["Good day"] * 4
