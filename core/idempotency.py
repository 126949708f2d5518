"""The same request twice has one effect (R3): a key a person sends is kept for ever with what came of it."""

import hashlib
from collections.abc import Callable

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict
from core.models import IdempotencyKey


def once(*, actor, key: str, body: bytes, run: Callable[[], dict]) -> tuple[dict, bool]:
    """Run `run` under `key` unless it has run before: (its result, whether it ran now).

    Result and effect are one transaction; a second request waits for the first to end. `run` answers JSON.
    Raises Conflict("key_reused") when the same key comes with another body.
    """
    fingerprint = hashlib.sha256(body).hexdigest()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_idempotencykey (actor_id, key, fingerprint, result, created_at) "
            "VALUES (%s, %s, %s, '{}', core_now()) ON CONFLICT (actor_id, key) DO NOTHING RETURNING id",
            [actor.pk, key, fingerprint],
        )
        inserted = cursor.fetchone()
        if inserted is None:
            earlier = IdempotencyKey.objects.get(actor_id=actor.pk, key=key)
            if earlier.fingerprint != fingerprint:
                raise Conflict(
                    "key_reused", _("这次提交与先前的一次用了同一个标识，内容却不同。请刷新页面后重新办理。")
                )
            return earlier.result, False
        result = run()
        IdempotencyKey.objects.filter(pk=inserted[0]).update(result=result)
        return result, True
