"""Programmes, their rules and their batches up to publishing."""

from datetime import date, datetime

from django.db.models import Max
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from accounts.queries import own_accounts, system_user
from challenges import checks, defaults, queries, rules
from challenges.enums import BatchState, ChallengeState, Mechanism, NoticeKind
from challenges.findings.settings import shown
from challenges.models import Batch, Challenge, Field, MediaRecord, Programme, PublicNotice, RuleSet
from core import clock, events, lifecycle
from core.actions import action, locked, refuse_unknown
from core.errors import Refused
from core.keystore import KeyStore
from core.permissions import require

_BATCH_FIELDS = {
    "name",
    "rule_set",
    "notice_title",
    "document_number",
    "planned_fiscal_fen",
    "open_at",
    "deadline",
    "route",
    "contacts",
}


@action
def create_programme(
    *,
    name: str,
    short_name: str,
    short_code: str,
    year_from: int,
    year_to: int,
    office,
    by,
    theme: str = "",
    support_years: int = 3,
    strategic_tags=(),
    policy_documents=(),
    fields=(),
    at: datetime | None = None,
) -> Programme:
    """`fields`: rows {name, alias, is_core, children: [names or rows]} of two levels (appendix B)."""
    require(rules.create_programme, by, office)
    programme = Programme.objects.create(
        name=name,
        short_name=short_name,
        short_code=short_code,
        theme=theme,
        year_from=year_from,
        year_to=year_to,
        office=office,
        support_years=support_years,
        strategic_tags=list(strategic_tags),
    )
    programme.policy_documents.set(policy_documents)
    _add_fields(programme, fields, None)
    events.record(programme, "programme.create", by=by, at=at or clock.now(), label=_("建立示范工程"))
    return programme


_PROGRAMME_FIELDS = {
    "name",
    "short_name",
    "theme",
    "year_from",
    "year_to",
    "support_years",
    "is_active",
    "policy_documents",
    "fields",
}


@action
def edit_programme(*, programme: Programme, changes: dict, by, at: datetime | None = None) -> Programme:
    """Keys: those of `create_programme` without the code, which stands in the numbers of challenges. `fields`: rows as
    there; one whose name is new is added, none is taken away, for challenges stand on them."""
    require(rules.manage_batch, by, programme)
    refuse_unknown(changes, _PROGRAMME_FIELDS)
    row = locked(programme)
    at = at or clock.now()
    columns = [name for name in changes if name not in {"policy_documents", "fields"}]
    changed = [name for name in columns if getattr(row, name) != changes[name]]
    for name in columns:
        setattr(row, name, changes[name])
    if row.year_from > row.year_to:
        raise Refused("years_invalid", _("截止年不能早于起始年。"), programme=row.pk)
    row.save(update_fields=columns)
    if "policy_documents" in changes:
        before = set(row.policy_documents.values_list("pk", flat=True))
        row.policy_documents.set(changes["policy_documents"])
        changed += ["policy_documents"] if before != {one.pk for one in changes["policy_documents"]} else []
    added = _new_fields(row, changes.get("fields", ()))
    note = _("新增领域：%(names)s") % {"names": "、".join(added)} if added else ""
    events.record(
        row, "programme.edit", by=by, at=at, label=_("修改示范工程"), note=note, data={"fields": sorted(changed)}
    )
    return row


def _new_fields(programme: Programme, rows) -> list[str]:
    """Add what is not there yet, at both levels; the names added."""
    there = {field.name: field for field in programme.fields.all()}
    added = []
    for one in rows:
        parent = there.get(one["name"])
        children = [child for child in one.get("children", ()) if child not in there]
        if parent is None:
            _add_fields(programme, [{**one, "children": children}], None)
            added += [one["name"], *children]
        elif children:
            _add_fields(programme, children, parent)
            added += children
    return added


def _add_fields(programme: Programme, rows, parent: Field | None) -> None:
    for row in rows:
        row = {"name": row} if isinstance(row, str) else dict(row)
        children = row.pop("children", ())
        position = programme.fields.count() + 1
        field = Field.objects.create(programme=programme, parent=parent, position=position, **row)
        _add_fields(programme, children, field)


