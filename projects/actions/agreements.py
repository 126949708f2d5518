"""Task agreements: drafted from the bid, signed by the unit, then by the department (3.6, E-23)."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from core import clock, digests, events
from core.actions import action, locked
from core.errors import Conflict, Refused
from core.lifecycle import advance, begin
from core.permissions import require
from projects import rules
from projects.actions.guards import required_text
from projects.actions.projects import write_milestones
from projects.enums import AgreementState, ProjectState
from projects.models import Project, TaskAgreement
from projects.queries.agreements import agreement_template, date_of, defects, live_agreement, weaker_indicators

CHANGEABLE = (ProjectState.AWARDED, ProjectState.SIGNED, ProjectState.IN_PROGRESS)


@action
def draft_agreement(*, project: Project, content: dict | None = None, by, at: datetime | None = None) -> TaskAgreement:
    """Version 1, copied from the bid with the sums as awarded; `content` overrides single keys."""
    require(rules.draft_agreement, by, project)
    project = locked(project)
    if project.state != ProjectState.AWARDED:
        raise Refused(
            "wrong_state",
            _("项目现为“%(state)s”，不再起草任务书。") % {"state": project.get_state_display()},
            project=project.pk,
        )
    standing = live_agreement(project)
    if standing is not None:
        raise Refused(
            "agreement_exists",
            _("任务书已起草（第 %(version)d 版），请在其上修改。") % {"version": standing.version},
            agreement=standing.pk,
        )
    body = agreement_template(project)
    body |= {"fiscal_fen": project.fiscal_total_fen, "self_fen": project.self_total_fen}
    body |= _checked(project, content or {})
    version = project.agreements.count() + 1
    return begin(TaskAgreement, by=by, at=at, project=project, version=version, content=body)


def _checked(project: Project, content: dict) -> dict:
    """Known keys only; indicators weaker than the challenge's are refused at once, with the list (3.6)."""
    known = agreement_template(project)
    unknown = set(content) - set(known)
    if unknown:
        raise Refused("agreement_keys", _("任务书没有这些部分：%(keys)s。") % {"keys": "、".join(sorted(unknown))})
    if "indicators" in content:
        weaker = weaker_indicators(project, content)
        if weaker:
            sentence = _("任务书的考核指标不得弱于榜单，请修改 %(count)d 项指标。") % {"count": len(weaker)}
            raise Refused("weaker_indicators", sentence, defects=weaker, project=project.pk)
    return content


@action
def edit_agreement(
    *, agreement: TaskAgreement, content: dict, base_sha256: str | None = None, by, at: datetime | None = None
) -> TaskAgreement:
    """Replace single keys of a draft. `base_sha256` is the digest of what the editor had read: Conflict if it has changed."""
    at = at or clock.now()
    require(rules.edit_agreement, by, agreement)
    agreement = locked(agreement)
    if agreement.state != AgreementState.DRAFT:
        raise Refused("wrong_state", _("任务书已签署，不能修改；如需修改请先退回。"), agreement=agreement.pk)
    if base_sha256 is not None and base_sha256 != content_digest(agreement.content):
        raise Conflict(
            "agreement_changed", _("任务书已被他人修改，请刷新后核对，您填写的内容仍在下方。"), agreement=agreement.pk
        )
    body = agreement.content | _checked(agreement.project, content)
    changed = sorted(key for key in body if body[key] != agreement.content.get(key))
    if changed:
        TaskAgreement.objects.filter(pk=agreement.pk).update(content=body)
        events.record(agreement, "taskagreement.edit", by=by, at=at, label=_("修改任务书"), data={"sections": changed})
    agreement.content = body
    return agreement


def content_digest(content: dict) -> str:
    return digests.of_bytes(digests.canonical_json(content)).sha256


@action
def sign_agreement_by_unit(*, agreement: TaskAgreement, by, at: datetime | None = None) -> TaskAgreement:
    """The lead unit signs what is then frozen by its digest; all defects are named at once."""
    require(rules.sign_agreement_by_unit, by, agreement)
    agreement = locked(agreement)
    found = defects(agreement.project, agreement.content)
    if found:
        sentence = _("任务书还有 %(count)d 处需要修改，改正后再签署。") % {"count": len(found)}
        raise Refused("agreement_defects", sentence, defects=found, agreement=agreement.pk)
    return advance(
        agreement, "sign_by_unit", by=by, at=at, changes={"content_sha256": content_digest(agreement.content)}
    )


@action
def return_agreement(*, agreement: TaskAgreement, reason: str, by, at: datetime | None = None) -> TaskAgreement:
    at = at or clock.now()
    require(rules.return_agreement, by, agreement)
    reason = required_text(reason, _("退回原因"))
    changes = {"unit_signed_at": None, "unit_signed_by": None, "content_sha256": ""}
    advance(agreement, "return", by=by, at=at, note=reason, changes=changes)
    return agreement


@action
def sign_agreement_by_department(*, agreement: TaskAgreement, by, at: datetime | None = None) -> TaskAgreement:
    """The publisher signs: the project counts as signed, its milestones and dates follow the agreement; a later version
    (after an approved change) replaces the one before."""
    at = at or clock.now()
    require(rules.sign_agreement_by_department, by, agreement)
    project = locked(agreement.project)
    agreement = locked(agreement)
    if agreement.state == AgreementState.UNIT_SIGNED and agreement.content_sha256 != content_digest(agreement.content):
        raise Refused(
            "agreement_altered", _("任务书内容与牵头单位签署时的摘要不一致，请退回重签。"), agreement=agreement.pk
        )
    advance(agreement, "sign_by_department", by=by, at=at)
    older = project.agreements.filter(state=AgreementState.SIGNED).exclude(pk=agreement.pk)
    for former in older:
        advance(former, "replace", by=by, at=at)
    content = agreement.content
    dates = {"starts_on": date_of(content["starts_on"]), "ends_on": date_of(content["ends_on"])}
    if project.state == ProjectState.AWARDED:
        late = _late_note(project.sign_by_on, clock.local(at).date())
        advance(
            project,
            "sign",
            by=by,
            at=at,
            note=late,
            changes={"title": content["title"], "next_check_at": None, **dates},
        )
    write_milestones(project, content["milestones"], by=by, at=at)
    return agreement


def _late_note(sign_by_on: date, today: date) -> str:
    return _("逾期签订：期限为 %(on)s") % {"on": sign_by_on} if today > sign_by_on else ""


def draft_next_version(project: Project, content: dict, *, by, at: datetime) -> TaskAgreement:
    """After an approved change: the next version, waiting for both signatures; an unsigned one is carried on."""
    standing = live_agreement(project)
    if standing is not None and standing.state == AgreementState.DRAFT:
        TaskAgreement.objects.filter(pk=standing.pk).update(content=content)
        return standing
    version = project.agreements.count() + 1
    return begin(TaskAgreement, by=by, at=at, project=project, version=version, content=content)
