"""R10: before opening nothing of a sealed bid can be found: not in any table, file or log line. The control: after opening it can."""

import base64
import io
import logging
from pathlib import Path

from django.conf import settings
from django.db import connection

from consortia import actions
from consortia.enums import PledgeKind
from consortia.forms.attachments import purpose
from core import content_types, uploads
from tests.consortia.test_drafts import upload
from tests.stories import consortia as stories

CANARIES = ["金丝雀甲乙丙丁", "CANARY-7f3a91", "秘不示人的路线图"]


def traces(text: str) -> list[bytes]:
    """The forms in which a word could lie about: plain, JSON escapes, hexadecimal, base64 at any place of three."""
    raw = text.encode()
    found = [raw, text.encode("unicode_escape"), raw.hex().encode(), text.encode("utf-16-le")]
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + raw)
        found.append(coded[4 if shift else 0 : len(coded) // 4 * 4 - 4])
    return found


def dump() -> bytes:
    """Every row of every table, as COPY writes it, those of this transaction too."""
    whole = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            cursor.copy_expert(f'COPY "{table}" TO STDOUT', whole)
    return whole.getvalue()


def files() -> bytes:
    folders = {Path(settings.MEDIA_ROOT), Path(settings.KEYSTORE_ROOT), Path(settings.DATA_DIR) / "run"}
    return b"".join(path.read_bytes() for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())


def hits(place: bytes) -> list[str]:
    return [word for word in CANARIES if any(trace in place for trace in traces(word))]


PART = uploads.LEAST_PART_BYTES
IN_PARTS = b"%PDF-1.7\n" + CANARIES[2].encode() * (3 * PART // len(CANARIES[2].encode()))


def in_parts(user, bid, name: str):
    ticket = uploads.ticket(by=user, purpose=purpose(bid), limit_bytes=10**7, accept=content_types.DOCUMENTS)
    return uploads.begin(ticket=ticket, by=user, name=name, size_bytes=len(IN_PARTS))


def send_parts(user, upload, *, end: int) -> None:
    for number in range(end):
        data = IN_PARTS[number * PART : (number + 1) * PART if number < 2 else None]
        uploads.append(token=upload.token, by=user, start=number * PART, data=data)


def test_sealed_text_is_nowhere_before_opening(cast, challenge, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    bid = stories.drafted_bid(cast, challenge, text=CANARIES[0], title=f"项目{CANARIES[1]}")
    actions.add_attachment(
        bid=bid,
        upload=upload(f"{CANARIES[1]}.pdf", b"%PDF-1.7\n" + CANARIES[2].encode() * 50),
        by=cast.applicant,
        is_unclassified=True,
    )
    half, whole = (in_parts(cast.applicant, bid, f"{CANARIES[0]}{end}") for end in ("一.pdf", "二.pdf"))
    send_parts(cast.applicant, half, end=2)
    send_parts(cast.applicant, whole, end=3)
    received = uploads.received(token=whole.token, by=cast.applicant, purpose=purpose(bid))
    assert (hits(dump()), hits(files())) == ([], []), "a draft, or a part of a file, lies open"
    actions.add_attachment(bid=bid, upload=received, by=cast.applicant, is_unclassified=True)
    actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=cast.applicant)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    for admin in (cast.unitadmin, cast.member_admin, cast.member2_admin):
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=admin)
    actions.submit_bid(bid=bid, by=cast.unitadmin)
    actions.recall_bid(bid=bid, by=cast.unitadmin)
    actions.send_to_unit(bid=bid, by=cast.applicant)
    actions.submit_bid(bid=bid, by=cast.unitadmin)
    stories.pass_deadline(challenge)
    out, err = capfd.readouterr()
    logs = "\n".join(record.getMessage() for record in caplog.records) + out + err
    assert (hits(dump()), hits(files()), hits(logs.encode())) == ([], [], [])
    # The control: opened, the same search finds the words (the file's own text stays encrypted on disk).
    actions.consent_to_opening(challenge=challenge, by=cast.officer)
    actions.consent_to_opening(challenge=challenge, by=cast.supervisor)
    assert hits(dump()) == CANARIES[:2]


def test_the_search_itself_finds_what_lies_open():
    for word in CANARIES:
        for place in (
            word.encode(),
            b"xx" + word.encode().hex().encode(),
            base64.b64encode(b"abcd" + word.encode() * 2),
        ):
            assert word in hits(place)
