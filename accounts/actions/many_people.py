"""Many people of a unit entered in one step."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.actions.people import add_person
from accounts.models import Organization, Person, User
from core import clock
from core.actions import action
from core.errors import Refused
from core.permissions import require

MOST_PEOPLE = 500


@action
def add_people(
    *, organization: Organization, people: Sequence[dict], by: User, at: datetime | None = None
) -> list[Person]:
    """All of `people` (what `add_person` takes) or none. Refused as by `add_person`, with the name; too_many."""
    require(rules.add_person, by, organization)
    at = at or clock.now()
    if len(people) > MOST_PEOPLE:
        raise Refused("too_many", _("一次最多登记 %(most)d 人，请分次登记。") % {"most": MOST_PEOPLE})
    try:
        with transaction.atomic():
            return [_added(one, organization, by, at) for one in people]
    except IntegrityError:
        # Somebody entered one of the numbers in the same moment.
        raise Refused("person_exists", _("其中有人刚刚被登记，请重新检查后再登记。")) from None


def _added(one: dict, organization: Organization, by: User, at: datetime) -> Person:
    try:
        return add_person(**one, organization=organization, by=by, at=at)
    except Refused as refusal:
        raise Refused(refusal.code, f"{one['name']}：{refusal.sentence}", **refusal.ids) from refusal
