"""Virus check of uploads by a clamd (protocol INSTREAM over TCP), where `CLAMAV_URL` names one."""

import socket
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from core.errors import Refused

CHUNK_BYTES = 64 * 1024
TIMEOUT_SECONDS = 60


@dataclass(frozen=True)
class Verdict:
    """`result` is CLEAN, INFECTED or NOT_CONFIGURED; `signature` names what was found."""

    result: str
    signature: str = ""


def scan(stream: BinaryIO) -> Verdict:
    """Read the stream to its end. A configured scanner that does not answer refuses: nothing passes unchecked."""
    if not settings.CLAMAV_URL:
        return Verdict("NOT_CONFIGURED")
    place = urlsplit(settings.CLAMAV_URL)
    try:
        with socket.create_connection((place.hostname, place.port or 3310), timeout=TIMEOUT_SECONDS) as line:
            answer = _converse(line, stream)
    except OSError as error:
        raise Refused("scan_unavailable", "病毒检查服务暂不可用，文件未保存，请稍后重试。") from error
    if answer == "stream: OK":
        return Verdict("CLEAN")
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Verdict("INFECTED", answer.removeprefix("stream: ").removesuffix(" FOUND"))
    raise Refused("scan_unavailable", "病毒检查未能完成，文件未保存，请稍后重试或联系管理员。", answer=answer[:200])


def _converse(line: socket.socket, stream: BinaryIO) -> str:
    """Send length-prefixed chunks and a zero length; the answer ends with a zero byte."""
    line.sendall(b"zINSTREAM\0")
    while chunk := stream.read(CHUNK_BYTES):
        line.sendall(len(chunk).to_bytes(4, "big") + chunk)
    line.sendall(bytes(4))
    answer = b""
    while not answer.endswith(b"\0") and (part := line.recv(4096)):
        answer += part
    return answer.rstrip(b"\0").decode(errors="replace").strip()