@action
def create_rule_set(
    *, name: str, by, mechanism: str = Mechanism.CONSORTIUM_2022, values: dict | None = None, at: datetime | None = None
) -> RuleSet:
    """A new version under this name: the defaults of the mechanism with `values` over them."""
    require(rules.keep_rule_set, by)
    settings = {**defaults.rule_values(mechanism), **(values or {})}
    version = (RuleSet.objects.filter(name=name).aggregate(last=Max("version"))["last"] or 0) + 1
    _check_rules(settings)
    rule_set = RuleSet.objects.create(name=name, version=version, **settings)
    events.record(rule_set, "ruleset.create", by=by, at=at or clock.now(), label=_("建立规则集"))
    return rule_set


@action
def edit_rule_set(*, rule_set: RuleSet, changes: dict, by, at: datetime | None = None) -> RuleSet:
    """Only before a batch with these rules is published; afterwards a new version is made."""
    require(rules.keep_rule_set, by, rule_set)
    row = locked(rule_set)
    if row.frozen_at is not None:
        raise Refused("rules_frozen", _("规则集随批次发布已冻结，请另建新版本。"), rule_set=row.pk)
    known = set(defaults.rule_values(row.mechanism)) - {"mechanism"}
    refuse_unknown(changes, known)
    before = {name: getattr(row, name) for name in known}
    after = {**before, **changes}
    _check_rules(after)
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
    changed = {
        name: [strip_tags(shown(name, found.__getitem__)) for found in (before, after)]
        for name in changes
        if before[name] != changes[name]
    }
    events.record(row, "ruleset.edit", by=by, at=at or clock.now(), label=_("修改规则集"), data=changed)
    return row


def _check_rules(settings: dict) -> None:
    defects = []
    percents = settings["tranche_percents"]
    if not percents or sum(percents) != 100 or min(percents) <= 0:
        defects.append(_("拨款比例应为正数，合计 100%。"))
    if sum(row["weight"] for row in settings["rubric"]) != 100:
        defects.append(_("评分表各项权重合计应为 100。"))
    if not 0 < settings["vote_numerator"] <= settings["vote_denominator"]:
        defects.append(_("表决通过比例应大于 0 且不超过 1。"))
    if settings["panel_size"] < 3 or settings["panel_size"] % 2 == 0:
        defects.append(_("评审组人数应为不少于 3 的奇数。"))
    if settings["notice_working_days"] < 5:
        defects.append(_("公示不得少于 5 个工作日。"))
    if defects:
        raise Refused("rules_invalid", _("规则集有需要改正之处："), defects=defects)


@action
def create_batch(
    *,
    programme: Programme,
    year: int,
    name: str,
    rule_set: RuleSet,
    by,
    number: int | None = None,
    at: datetime | None = None,
    **details,
) -> Batch:
    """`number` counts within programme and year; without it the next one. `details`: see `edit_batch`."""
    require(rules.manage_batch, by, programme)
    refuse_unknown(details, _BATCH_FIELDS)
    if number is None:
        last = Batch.objects.filter(programme=programme, year=year).aggregate(last=Max("number"))["last"]
        number = (last or 0) + 1
    elif Batch.objects.filter(programme=programme, year=year, number=number).exists():
        raise Refused("batch_exists", _("该示范工程本年度已有第 %(number)s 批。") % {"number": number})
    if not details.get("contacts"):
        details["contacts"] = checks.office_contacts(programme)
    return lifecycle.begin(
        Batch, by=by, at=at, programme=programme, year=year, number=number, name=name, rule_set=rule_set, **details
    )


@action
def edit_batch(*, batch: Batch, changes: dict, by, at: datetime | None = None) -> Batch:
    """Before publishing only. Keys: name, rule_set, notice_title, document_number, planned_fiscal_fen, open_at,
    deadline (exclusive), route, contacts."""
    require(rules.manage_batch, by, batch)
    refuse_unknown(changes, _BATCH_FIELDS)
    row = locked(batch)
    if row.state != BatchState.DRAFTING:
        raise Refused(
            "wrong_state", _("批次已发布，不能修改；需要变更的，请发布更正公告。"), batch=row.pk, state=row.state
        )
    for name, value in changes.items():
        setattr(row, name, value)
    if row.open_at and row.deadline and row.open_at >= row.deadline:
        raise Refused("window_invalid", _("截止时间应晚于开放时间。"), batch=row.pk)
    row.save(update_fields=list(changes))
    events.record(row, "batch.edit", by=by, at=at or clock.now(), label=_("修改批次"), data={"fields": sorted(changes)})
    return row


