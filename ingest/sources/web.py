"""A polite client for councils' servers: who asks is said, one question a second, and no answer without bounds."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import httpx2
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from ingest.errors import SourceError

MOST_REDIRECTS = 5
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that the same question may not meet again."""


class GoneError(SourceError):
    """The server says that there is no such thing (any more), or that it is not for us."""


class _PassingError(SourceError):
    """What may be over when the same is asked again; `after`: the seconds that the server asks to wait."""

    def __init__(self, reason: str, after: float = 0.0) -> None:
        super().__init__(reason)
        self.after = after


class Answer(NamedTuple):
    """What a server answered: the bytes, unpacked, and the media type that it states."""

    data: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient the client is, in seconds: between two questions to one host, before a second try, with an answer."""

    between: float = 1.0
    before_again: float = 2.0
    silent: float = 120.0
    """How long a server may say nothing; some councils' take a minute and a half."""
    whole: float = 300.0
    tries: int = 4


@dataclass(slots=True)
class Web:
    """Asks servers; `contact` is an address that they are told, `max_bytes` the size of the largest answer."""

    max_bytes: int
    contact: str | None = None
    pace: Pace = Pace()
    _next: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, parameters: Mapping[str, str | int] | None = None) -> Answer:
        """Ask for an address, again where it fails in passing.

        Raises:
            GoneError: the server says that there is no such thing, or that it is not for us.
            SourceError: it cannot be had; the message names the address and the reason.
        """
        whole = str(httpx2.URL(url, params=dict(parameters))) if parameters else url
        again = Retrying(
            retry=retry_if_exception_type(_PassingError),
            stop=stop_after_attempt(self.pace.tries),
            wait=self._wait,
            reraise=True,
        )
        return again(self._followed, whole)

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        after = error.after if isinstance(error, _PassingError) else 0.0
        return max(min(after, 60.0), wait_exponential(multiplier=self.pace.before_again)(state))

    def _followed(self, url: str) -> Answer:
        """Ask, and follow where the same host sends us."""
        at = url
        for _ in range(MOST_REDIRECTS):
            answer = self._asked(at)
            if isinstance(answer, Answer):
                return answer
            if not _same_site(at, answer):
                raise SourceError(f"{url} leads to another place, {answer}: it was not followed")
            at = answer
        raise SourceError(f"{url} leads on and on: it was not followed")

    def _asked(self, url: str) -> Answer | str:
        """The answer, or the address that the server sends us to."""
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise SourceError(f"{url} is no address of the web")
        self._pause(urlsplit(url).hostname or "")
        with _translated(url), self._client() as client, client.stream("GET", url) as response:
            if response.has_redirect_location:
                return urljoin(url, response.headers["location"])
            _check(response, url)
            return Answer(
                self._taken(response, url), response.headers.get("content-type", "").partition(";")[0].strip()
            )

    def _client(self) -> httpx2.Client:
        about = f"; {self.contact}" if self.contact else ""
        agent = f"Minutebook/{version('minutebook')} (archive of public minutes{about})"
        timeout = httpx2.Timeout(self.pace.silent, connect=min(self.pace.silent, 20.0))
        return httpx2.Client(headers={"User-Agent": agent}, timeout=timeout, trust_env=False)

    def _taken(self, response: httpx2.Response, url: str) -> bytes:
        """The bytes of an answer, counted as they are unpacked and given up when they drip."""
        end, data = time.monotonic() + self.pace.whole, bytearray()
        for some in response.iter_bytes():
            data += some
            if len(data) > self.max_bytes:
                raise SourceError(f"{url} is over the limit of {self.max_bytes / 1e6:,.0f} MB: raise it if it is real")
            if time.monotonic() > end:
                raise _PassingError(f"{url} did not end within {self.pace.whole:,.0f} seconds")
        return bytes(data)

    def _pause(self, host: str) -> None:
        now = time.monotonic()
        time.sleep(max(self._next.get(host, now) - now, 0.0))
        self._next[host] = time.monotonic() + self.pace.between


@contextmanager
def _translated(url: str) -> Iterator[None]:
    try:
        yield
    except httpx2.InvalidURL as error:
        raise SourceError(f"{url} is no address: {error}") from error
    except httpx2.DecodingError as error:
        raise SourceError(f"{url} is packed in a way that cannot be undone: {error}") from error
    except httpx2.HTTPError as error:
        reason = str(error) or type(error).__name__
        raise _PassingError(f"{url} does not answer ({reason}): try again later") from error


def _check(response: httpx2.Response, url: str) -> None:
    status = response.status_code
    if status in _PASSING:
        after = response.headers.get("retry-after", "")
        raise _PassingError(f"{url} answers {status}: try again later", float(after) if after.isdecimal() else 0.0)
    if status in {401, 403, 404, 410}:
        raise GoneError(f"{url} answers {status}: it is not there, or not for the public")
    if status != 200:
        raise SourceError(f"{url} answers {status}")


def _same_site(one: str, other: str) -> bool:
    """Whether an address is of the same host, "www." aside, and no step back from https."""
    here, there = urlsplit(one), urlsplit(other)
    plain = [(part.hostname or "").lower().removeprefix("www.") for part in (here, there)]
    secure = there.scheme == "https" or (there.scheme == "http" and here.scheme == "http")
    return plain[0] == plain[1] and secure
