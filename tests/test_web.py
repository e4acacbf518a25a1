"""The client for councils' servers: polite, patient to a bound, and never led astray."""

from itertools import pairwise

import pytest

from ingest.errors import SourceError
from ingest.sources.web import GoneError, Pace, Web
from tests import council_server as serving
from tests.council_server import council

QUICK = Pace(between=0.0, before_again=0.001, silent=0.3, whole=0.5, tries=3)


def web(max_bytes: int = 10_000, contact: str | None = None, pace: Pace = QUICK) -> Web:
    return Web(max_bytes, contact, pace)


def test_an_answer_and_who_asked() -> None:
    with council() as server:
        server.answers["/a"] = serving.body(b"<a/>", "application/pdf; x=y")
        answer = web(contact="clerk@ness.example").get(f"{server.url}/a", {"q": "1 2"})
    assert answer == (b"<a/>", "application/pdf")
    assert server.asked in (["/a?q=1%202"], ["/a?q=1+2"])
    [agent] = server.agents
    assert agent.startswith("Minutebook/")
    assert "archive of public minutes; clerk@ness.example" in agent


def test_one_host_is_asked_no_faster_than_agreed() -> None:
    with council() as server:
        server.answers["/a"] = b"x"
        one = web(pace=Pace(between=0.2, before_again=0.001))
        for _ in range(3):
            one.get(f"{server.url}/a")
    assert all(later - earlier >= 0.19 for earlier, later in pairwise(server.times))


@pytest.mark.parametrize(
    "bad",
    [
        serving.status(500),
        serving.status(503, Retry_After="0"),
        serving.status(429),
        serving.half_closed,
        serving.cut_off(b"<a>"),
        serving.silent(0.6),
        serving.dripping,
    ],
)
def test_what_fails_in_passing_is_asked_again(bad: serving.Reply) -> None:
    with council() as server:
        server.answers["/a"] = serving.first(bad, b"<a/>")
        assert web().get(f"{server.url}/a").data == b"<a/>"
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (serving.status(500), "answers 500: try again later"),
        (serving.half_closed, "does not answer"),
        (serving.cut_off(b"<a>"), "does not answer"),
        (serving.silent(0.6), "does not answer"),
        (serving.dripping, "did not end within 0 seconds|did not end within 1 seconds"),
    ],
)
def test_what_fails_for_good_is_given_up_after_three_times(bad: serving.Reply, reason: str) -> None:
    with council() as server:
        server.answers["/a"] = serving.first(bad)
        with pytest.raises(SourceError, match=reason):
            web().get(f"{server.url}/a")
    assert len(server.asked) == 3


@pytest.mark.parametrize("number", [401, 403, 404, 410])
def test_what_is_not_there_is_asked_for_once(number: int) -> None:
    with council() as server:
        server.answers["/a"] = serving.status(number)
        with pytest.raises(GoneError, match=f"answers {number}: it is not there, or not for the public"):
            web().get(f"{server.url}/a")
    assert len(server.asked) == 1


def test_a_host_that_is_not_there() -> None:
    with council() as server:
        url = server.url
    with pytest.raises(SourceError, match="does not answer"):
        web().get(f"{url}/a")


@pytest.mark.parametrize("answer", [serving.body(b"x" * 20_000), serving.packed(b"\x00" * 5_000_000)])
def test_an_answer_beyond_all_bounds_is_given_up(answer: serving.Reply) -> None:
    with council() as server:
        server.answers["/a"] = serving.first(answer)
        with pytest.raises(SourceError, match="is over the limit of 0 MB"):
            web().get(f"{server.url}/a")
    assert len(server.asked) == 1


def test_what_is_packed_is_unpacked_and_what_cannot_be_is_named() -> None:
    with council() as server:
        server.answers["/a"] = serving.first(serving.packed(b"<a/>"))
        server.answers["/b"] = serving.first(serving.body(b"no gzip", Content_Encoding="gzip"))
        assert web().get(f"{server.url}/a").data == b"<a/>"
        with pytest.raises(SourceError, match="is packed in a way that cannot be undone"):
            web().get(f"{server.url}/b")


def test_a_move_on_the_same_host_is_followed() -> None:
    with council() as server:
        server.answers["/a"] = serving.first(serving.status(302, Location="/b"))
        server.answers["/b"] = b"<b/>"
        assert web().get(f"{server.url}/a").data == b"<b/>"


@pytest.mark.parametrize(
    "place", ["http://localhost:9/x", "file:///etc/passwd", "ftp://127.0.0.1/x", "//evil.example/"]
)
def test_a_move_to_another_place_is_not(place: str) -> None:
    with council() as server:
        server.answers["/a"] = serving.first(serving.status(301, Location=place))
        with pytest.raises(SourceError, match=r"leads to another place, .*: it was not followed"):
            web().get(f"{server.url}/a")


def test_a_move_in_a_circle_ends() -> None:
    with council() as server:
        server.answers["/a"] = serving.first(serving.status(302, Location="/a"))
        with pytest.raises(SourceError, match="leads on and on"):
            web().get(f"{server.url}/a")
    assert len(server.asked) == 5


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:alert(1)", "/etc/passwd", "http://"])
def test_what_is_no_address_of_the_web(url: str) -> None:
    with pytest.raises(SourceError, match="is no address"):
        web().get(url)
