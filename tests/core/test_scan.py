"""The conversation with clamd, against a server of our own that speaks its protocol."""

import io
import socket
import threading

import pytest

from core import scan
from core.errors import Refused
from core.scan import Verdict


class Clamd:
    """Takes one upload by INSTREAM, keeps it, and says what it was told to say."""

    def __init__(self, answer: bytes):
        self.answer, self.received, self.command = answer, b"", b""
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.listener.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        line, _ = self.listener.accept()
        with line, line.makefile("rb") as stream:
            self.command = stream.read(len(b"zINSTREAM\0"))
            while size := int.from_bytes(stream.read(4), "big"):
                self.received += stream.read(size)
            line.sendall(self.answer)

    def close(self):
        self.thread.join(5)
        self.listener.close()


@pytest.fixture
def clamd(settings):
    servers = []

    def start(answer):
        servers.append(Clamd(answer))
        settings.CLAMAV_URL = servers[-1].url
        return servers[-1]

    yield start
    for server in servers:
        server.close()


def test_without_a_scanner_the_verdict_says_so(settings):
    settings.CLAMAV_URL = ""
    assert scan.scan(io.BytesIO(b"x")) == Verdict("NOT_CONFIGURED")


def test_a_clean_file_is_sent_whole(clamd):
    server = clamd(b"stream: OK\0")
    data = b"0123456789" * 20_000
    assert scan.scan(io.BytesIO(data)) == Verdict("CLEAN")
    server.thread.join(5)
    assert server.command == b"zINSTREAM\0"
    assert server.received == data


def test_an_infected_file_names_what_was_found(clamd):
    clamd(b"stream: Eicar-Test-Signature FOUND\0")
    assert scan.scan(io.BytesIO(b"x")) == Verdict("INFECTED", "Eicar-Test-Signature")


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: "])
def test_an_answer_that_is_no_verdict_refuses(clamd, answer):
    clamd(answer)
    with pytest.raises(Refused) as refusal:
        scan.scan(io.BytesIO(b"x"))
    assert refusal.value.code == "scan_unavailable"


def test_a_scanner_that_is_away_refuses(settings):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings.CLAMAV_URL = f"tcp://127.0.0.1:{port}"
    with pytest.raises(Refused) as refusal:
        scan.scan(io.BytesIO(b"x"))
    assert refusal.value.code == "scan_unavailable"
