"""The end of a batch: it is known here, where contracts and projects are."""

from datetime import datetime

from django.utils.translation import gettext as _

from challenges import rules
from challenges.models import Batch
from core import lifecycle
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from projects import queries


@action
def finish_batch(*, batch: Batch, by, at: datetime | None = None) -> Batch:
    """Every published challenge has its outcome: awarded, under contract (2021), failed or withdrawn. Projects go on.

    Refused: batch_running with each challenge that has none.
    """
    require(rules.manage_batch, by, batch)
    row = locked(batch)
    if left := queries.unfinished(row):
        defects = [f"{challenge}：{what}" for challenge, what in left]
        raise Refused("batch_running", _("还有未办结的榜单："), defects=defects, batch=row.pk)
    return lifecycle.advance(row, "finish", by=by, at=at)
