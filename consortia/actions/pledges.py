"""信用承诺: signed by account, under a versioned text that never changes (S37, E-14)."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Organization, User
from consortia import queries, rules
from consortia.enums import BidState, PledgeKind
from consortia.models import Bid, Pledge, PledgeText
from core import clock, digests, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require

#: The first version of each text, laid down when it is first signed; a later one is a new row.
FIRST_TEXTS = {
    PledgeKind.ORGANIZATION: (
        "揭榜单位信用承诺书",
        "本单位自愿参加揭榜，承诺所报材料真实、合法、有效，不涉及国家秘密；承诺按方案落实人员、条件和自筹资金，"
        "专款专用；如有弄虚作假、套取挪用资金等行为，愿接受终止项目、追回资金、记入科研诚信记录等处理。",
    ),
    PledgeKind.LEADER: (
        "项目负责人信用承诺书",
        "本人承诺所报内容真实，遵守科研诚信和科技伦理要求，对技术路线和考核指标负责，按期完成里程碑目标；"
        "如有弄虚作假，愿承担相应责任。",
    ),
    PledgeKind.MILITARY_ORDER: (
        "军令状",
        "我方已知悉榜单目标、考核指标和里程碑要求，承诺全力以赴、按期完成；未完成约定目标的，接受赛马淘汰、"
        "终止支持和结余资金收回的处理。",
    ),
}
SIGNABLE = (BidState.DRAFT, BidState.UNIT_REVIEW)


def current_text(kind: str) -> PledgeText:
    """The newest version of a text. To be called in a transaction: the first version may have to be laid down."""
    newest = PledgeText.objects.filter(kind=kind).order_by("-version").first()
    if newest is not None:
        return newest
    title, body = FIRST_TEXTS[kind]
    sha256 = digests.of_bytes(body.encode()).sha256
    text, _made = PledgeText.objects.get_or_create(
        kind=kind, version=1, defaults={"title": title, "body": body, "sha256": sha256}
    )
    return text


def shown_text(kind: str) -> tuple[str, str]:
    """(title, body) of the text that would be signed now, for a page: nothing is written."""
    newest = PledgeText.objects.filter(kind=kind).order_by("-version").first()
    return (newest.title, newest.body) if newest else FIRST_TEXTS[kind]


@action
def sign_pledge(
    *, bid: Bid, kind: str, by: User, organization: Organization | None = None, at: datetime | None = None
) -> Pledge:
    """Sign for the own unit (its administrator) or as leader (the lead's applicant). Signing again answers the pledge that stands."""
    for_unit = kind != PledgeKind.LEADER
    require(rules.sign_for_organization if for_unit else rules.sign_for_leader, by, bid)
    organization = organization or by.organization
    if organization.pk != by.organization_id:
        raise Refused("own_unit", _("只能代表本单位签署承诺。"), bid=bid.pk)
    fresh, at = locked(bid), at or clock.now()
    if fresh.state not in SIGNABLE:
        sentence = _("方案现为“%(state)s”，不能再签署承诺。") % {"state": fresh.get_state_display()}
        raise Refused("wrong_state", sentence, bid=fresh.pk)
    text = current_text(kind)
    standing = fresh.pledges.filter(text=text, organization=organization, revoked_at__isnull=True).first()
    if standing is not None:
        return standing
    pledge = Pledge.objects.create(
        bid=fresh, text=text, organization=organization, person=by.person, signed_at=at, signed_by=by
    )
    data = {"text": text.pk, "sha256": text.sha256, "organization": organization.pk}
    events.record(fresh, "bid.pledge", by=by, at=at, label=_("签署《%(title)s》") % {"title": text.title}, data=data)
    return pledge


def missing_pledges(bid: Bid) -> list[str]:
    """What is still to be signed before a bid can be submitted, as sentences."""
    standing = bid.pledges.filter(revoked_at__isnull=True)
    signed = set(standing.filter(text__kind=PledgeKind.ORGANIZATION).values_list("organization_id", flat=True))
    missing = [
        _("“%(unit)s”的单位信用承诺尚未签署。") % {"unit": one.organization}
        for one in queries.confirmed(bid.consortium).order_by("role", "pk")
        if one.organization_id not in signed
    ]
    if not standing.filter(text__kind=PledgeKind.LEADER).exists():
        missing.append(_("负责人信用承诺尚未签署。"))
    return missing