@action
def record_media(
    *, batch: Batch, medium: str, published_on: date, by, url: str = "", file=None, at=None
) -> MediaRecord:
    """Where the batch was announced (S17)."""
    require(rules.manage_batch, by, batch)
    record = MediaRecord.objects.create(batch=batch, medium=medium, published_on=published_on, url=url, file=file)
    data = {"medium": medium, "published_on": published_on.isoformat()}
    note = f"{medium}，{published_on.isoformat()}"
    events.record(batch, "batch.media", by=by, at=at or clock.now(), label=_("记录媒体发布"), note=note, data=data)
    return record


@action
def publish_batch(*, batch: Batch, by, challenges: list[Challenge] | None = None, at: datetime | None = None) -> Batch:
    """Freeze the rules, make a seal key for every challenge that goes out, publish them and the notice (3.2, R-ROL-06).

    `challenges`: those of the approved ones that go out, without it all; the rest stays behind for a later batch (S14),
    and history says why. Refused: batch_incomplete with every gap, same_person, nothing_chosen.
    """
    require(rules.publish_batch, by, batch)
    at = at or clock.now()
    batch = locked(batch)
    approved = list(
        batch.challenges.select_for_update(of=("self",)).filter(state=ChallengeState.APPROVED).order_by("code")
    )
    left = checks.readiness(batch, by=by)
    if challenges is not None:
        chosen = {row.pk for row in challenges}
        challenges = [row for row in approved if row.pk in chosen]
        if not challenges:
            raise Refused("nothing_chosen", _("请至少选择一项已审定的榜单。"), batch=batch.pk)
    else:
        challenges = approved
    mine, hands = own_accounts(by), queries.authors(challenges)
    own = [row.code for row in challenges if hands[row.pk] & mine]
    if own:
        raise Refused("same_person", _("发布人不能是榜单的起草人：%(codes)s。") % {"codes": "、".join(own)}, codes=own)
    if batch.state == BatchState.DRAFTING and (gaps := checks.publishing_gaps(batch, at=at, chosen=challenges)):
        raise Refused("batch_incomplete", _("批次还不能发布，请先补齐："), defects=gaps, batch=batch.pk)
    warnings = checks.publishing_warnings(batch)
    kept = [f"{row.code}：{why or _('本次未选择。')}" for row, why in left if row not in challenges]
    notes = [*warnings, _("未随本批发布：%(rows)s") % {"rows": " ".join(kept)}] if kept else warnings
    lifecycle.advance(
        batch,
        "publish",
        by=by,
        at=at,
        note=" ".join(notes),
        changes={"next_check_at": batch.open_at},
        data={"warnings": warnings, "published": [row.code for row in challenges]},
    )
    if RuleSet.objects.filter(pk=batch.rule_set_id, frozen_at__isnull=True).update(frozen_at=at, frozen_by=by):
        events.record(batch.rule_set, "ruleset.freeze", by=by, at=at, label=_("随批次发布冻结"), note=str(batch))
    for challenge in challenges:
        _publish_challenge(challenge, batch, by=by, at=at)
    _publish_announcement(batch, challenges, by=by, at=at)
    return batch


def _publish_challenge(challenge: Challenge, batch: Batch, *, by, at: datetime) -> None:
    changes = {
        "open_at": batch.open_at,
        "deadline": batch.deadline,
        "next_check_at": batch.open_at,
        "seal_public_key": _seal_key(challenge),
    }
    lifecycle.advance(challenge, "publish", by=by, at=at, changes=changes)


def _seal_key(challenge: Challenge) -> bytes:
    """The public half of the challenge's seal key; the private half stays in the key store, outside the database."""
    store, name = KeyStore(), f"challenge-{challenge.pk}"
    # A publishing that was rolled back has left its key behind: nothing was sealed with it, so it is taken up again.
    return store.public(name) if store.exists(name) else store.create(name)


def _publish_announcement(batch: Batch, challenges: list[Challenge], *, by, at: datetime) -> None:
    """The system writes the announcement from the batch; the publisher who releases it is the other person."""
    notice = lifecycle.begin(
        PublicNotice,
        by=system_user(),
        at=at,
        kind=NoticeKind.PUBLICATION,
        batch=batch,
        title=batch.notice_title,
        body=checks.announcement(batch, challenges),
        issuer=str(defaults.ISSUER),
        document_number=batch.document_number,
        written_on=clock.local(at).date(),
        contacts=batch.contacts,
    )
    lifecycle.advance(notice, "publish", by=by, at=at, changes={"starts_on": clock.local(at).date()})
