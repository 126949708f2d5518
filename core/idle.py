"""The end of a session moves on while somebody works (R-SEC-05).

By the clock of the process, as the sessions themselves: it decides when to sign in again, and nothing of the matter.
"""

import time

from django.contrib.auth import SESSION_KEY as SIGNED_IN
from django.http import HttpRequest, HttpResponse


class IdleTimeoutMiddleware:
    """Moves the end on once in a minute, not with every request: each move is a write to the database."""

    KEY, SECONDS = "seen", 60

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if SIGNED_IN in session and not 0 <= time.time() - session.get(self.KEY, 0) < self.SECONDS:
            session[self.KEY] = int(time.time())
        return self.get_response(request)
