"""Hand-over of a post in the department: roles, office and everything open that hangs on the person, in one step.

What an office has to do stays with the office and needs no moving: the successor joins it. What names the person is moved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions as account_actions
from accounts import rules
from accounts.enums import Role
from accounts.models import HandOver, Substitution, User
from accounts.queries import valid_grants
from accounts.roles import LENT
from core import clock, desk, events, outbox
from core.actions import action, locked
from core.errors import Refused
from core.models import Event
from core.permissions import require
from reviews.enums import PanelState
from reviews.models import Panel, Seat

#: Looking around is no use of what was taken over.
NO_USE = ("user.sign_in", "user.password", "person.edit", "handover.take", "handover.undo")


@dataclass(frozen=True)
class Post:
    """Rows that name the person who looks after them in the column `field`."""

    label: str
    rows: Callable[[User], QuerySet]
    field: str


POSTS = (
    Post(
        gettext_lazy("担任秘书的评审组"),
        lambda user: (
            Panel.objects.filter(secretary=user).exclude(state=PanelState.ARCHIVED).select_related("challenge")
        ),
        "secretary",
    ),
)


@dataclass(frozen=True)
class Preview:
    """What a hand-over would do: `moved` by label with their rows, `stays` what the office keeps as (title, count, url)."""

    roles: tuple[Role, ...]
    office: object
    moved: tuple[tuple[str, tuple], ...]
    stays: tuple[tuple[str, int, str], ...]

    @property
    def count(self) -> int:
        return sum(len(rows) for _label, rows in self.moved)


def preview(account: User) -> Preview:
    """What hangs on this account, and what waits for its office."""
    moved = tuple((str(post.label), tuple(post.rows(account).order_by("-pk"))) for post in POSTS)
    stays = tuple((panel.title, panel.count, panel.list_url) for panel in desk.panels(account, limit=1) if panel.count)
    return Preview(_roles(account), account.office, tuple(row for row in moved if row[1]), stays)


def _roles(account: User) -> tuple[Role, ...]:
    held = set(valid_grants(clock.today()).filter(user=account, role__in=LENT).values_list("role", flat=True))
    return tuple(role for role in LENT if role.value in held)


@action
def hand_over_work(
    *, predecessor: User, successor: User, reason: str, by: User, at: datetime | None = None
) -> HandOver:
    """Roles, office and open posts of `predecessor` go to `successor`; history keeps the names of the time.

    Refused: same_person, not_a_colleague, reason_missing, nothing_to_hand_over, sits_on_the_panel, roles_apart.
    """
    require(rules.hand_over_work, by, predecessor)
    at = at or clock.now()
    if successor.pk in {predecessor.pk, by.pk}:
        raise Refused("same_person", _("接手人不能是移交人或办理人，请选择另一位同事。"))
    if not reason.strip():
        raise Refused("reason_missing", _("请写明交接的原因，例如轮岗、退休、调离。"))
    # The smaller number first, so that two hand-overs at once do not wait for each other.
    rows = {account.pk: locked(account) for account in sorted((predecessor, successor), key=lambda one: one.pk)}
    old, new = rows[predecessor.pk], rows[successor.pk]
    if not new.is_active or old.organization_id is None or new.organization_id != old.organization_id:
        raise Refused("not_a_colleague", _("接手人须是同一单位在用的账号。"), user=new.pk)
    roles = _roles(old)
    items = [(post, row) for post in POSTS for row in post.rows(old).select_for_update(of=("self",)).order_by("pk")]
    if not roles and not items:
        raise Refused("nothing_to_hand_over", _("该账号没有业务角色，也没有在办事项，无需交接。"), user=old.pk)
    _refuse_judges(new, items)
    made = HandOver.objects.create(
        predecessor=old,
        successor=new,
        reason=reason.strip(),
        roles=[role.value for role in roles],
        office=old.office,
        former_office=new.office,
        items=[
            {"type": row._meta.label_lower, "id": row.pk, "name": str(row), "field": post.field} for post, row in items
        ],
        handed_at=at,
        handed_by=by,
    )
    _move_roles(made, by=by, at=at)
    note = _("%(old)s交接给%(new)s：%(reason)s") % {"old": old, "new": new, "reason": reason.strip()}
    for post, row in items:
        type(row)._default_manager.filter(pk=row.pk).update(**{post.field: new})
        events.record(row, "handover.item", by=by, at=at, label=_("交接经办人"), note=note, data={"handover": made.pk})
    if old.office_id and old.office_id != new.office_id:
        User.objects.filter(pk=new.pk).update(office=old.office_id)
    _end_substitutions(old, by=by, at=at)
    for obj in (old, new, made):
        events.record(obj, "handover.take", by=by, at=at, label=_("工作交接"), note=note, data={"handover": made.pk})
    title = _("%(old)s的工作已交接给您，共 %(count)d 件在办事项") % {"old": old, "count": len(items)}
    outbox.notify(new, title=title, body=note, url="/desk/", key=f"handover:{made.pk}", at=at)
    return made


def _refuse_judges(successor: User, items: list) -> None:
    """A secretary does not judge in the own panel."""
    panels = [row.pk for _post, row in items if isinstance(row, Panel)]
    if panels and successor.person_id:
        seat = Seat.objects.filter(panel__in=panels, expert__person=successor.person_id).select_related("panel").first()
        if seat is not None:
            sentence = _("%(who)s是评审组“%(panel)s”的专家，不能接任其秘书。") % {"who": successor, "panel": seat.panel}
            raise Refused("sits_on_the_panel", sentence, panel=seat.panel_id)


def _move_roles(made: HandOver, *, by: User, at: datetime) -> None:
    held = set(valid_grants(clock.local(at).date()).filter(user=made.successor).values_list("role", flat=True))
    for grant in made.predecessor.grants.filter(role__in=made.roles, revoked_at__isnull=True).order_by("pk"):
        account_actions.revoke_role(grant=grant, reason=str(made), by=by, at=at)
    given = [role for role in made.roles if role not in held]
    for role in given:
        account_actions.grant_role(user=made.successor, role=role, by=by, at=at)
    HandOver.objects.filter(pk=made.pk).update(items=[*made.items, {"given": given}])
    made.refresh_from_db(fields=["items"])


def _end_substitutions(account: User, *, by: User, at: datetime) -> None:
    today = clock.local(at).date()
    for row in Substitution.objects.filter(principal=account, ended_at__isnull=True, valid_to__gte=today):
        account_actions.end_substitution(substitution=row, note=_("本人工作已交接"), by=by, at=at)


def used(handover: HandOver) -> Event | None:
    """The first thing the successor did since: from then on the hand-over stays."""
    found = Event.objects.filter(actor_id=handover.successor_id, at__gte=handover.handed_at).exclude(verb__in=NO_USE)
    return found.order_by("id").first()


@action
def undo_hand_over(*, handover: HandOver, by: User, at: datetime | None = None) -> HandOver:
    """Everything goes back, while the successor has not done anything yet. Refused: already_undone, already_used, moved_on."""
    require(rules.undo_hand_over, by, handover)
    at = at or clock.now()
    row = locked(handover)
    if row.undone_at is not None:
        raise Refused("already_undone", _("该交接已经撤销。"), handover=row.pk)
    items = [one for one in row.items if "type" in one]
    moved = list(
        Panel.objects.select_for_update(of=("self",)).filter(pk__in=[one["id"] for one in items]).order_by("pk")
    )
    if any(panel.secretary_id != row.successor_id for panel in moved):
        raise Refused("moved_on", _("移交的事项已再次交接，不能撤销。"), handover=row.pk)
    first = used(row)
    if first is not None:
        sentence = _("%(who)s已于 %(at)s 办理“%(what)s”，不能撤销；如需换人，请另行交接。")
        words = {
            "who": row.successor,
            "at": f"{clock.local(first.at):%m月%d日 %H:%M}",
            "what": first.label or first.verb,
        }
        raise Refused("already_used", sentence % words, handover=row.pk, event=first.pk)
    HandOver.objects.filter(pk=row.pk).update(undone_at=at, undone_by=by)
    note = _("撤销交接：%(what)s") % {"what": row}
    for panel in moved:
        Panel.objects.filter(pk=panel.pk).update(secretary=row.predecessor)
        events.record(panel, "handover.undo", by=by, at=at, label=_("撤销交接"), note=note, data={"handover": row.pk})
    given = next((one["given"] for one in row.items if "given" in one), [])
    for grant in row.successor.grants.filter(role__in=given, revoked_at__isnull=True).order_by("pk"):
        account_actions.revoke_role(grant=grant, reason=note, by=by, at=at)
    for role in row.roles:
        account_actions.grant_role(user=row.predecessor, role=role, by=by, at=at)
    User.objects.filter(pk=row.successor_id).update(office=row.former_office)
    for obj in (row.predecessor, row.successor, row):
        events.record(obj, "handover.undo", by=by, at=at, label=_("撤销交接"), note=note, data={"handover": row.pk})
    row.refresh_from_db()
    return row
