"""自问自答 (C07): those who shaped a challenge and are likely to bid for it. Shown while it is refined, kept at approval.

Who is likely to bid is known further up: each app may have `<app>/queries/interests.py` with `likely_bidders(challenge)`,
which answers {organization id: why}; this module only collects.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.translation import gettext as _

from accounts.models import Organization
from challenges.models import Challenge


@dataclass(frozen=True)
class Interest:
    organization: Organization
    shaped: str
    bids: str


@cache
def _sources() -> tuple:
    found = []
    for app in apps.get_app_configs():
        queries = find_spec(f"{app.name}.queries")
        name = f"{app.name}.queries.interests"
        if queries and queries.submodule_search_locations and find_spec(name):
            found.append(import_module(name).likely_bidders)
    return tuple(found)


def shapers(challenge: Challenge) -> dict[int, list[str]]:
    """organization → how it took part in posing the challenge."""
    found: dict[int, list[str]] = defaultdict(list)
    for link in challenge.need_links.select_related("need").order_by("need"):
        found[link.need.organization_id].append(_("提出需求“%(title)s”") % {"title": link.need.title})
    if challenge.owner_id:
        found[challenge.owner_id].append(_("出题单位"))
    people: dict[tuple[int, str], list[str]] = defaultdict(list)
    rounds = challenge.refinements.order_by("version").prefetch_related("participants")
    for row in rounds:
        for person in row.participants.all():
            people[person.organization_id, person.name].append(f"v{row.version}")
    for (organization, name), versions in people.items():
        words = {"name": name, "versions": "、".join(versions)}
        found[organization].append(_("%(name)s参加凝练（%(versions)s）") % words)
    return dict(found)


def interests(challenge: Challenge) -> list[Interest]:
    """Units on both sides, by name. A warning: it forbids nothing."""
    posed = shapers(challenge)
    if not posed:
        return []
    bids: dict[int, list[str]] = defaultdict(list)
    for likely_bidders in _sources():
        for organization, why in likely_bidders(challenge).items():
            bids[organization].append(why)
    both = Organization.objects.filter(pk__in=set(posed) & set(bids)).order_by("name")
    return [Interest(row, "；".join(posed[row.pk]), "；".join(bids[row.pk])) for row in both]
