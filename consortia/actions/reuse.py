"""Taking over what was written before: sections of an earlier bid of the same unit (R-BUR-01), with a trace."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Person, User
from consortia import drafts, queries, rules
from consortia.actions.access import require_on_sealed
from consortia.actions.drafting import refuse_unless_writable, write_section
from consortia.drafts.schema import WRITTEN
from consortia.models import Bid, Platform
from core import clock, events
from core.actions import action
from core.errors import Refused
from core.permissions import require


@action
def reuse_sections(*, bid: Bid, source: Bid, names: Iterable[str], by: User, at: datetime | None = None) -> list[str]:
    """Write the named sections of `source` over those of the draft; answers the names that had something to take over.

    What belongs to the other challenge or consortium stays behind: answers to other indicators, people and units that
    are not in this consortium, the statement about state secrets. Raises Refused `section_unknown`, `other_unit`, `sealed`.
    """
    require(rules.author_bid, by, bid)
    require_on_sealed(rules.read_bid, by, source)
    at = at or clock.now()
    fresh = refuse_unless_writable(bid, at)
    if source.consortium.lead_id != bid.consortium.lead_id or source.pk == bid.pk:
        raise Refused("other_unit", _("只能沿用本单位牵头的其他方案。"), bid=source.pk)
    said = drafts.modern(queries.content_of(source) if source.opened_at else queries.sections(source))
    if not said:
        raise Refused("sealed", _("该方案已密封，其内容暂不能沿用。"), bid=source.pk)
    taken = []
    for name in names:
        if name not in WRITTEN:
            raise Refused("section_unknown", _("没有名为“%(name)s”的部分。") % {"name": name})
        content = _fitting(fresh, source, name, said.get(name))
        if content is not None and content != drafts.blank(name):
            write_section(fresh, name, drafts.clean(name, content), by=by, at=at)
            taken.append(name)
    parts = "、".join(str(drafts.SECTIONS[name].label) for name in taken)
    note = _("来自 %(source)s：%(parts)s") % {"source": source.number, "parts": parts or _("无内容")}
    data = {"source": source.pk, "sections": taken}
    events.record(fresh, "bid.reuse", by=by, at=at, label=_("沿用以前的方案"), note=note, data=data)
    return taken


def reusable(bid: Bid, source: Bid) -> list[str]:
    """Sections that may be taken over: the answers only where the challenge is the same."""
    return [name for name in WRITTEN if name != "responses" or source.challenge_id == bid.challenge_id]


def _fitting(bid: Bid, source: Bid, name: str, content: dict | None) -> dict | None:
    if not content or name not in reusable(bid, source):
        return None
    content = {key: value for key, value in content.items() if key in _shape(name)}
    units = queries.member_ids(bid.consortium)
    people = set(Person.objects.filter(organization__in=units).values_list("pk", flat=True))
    if bid.consortium.chief_scientist_id:
        people.add(bid.consortium.chief_scientist_id)
    if name == "basic":
        content["no_state_secrets"] = False
        for key in ("leader_id", "chief_scientist_id"):
            content[key] = content.get(key) if content.get(key) in people else None
    if name == "responses":
        content["rows"] = [row | {"promised": _plain(row["promised"])} for row in content["rows"]]
    if name == "team":
        content["rows"] = [row for row in content["rows"] if row["person_id"] in people]
    if name == "foundation":
        content["platforms"] = [row for row in content["platforms"] if _is_own(row["platform_id"], units)]
    if name in {"tasks", "budget", "foundation"}:
        for table in set(drafts.SECTIONS[name].tables) - {"platforms"}:
            content[table] = [
                row | {"organization_id": row["organization_id"] if row["organization_id"] in units else None}
                for row in content[table]
            ]
    return content


def _is_own(platform_id: int | None, units) -> bool:
    return Platform.objects.filter(pk=platform_id, organization__in=units, ended_on=None).exists()


def _shape(name: str) -> set[str]:
    return {*drafts.SECTIONS[name].fields, *drafts.SECTIONS[name].tables}


def _plain(promised) -> str:
    """A promised value of an opened bid is a decimal; a draft keeps text."""
    return f"{promised.normalize():f}" if hasattr(promised, "normalize") else promised
