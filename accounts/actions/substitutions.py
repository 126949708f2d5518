"""Who stands in for whom during an absence; whoever acts signs with both names and stays one person (R-ROL-06)."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import rules
from accounts.actions.people import refuse_conflict
from accounts.enums import Role
from accounts.models import Substitution, User
from accounts.roles import LENT
from core import clock, events, outbox
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def arrange_substitution(
    *,
    principal: User,
    substitute: User,
    roles,
    valid_from: date,
    valid_to: date,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Substitution:
    """`substitute` may act with `roles` and the office of `principal`, both days inclusive.

    Refused: same_person, dates_reversed, not_colleagues, not_lendable, roles_apart, already_substituted, absent.
    """
    require(rules.arrange_substitution, by, principal)
    at = at or clock.now()
    today = clock.local(at).date()
    roles = sorted(set(roles))
    if substitute.pk == principal.pk:
        raise Refused("same_person", _("代理人不能是本人，请选择另一位同事。"))
    if by.pk == substitute.pk:
        raise Refused("same_person", _("不能安排自己代理他人，请由本人或另一位系统管理员安排。"))
    if valid_to < valid_from or valid_to < today:
        raise Refused("dates_reversed", _("结束日期不能早于开始日期，也不能早于今天。"))
    row = locked(principal)  # two arrangements for one person wait for each other
    if not substitute.is_active or row.organization_id is None or substitute.organization_id != row.organization_id:
        raise Refused("not_colleagues", _("代理人须是同一单位在用的账号。"), user=substitute.pk)
    _check_roles(row, substitute, roles, today)
    _check_days(row, substitute, roles, valid_from, valid_to)
    made = Substitution.objects.create(
        principal=row,
        substitute=substitute,
        roles=roles,
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason.strip(),
        arranged_at=at,
        arranged_by=by,
    )
    words = {"who": substitute, "from": valid_from, "to": valid_to, "roles": "、".join(made.role_labels)}
    note = _("%(from)s 至 %(to)s 由%(who)s代理（%(roles)s）") % words + f"：{reason.strip()}"
    data = {"substitution": made.pk, "roles": roles}
    for obj in (row, substitute, made):
        events.record(obj, "substitution.arrange", by=by, at=at, label=_("安排代理"), note=note, data=data)
    title = _("请您代理%(who)s的工作：%(from)s 至 %(to)s") % {"who": row, "from": valid_from, "to": valid_to}
    key = f"substitution:{made.pk}"
    outbox.notify(substitute, title=title, body=reason.strip(), url=made.get_absolute_url(), key=key, at=at)
    for account in (principal, substitute, row):
        account.__dict__.pop("stand_ins", None)
    return made


def _check_roles(principal: User, substitute: User, roles: list[str], today: date) -> None:
    held = set(
        principal.grants.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=today), valid_from__lte=today, revoked_at__isnull=True
        ).values_list("role", flat=True)
    )
    wrong = [str(Role(role).label) for role in roles if role not in LENT or role not in held]
    if not roles or wrong:
        raise Refused(
            "not_lendable",
            _("只能代理本人现任的业务角色：%(roles)s。") % {"roles": "、".join(wrong) or _("请至少选一个")},
        )
    own = frozenset(substitute.grants.filter(revoked_at__isnull=True).values_list("role", flat=True))
    for role in roles:
        refuse_conflict(substitute, own, role)


def _check_days(principal: User, substitute: User, roles: list[str], first: date, last: date) -> None:
    running = Substitution.objects.filter(ended_at__isnull=True, valid_from__lte=last, valid_to__gte=first)
    for other in running.filter(principal=principal).select_related("substitute__person"):
        if set(other.roles) & set(roles):
            raise Refused(
                "already_substituted",
                _("%(from)s 至 %(to)s 已由%(who)s代理，请先结束该代理或调整日期。")
                % {"from": other.valid_from, "to": other.valid_to, "who": other.substitute},
                substitution=other.pk,
            )
    away = running.filter(principal=substitute).first()
    if away is not None:
        raise Refused(
            "absent", _("%(who)s在此期间自己也有人代理，请另选他人。") % {"who": substitute}, substitution=away.pk
        )


@action
def end_substitution(
    *, substitution: Substitution, note: str = "", by: User, at: datetime | None = None
) -> Substitution:
    """From this moment the substitute acts no more. Refused: already_ended."""
    require(rules.end_substitution, by, substitution)
    at = at or clock.now()
    row = locked(substitution)
    if row.ended_at is not None or row.valid_to < clock.local(at).date():
        raise Refused("already_ended", _("该代理已经结束。"), substitution=row.pk)
    Substitution.objects.filter(pk=row.pk).update(ended_at=at, ended_by=by)
    for obj in (row.principal, row.substitute, row):
        events.record(obj, "substitution.end", by=by, at=at, label=_("结束代理"), note=note.strip() or str(row))
    substitution.ended_at, substitution.ended_by = at, by
    return substitution
