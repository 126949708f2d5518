"""Files of a bid, as a sitting expert reads them."""

from typing import BinaryIO

from django.utils.translation import gettext as _

from consortia.models import Attachment
from core import clock, events, storage
from core.actions import action
from core.permissions import require
from reviews import rules
from reviews.models import Seat


@action
def open_material(*, seat: Seat, attachment: Attachment, by) -> tuple[str, BinaryIO]:
    """(name, plain stream); the caller closes the stream. Every reading is an event of the seat."""
    require(rules.see_material, by, seat)
    key = attachment.bid.file_key
    stream = storage.open_stored(attachment.file, key=bytes.fromhex(key) if key else None)
    name = attachment.name or attachment.file.name
    events.record(
        seat,
        "seat.read_file",
        by=by,
        at=clock.now(),
        label=_("查阅附件"),
        note=f"{attachment.bid} {name}",
        restricted=True,
    )
    return name, stream
