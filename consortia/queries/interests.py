"""Who is likely to bid for a challenge: collected by challenges.findings.interests (C07)."""

from collections import defaultdict

from django.db.models import Q
from django.utils.translation import gettext as _

from challenges.models import Challenge
from consortia.enums import ConsortiumState, MembershipState
from consortia.models import Membership

_GONE = (ConsortiumState.CANCELLED, ConsortiumState.EXPIRED)


def likely_bidders(challenge: Challenge) -> dict[int, str]:
    """Units in consortia of the challenge's field (or of its parent or children) of the same programme."""
    field = challenge.field
    near = Q(consortium__field=field) | Q(consortium__field__parent=field)
    if field.parent_id:
        near |= Q(consortium__field=field.parent_id)
    rows = (
        Membership.objects.filter(near, consortium__programme=challenge.batch.programme_id)
        .exclude(consortium__state__in=_GONE)
        .exclude(state__in=[MembershipState.REFUSED, MembershipState.LEFT])
        .order_by("consortium__name")
        .values_list("organization", "consortium__name", "role")
    )
    found: dict[int, list[str]] = defaultdict(list)
    for organization, name, role in rows:
        words = _("牵头“%(name)s”") if role == "LEAD" else _("“%(name)s”成员")
        found[organization].append(words % {"name": name})
    return {organization: "、".join(words) for organization, words in found.items()}
