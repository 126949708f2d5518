"""Reads over programmes, challenges, needs, notices and objections."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.queries import own_accounts
from accounts.roles import READERS
from challenges.enums import BatchState, ChallengeState, NeedState, NoticeState, ObjectionState, ResolutionKind
from challenges.lifecycle import FAILED
from challenges.models import (
    Batch,
    Challenge,
    Condition,
    Indicator,
    Need,
    NoticeItem,
    Objection,
    PublicNotice,
    Question,
    Resolution,
)
from core.digests import canonical_json, of_bytes
from core.errors import Refused
from core.models import Event
from core.selecting import best_first, count_of, each_word, matching

#: What a visitor may see of challenges; before publishing they belong to the office.
PUBLIC_CHALLENGE_STATES = (
    ChallengeState.PUBLISHED,
    ChallengeState.OPEN,
    ChallengeState.CLOSED,
    ChallengeState.UNDER_REVIEW,
    ChallengeState.IN_NOTICE,
    ChallengeState.AWARDED,
    ChallengeState.RACING,
    *FAILED,
    ChallengeState.WITHDRAWN,
)
EDITABLE_STATES = (ChallengeState.DRAFTING, ChallengeState.REFINING)
OPEN_OBJECTION_STATES = (ObjectionState.RECEIVED, ObjectionState.ACCEPTED)
DECIDED_OBJECTION_STATES = (ObjectionState.REJECTED, ObjectionState.UPHELD, ObjectionState.DISMISSED)


def public_challenges() -> QuerySet[Challenge]:
    return Challenge.objects.filter(state__in=PUBLIC_CHALLENGE_STATES).select_related(
        "batch__programme", "batch__rule_set", "field__parent", "end_user", "owner"
    )


def challenges_for(user) -> QuerySet[Challenge]:
    """The challenges that exist for this user: the public ones, and drafts for the department and the unit that posed them."""
    rows = Challenge.objects.select_related(
        "batch__programme__office", "batch__rule_set", "field__parent", "end_user", "owner"
    )
    if not getattr(user, "is_authenticated", False):
        return rows.filter(state__in=PUBLIC_CHALLENGE_STATES)
    if is_department(user):
        return rows
    mine = Q(state__in=PUBLIC_CHALLENGE_STATES)
    if user.organization_id:
        mine |= Q(owner=user.organization_id) | Q(end_user=user.organization_id)
    return rows.filter(mine)


def is_department(user) -> bool:
    """Works in the department, or audits it."""
    return user.is_authenticated and user.has_role(*READERS)


def needs_for(user) -> QuerySet[Need]:
    """Needs this user may see: the department all that were submitted, a prefecture its own, a unit its own."""
    rows = Need.objects.select_related(
        "call__programme__office", "organization__division", "organization__supervising_division", "field"
    )
    if is_department(user):
        return rows.exclude(state="DRAFT")
    seen = Q(pk__in=[])
    if user.has_role(Role.PREFECTURE) and user.division_id:
        seen |= Q(organization__supervising_division=user.division_id) & ~Q(state="DRAFT")
    if user.organization_id:
        seen |= Q(organization=user.organization_id)
    return rows.filter(seen)


def approval_gaps(challenge: Challenge) -> list[str]:
    """Every section that is still missing, all at once (S09, 3.2)."""
    missing = []
    if not challenge.bottleneck.strip():
        missing.append(_("瓶颈问题"))
    if not challenge.objective.strip():
        missing.append(_("专项目标"))
    if not _has(challenge, "indicators"):
        missing.append(_("考核指标"))
    if not _has(challenge, "conditions"):
        missing.append(_("揭榜条件"))
    if not (challenge.announced_budget_fen or challenge.fiscal_cap_fen):
        missing.append(_("总经费预算或财政支持上限"))
    if not challenge.duration_months:
        missing.append(_("实施周期"))
    if challenge.end_user_id is None:
        missing.append(_("发榜用户"))
    return missing


def _has(challenge: Challenge, related: str) -> bool:
    """Asked for many rows at once by `with_tables`, else one by one."""
    known = getattr(challenge, f"has_{related}", None)
    return getattr(challenge, related).exists() if known is None else known


def with_tables(challenges: QuerySet[Challenge]) -> QuerySet[Challenge]:
    """Challenges that know whether they have indicators and conditions: `approval_gaps` of a whole list in one query."""
    return challenges.annotate(
        has_indicators=Exists(Indicator.objects.filter(challenge=OuterRef("pk"))),
        has_conditions=Exists(Condition.objects.filter(challenge=OuterRef("pk"))),
    )


def _kept(value):
    """A row of another table is kept by its name: what it is called may change later."""
    return value.name if isinstance(value, Model) else value


def snapshot(challenge: Challenge) -> dict:
    """The text of a challenge as JSON: what a refinement keeps."""
    return {
        **{name: _kept(getattr(challenge, name)) for name in Challenge.WRITTEN},
        "indicators": [
            {**row, "baseline": _plain(row["baseline"]), "target": _plain(row["target"])}
            for row in challenge.indicators.order_by("number").values(
                "name", "unit", "baseline", "comparator", "target", "is_hard", "weight", "test_method", "due_year"
            )
        ],
        "requirements": list(
            challenge.milestone_requirements.order_by("number").values("name", "month_offset", "requirement")
        ),
        "conditions": list(challenge.conditions.order_by("number").values("code", "text", "parameter", "is_waivable")),
    }


#: Whoever did one of these to a batch, a challenge or a notice wrote it (R-ROL-06).
_WRITING = (
    "create", "edit", "set_indicator", "set_milestonerequirement", "set_condition", "refinement", "relist",
)  # fmt: skip


def authors(rows: Iterable[Model]) -> dict[int, set[int]]:
    """The accounts that wrote each of these rows (of one model), by its id: who made it and who changed it."""
    rows = list(rows)
    found = {row.pk: {row.created_by_id} for row in rows}
    if rows:
        name = type(rows[0])._meta
        events = Event.objects.filter(
            object_type=name.label_lower, object_id__in=found, verb__in=[f"{name.model_name}.{verb}" for verb in _WRITING],
            result="DONE",
        )  # fmt: skip
        for row, actor, principal in events.values_list("object_id", "actor_id", "data__acting_for"):
            found[row] |= {actor} if principal is None else {actor, principal}
    return found


def wrote(user, row: Model) -> bool:
    """Whether this person, by whichever account, has a hand in the row."""
    return bool(authors([row])[row.pk] & own_accounts(user))


@dataclass(frozen=True)
class Correctable:
    """One passage of a published challenge that a correction may replace."""

    key: str
    label: str
    was: str

    def line(self, challenge: Challenge, now: str) -> dict:
        return {"challenge": challenge.code, "field": self.key, "label": self.label, "was": self.was, "now": now}


def correctable(challenge: Challenge) -> list[Correctable]:
    """Words, targets and conditions; money, terms and deadlines have acts of their own."""
    texts = ("title", "one_line", "bottleneck", "objective", "content", "intellectual_property")
    label_of = {name: str(Challenge._meta.get_field(name).verbose_name) for name in texts}
    found = [Correctable(name, label_of[name], getattr(challenge, name)) for name in texts]
    for row in challenge.indicators.order_by("number"):
        words = {"number": row.number, "name": row.name}
        target = _("考核指标 %(number)s“%(name)s”的目标值") % words
        method = _("考核指标 %(number)s“%(name)s”的测试方法") % words
        found.append(Correctable(f"indicator:{row.number}:target", target, row.shown_target))
        found.append(Correctable(f"indicator:{row.number}:test_method", method, row.test_method))
    for row in challenge.conditions.order_by("number"):
        label = _("揭榜条件 %(number)s") % {"number": row.number}
        found.append(Correctable(f"condition:{row.number}:text", label, row.text))
    return found


def text_digest(challenge: Challenge) -> str:
    """What an editor saw; another digest at saving means that somebody else saved meanwhile."""
    return of_bytes(canonical_json(snapshot(challenge))).sha256


def _plain(number) -> str | None:
    return None if number is None else format(number.normalize(), "f")


def current_item(item: NoticeItem) -> NoticeItem:
    """The same line in the notice that stands today: corrections re-publish under a new notice (3.5)."""
    while True:
        newer = (
            NoticeItem.objects.filter(notice__replaces=item.notice_id, number=item.number)
            .exclude(notice__state=NoticeState.DRAFT)
            .select_related("notice")
            .first()
        )
        if newer is None:
            return item
        item = newer


def item_chain(item: NoticeItem) -> list[int]:
    """The ids of this line in all notices that replaced one another, oldest first."""
    first = item
    while first.notice.replaces_id:
        earlier = (
            NoticeItem.objects.filter(notice=first.notice.replaces_id, number=item.number)
            .select_related("notice")
            .first()
        )
        if earlier is None:
            break
        first = earlier
    chain, last = [first.pk], first
    while newer := NoticeItem.objects.filter(notice__replaces=last.notice_id, number=last.number).first():
        chain.append(newer.pk)
        last = newer
    return chain


def open_objections(notice_item: NoticeItem) -> QuerySet[Objection]:
    """Objections on this line that are not settled, over all its corrections: while there is one, no award (3.5)."""
    return Objection.objects.filter(item__in=item_chain(notice_item), state__in=OPEN_OBJECTION_STATES)


def upheld_objections(notice_item: NoticeItem) -> QuerySet[Objection]:
    return Objection.objects.filter(item__in=item_chain(notice_item), state=ObjectionState.UPHELD)


def public_notices() -> QuerySet[PublicNotice]:
    return PublicNotice.objects.exclude(state=NoticeState.DRAFT).select_related("batch__programme", "batch__rule_set")


def notices_for(user) -> QuerySet[PublicNotice]:
    """Drafts exist for the department alone."""
    if getattr(user, "is_authenticated", False) and is_department(user):
        return PublicNotice.objects.select_related("batch__programme__office", "batch__rule_set")
    return public_notices()


def notice_gaps(notice: PublicNotice) -> list[str]:
    """Fields a notice must have before it is published (E-17), all at once."""
    missing = []
    if not notice.title.strip():
        missing.append(_("标题"))
    if not notice.body.strip():
        missing.append(_("正文"))
    if not notice.issuer.strip():
        missing.append(_("发文机关"))
    if notice.kind == "PROPOSED_AWARD":
        if not notice.items.exists():
            missing.append(_("公示条目"))
        if not notice.contacts:
            missing.append(_("联系方式"))
        if not notice.objection_guide.strip():
            missing.append(_("异议提出方式"))
    return missing


def shows_amounts(notice: PublicNotice) -> bool:
    """Whether the public sees amounts: by the rule set while proposed, always once awarded (Q12)."""
    if notice.kind != "PROPOSED_AWARD" or notice.batch_id is None:
        return True
    return notice.batch.rule_set.shows_amount_in_notice


def batch_counts(batches: QuerySet[Batch]) -> QuerySet[Batch]:
    """Batches with the number of their challenges and of those that are public."""
    return batches.annotate(
        challenge_count=count_of(Challenge.objects.all(), "batch"),
        public_count=count_of(public_challenges(), "batch"),
        open_count=count_of(Challenge.objects.filter(state=ChallengeState.OPEN), "batch"),
    )


def check_resolution(resolution: Resolution | None, *kinds: str) -> None:
    """Refused unless the resolution passed and is about this kind of matter."""
    if resolution is None:
        raise Refused("resolution_missing", _("请先由会议形成决议。"))
    if not resolution.is_passed:
        raise Refused(
            "resolution_not_passed",
            _("决议“%(number)s”未获通过。") % {"number": resolution.number},
            resolution=resolution.pk,
        )
    if resolution.kind not in kinds:
        wanted = "、".join(str(ResolutionKind(kind).label) for kind in kinds)
        raise Refused(
            "resolution_kind",
            _("决议“%(number)s”的事项不是“%(wanted)s”。") % {"number": resolution.number, "wanted": wanted},
            resolution=resolution.pk,
        )


def due(model, state: str, *, at: datetime) -> QuerySet:
    """Rows of a state whose time to be looked at has come, the longest waiting first."""
    return model.objects.filter(state=state, next_check_at__lte=at).order_by(F("next_check_at"), "pk")


# What waits for whom: the desk and the side bar ask these.


def waiting_needs(user) -> QuerySet[Need]:
    """Submitted or forwarded to the office; submitted to the bureau in charge; returned to the unit."""
    rows = Need.objects.select_related("organization", "call")
    if user.has_role(Role.OFFICER):
        mine = rows.filter(call__programme__office=user.office_id)
        # A unit with a bureau in charge goes through it first.
        direct = Q(state=NeedState.SUBMITTED, organization__supervising_division=None)
        return mine.filter(Q(state=NeedState.FORWARDED) | direct)
    if user.has_role(Role.PREFECTURE) and user.division_id:
        return rows.filter(state=NeedState.SUBMITTED, organization__supervising_division=user.division_id)
    if user.organization_id and user.has_role(Role.APPLICANT, Role.UNIT_ADMIN):
        return rows.filter(state=NeedState.RETURNED, organization=user.organization_id)
    return rows.none()


def waiting_challenges(user) -> QuerySet[Challenge]:
    """Drafts of the office; approved ones without a secrecy review for those who may do it."""
    rows = Challenge.objects.select_related("batch__programme")
    if user.has_role(Role.OFFICER):
        return rows.filter(state__in=EDITABLE_STATES, batch__programme__office=user.office_id)
    if user.has_role(Role.PUBLISHER):
        looked_at = [ChallengeState.REFINING, ChallengeState.APPROVED]
        return rows.filter(state__in=looked_at, secrecy_reviewed_at=None).exclude(created_by=user.pk)
    return rows.none()


def waiting_batches(user) -> QuerySet[Batch]:
    """Batches with approved challenges, for a publisher."""
    if not user.has_role(Role.PUBLISHER):
        return Batch.objects.none()
    rows = Batch.objects.filter(state=BatchState.DRAFTING).exclude(created_by=user.pk)
    return matching(rows, challenges__state=ChallengeState.APPROVED).select_related("programme")


def waiting_notices(user) -> QuerySet[PublicNotice]:
    """Drafts for a publisher who did not write them."""
    if not user.has_role(Role.PUBLISHER):
        return PublicNotice.objects.none()
    return PublicNotice.objects.filter(state=NoticeState.DRAFT).exclude(created_by=user.pk)


def waiting_questions(user) -> QuerySet[Question]:
    rows = Question.objects.filter(answered_at=None).select_related("challenge")
    return (
        rows.filter(challenge__batch__programme__office=user.office_id) if user.has_role(Role.OFFICER) else rows.none()
    )


def waiting_objections(user) -> QuerySet[Objection]:
    if not user.has_role(Role.SUPERVISOR):
        return Objection.objects.none()
    return Objection.objects.filter(state__in=OPEN_OBJECTION_STATES).select_related("item", "notice")


def find_challenges(rows: QuerySet[Challenge], word: str) -> QuerySet[Challenge]:
    """For a form's search (core.forms_pick): by a part of the code or of the title."""
    return best_first(rows.filter(each_word(word, "code", "title")), "code", word)


def find_needs(rows: QuerySet[Need], word: str) -> QuerySet[Need]:
    """For a form's search: by a part of the title or of the unit's name."""
    return best_first(rows.filter(each_word(word, "title", "organization__name")), "title", word)


def find_resolutions(rows: QuerySet[Resolution], word: str) -> QuerySet[Resolution]:
    """For a form's search: by a part of the number, of the title or of the sitting's; the latest first."""
    return rows.filter(each_word(word, "number", "title", "sitting__title")).order_by("-recorded_at", "-pk")
