"""How the sweeps of this app run: one row a transaction, a failing row does not stop the others, twice is harmless."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet

from accounts.rules import act_for_the_clock
from core.permissions import require

log = logging.getLogger(__name__)


def each(rows: QuerySet, handle: Callable[[object], bool], *, by) -> int:
    """Lock each row (leaving those that another sweeper holds) and hand it on; counts what was really done."""
    require(act_for_the_clock, by)
    done = 0
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        try:
            with transaction.atomic():
                # The whole query again: the row may no longer be due.
                row = rows.select_for_update(skip_locked=True, of=("self",)).filter(pk=pk).first()
                done += bool(row is not None and handle(row))
        except Exception:
            log.exception("sweep of %s failed", rows.model._meta.label, extra={"row": pk})
    return done
