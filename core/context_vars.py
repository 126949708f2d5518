"""What is known of the request at hand, for events and logs."""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class RequestFacts:
    ip: str | None = None
    request_id: str = ""


NOBODY = RequestFacts()
current: ContextVar[RequestFacts] = ContextVar("request_facts", default=NOBODY)
