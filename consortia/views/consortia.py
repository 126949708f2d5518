"""The public directory of consortia, the own ones, and the page of one with what may be done to it."""

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortia import actions, checks, queries, register, rules
from consortia.enums import ConsortiumState, MembershipState
from consortia.filters import ConsortiumFilter, DirectoryFilter
from consortia.forms import consortia as forms
from consortia.models import Consortium, Membership
from consortia.views.shared import CONSORTIA, MINE, crumb
from core import clock
from core.documents.links import pdf
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows
from core.selecting import count_of
from core.ui import Step, values

_MEMBERS = count_of(Membership.objects.filter(state=MembershipState.CONFIRMED), "consortium")
FORMING = register.FORMING


class DirectoryPage(ListPage):
    """The public list (S44); it shows what stands in the register and nothing else."""

    is_public = True
    title = CONSORTIA
    template_name = "consortia/directory.html"
    filterset = DirectoryFilter
    unit = gettext_lazy("个")
    sorts = {"name": ("name",), "number": ("registration_number",), "members": ("member_count",)}
    default_sort = ("-registered_at", "-pk")

    def rows(self, user):
        return (
            queries.public_consortia()
            .select_related("lead__division", "programme", "field")
            .annotate(member_count=_MEMBERS)
        )

    def context(self, user):
        return {"figures": queries.registration_figures()}


class ConsortiumList(ListPage):
    """What this person has to do with: staff the whole register and what was filed, a unit its own; who acts next (C04)."""

    title = MINE
    template_name = "consortia/list.html"
    filterset = ConsortiumFilter
    unit = gettext_lazy("个")
    sorts = {"name": ("name",), "state": ("state_at",)}
    default_sort = ("-state_at", "-pk")

    def rows(self, user):
        taking_part = Membership.objects.select_related("organization").order_by("role", "pk")
        return (
            queries.consortia_of(user)
            .select_related("lead", "programme__office", "agreement")
            .prefetch_related(Prefetch("memberships", taking_part, to_attr="all_members"))
            .annotate(member_count=_MEMBERS)
        )

    def complete(self, page):
        for one in page:
            one.next = register.next_of(one, one.all_members)

    def context(self, user):
        may = allows(rules.found_consortium, user) and user.organization_id
        return {"new_url": reverse("consortia:new") if may else ""}


class NewConsortium(FormPage):
    title = gettext_lazy("组建创新联合体")
    lead = gettext_lazy("本单位为牵头单位。组建后邀请成员单位，各单位管理员确认，签订协议，再提交备案。")
    template_name = "consortia/consortium_form.html"
    form = forms.NewConsortiumForm
    rule = rules.found_consortium
    submit = gettext_lazy("组建")
    done = gettext_lazy("联合体已组建。下一步：邀请成员单位，签订协议，提交备案。")

    def extra(self):
        return {"user": self.request.user}

    def back(self):
        return reverse("consortia:mine")

    def crumbs(self):
        return [crumb(MINE, "mine"), (self.title, "")]

    def run(self, user, **cleaned):
        return actions.create_consortium(lead=user.organization, by=user, **cleaned)


def _own_membership(consortium: Consortium, user):
    return consortium.memberships.get(organization=user.organization_id)


def _office_act(name, label, action, **options) -> Act:
    return Act(
        name, label, rules.decide_registration,
        lambda obj, by, **data: action(consortium=obj, by=by, **data), **options,
    )  # fmt: skip


def _lead_act(name, label, action, **options) -> Act:
    return Act(
        name, label, rules.manage_consortium, lambda obj, by, **data: action(consortium=obj, by=by, **data), **options
    )


def _row_act(name, label, action, form, done, rule=rules.manage_consortium) -> Act:
    """Done from a row of the board, never from the panel."""
    return Act(
        name, label, rule, lambda obj, by, **data: action(by=by, **data) and obj,
        form=form, when=lambda obj: False, done=done,
    )  # fmt: skip


def _change(obj, by, reason, **changes):
    return actions.change_consortium(consortium=obj, changes=changes, reason=reason, by=by)


def _set_roster(obj, by, people):
    return actions.set_roster(consortium=obj, rows=forms.roster_rows(obj, people), by=by)


ACTS = (
    Act(
        "confirm", gettext_lazy("确认加入"), rules.answer_for_unit,
        lambda obj, by, **data: actions.confirm_membership(membership=_own_membership(obj, by), by=by, **data) and obj,
        form=forms.ConfirmForm, is_primary=True, sentence=gettext_lazy("以本单位名义确认加入，并写明任务和自筹承诺。"),
    ),
    Act(
        "refuse", gettext_lazy("拒绝加入"), rules.answer_for_unit,
        lambda obj, by, reason: actions.refuse_membership(
            membership=_own_membership(obj, by), reason=reason, by=by) and obj,
        form=forms.ReasonForm, sentence=gettext_lazy("理由会告知牵头单位。"),
    ),
    Act(
        "sign", gettext_lazy("签署组建协议"), rules.sign_for_unit,
        lambda obj, by, agrees, upload: actions.sign_agreement(
            membership=_own_membership(obj, by), upload=upload, by=by) and obj,
        form=forms.SignForm, when=register.needs_signature, is_primary=True,
        sentence=gettext_lazy("先下载并阅读协议文本；签署后记录时间、签署人和文件摘要。"),
    ),
    Act(
        "invite", gettext_lazy("邀请成员单位"), rules.manage_consortium,
        lambda obj, by, **data: actions.invite_member(consortium=obj, by=by, **data) and obj,
        form=forms.InviteForm, when=lambda obj: False, done=gettext_lazy("已发出邀请，等待该单位管理员确认。"),
    ),
    _row_act("remind", gettext_lazy("催办"), actions.remind_member, forms.MemberForm, gettext_lazy("已催办，24 小时内不再重复发送。")),
    _row_act("remove", gettext_lazy("移出名单"), actions.leave_consortium, forms.RemoveForm, gettext_lazy("已移出名单。"),
             rule=rules.remove_members),
    _lead_act("roster", gettext_lazy("更新研发团队"), lambda consortium, by, people: _set_roster(consortium, by, people),
              form=forms.RosterForm,
              when=lambda obj: obj.state in {*FORMING, ConsortiumState.AGREED, ConsortiumState.REGISTERED},
              sentence=gettext_lazy("各成员单位也可在“本单位部分”中自行填写。")),
    _lead_act("agreement", gettext_lazy("上传协议文本"), actions.put_agreement, form=forms.AgreementForm,
              when=lambda obj: obj.state in FORMING,
              sentence=gettext_lazy("上传后由各单位管理员逐一签署；更换文本须重新签署。")),
    _lead_act("agree", gettext_lazy("登记组建协议"), actions.agree_consortium, form=forms.AgreeForm, step="agree",
              is_primary=True, sentence=gettext_lazy("全部成员确认后办理。")),
    _lead_act("file", gettext_lazy("提交备案"), actions.file_consortium, step="file", is_primary=True,
              sentence=gettext_lazy("系统先逐条核查备案条件，不符合的一次列出。")),
    _lead_act("reopen", gettext_lazy("撤回修改"), actions.reopen_consortium, form=forms.ReasonForm, step="reopen",
              sentence=gettext_lazy("退回组建阶段，修改后重新登记协议并提交；成员的确认保留。")),
    _office_act("register", gettext_lazy("准予备案"), actions.register_consortium, form=forms.RegisterForm,
                step="register", is_primary=True, sentence=gettext_lazy("编发备案号；有效期默认三年。")),
    _office_act("return", gettext_lazy("退回补正"), actions.return_consortium, form=forms.DefectsForm, step="return"),
    Act("change", gettext_lazy("更正备案"), rules.decide_registration, _change, form=forms.ChangeForm, step="change",
        sentence=gettext_lazy("由主管处室直接更正；牵头单位提出的变更在变更申请中办理。")),
    _office_act("suspend", gettext_lazy("暂停备案"), actions.suspend_consortium, form=forms.ReasonForm, step="suspend"),
    _office_act("resume", gettext_lazy("恢复备案"), actions.resume_consortium, form=forms.ReasonForm, step="resume"),
    _office_act("cancel", gettext_lazy("注销备案"), actions.cancel_consortium, form=forms.ReasonForm,
                when=lambda obj: obj.state in {ConsortiumState.REGISTERED, ConsortiumState.SUSPENDED}, is_danger=True),
    Act(
        "leave", gettext_lazy("退出联合体"), rules.leave_as_unit,
        lambda obj, by, reason: actions.leave_consortium(
            membership=_own_membership(obj, by), reason=reason, by=by) and obj,
        form=forms.ReasonForm, when=lambda obj: obj.state in {*FORMING, ConsortiumState.REGISTERED}, is_danger=True,
    ),
    Act(
        "give-up", gettext_lazy("放弃组建"), rules.give_up_consortium,
        lambda obj, by, reason: actions.cancel_consortium(consortium=obj, reason=reason, by=by),
        form=forms.ReasonForm, step="cancel", is_danger=True,
    ),
)  # fmt: skip


class ConsortiumPage(ObjectPage):
    """Public for registered ones, with public fields; its own people and staff see the rest."""

    is_public = True
    model = Consortium
    template_name = "consortia/consortium.html"
    acts = ACTS

    @property
    def base(self):
        return "base_desk.html" if self.request.user.is_authenticated else "base_public.html"

    def rows(self, user):
        seen = Q(pk__in=queries.public_consortia().values("pk"))
        if user.is_authenticated:
            seen |= Q(pk__in=queries.consortia_of(user).values("pk"))
        return Consortium.objects.filter(seen).select_related(
            "lead__division", "programme__office", "field", "chief_scientist__organization", "agreement", "handler__person"
        )  # fmt: skip

    def run(self, act, obj, form):
        """Who refused or left sees the consortium no longer: the own list is where he goes on."""
        address = super().run(act, obj, form)
        is_there = self.rows(self.request.user).filter(pk=obj.pk).exists()
        return address if is_there else reverse("consortia:mine")

    def is_inside(self, obj, user) -> bool:
        return user.is_authenticated and queries.consortia_of(user).filter(pk=obj.pk).exists()

    def crumbs(self, obj):
        inside = self.request.user.is_authenticated
        return [crumb(MINE, "mine") if inside else crumb(CONSORTIA, "list"), (obj.name, "")]

    def lead(self, obj, user):
        if obj.state == ConsortiumState.SUSPENDED:
            return _("备案已暂停，暂停期间不能发起和提交揭榜。")
        if obj.state == ConsortiumState.EXPIRED:
            return _("备案已于 %(day)s 到期，须重新组建备案后再揭榜。") % {"day": obj.valid_to}
        return ""

    def facts(self, obj, user):
        found = [
            (_("备案号"), obj.registration_number or _("尚未备案")),
            (_("示范工程"), str(obj.programme or "—")),
            (_("领域"), str(obj.field or "—")),
            (_("牵头单位"), f"{obj.lead.name}（{obj.lead.division.name}）"),
        ]
        if obj.valid_from:
            found.append((_("有效期"), _("%(start)s 至 %(end)s") % {"start": obj.valid_from, "end": obj.valid_to}))
        if self.is_inside(obj, user):
            agreement = _("%(number)s，%(on)s 签订") % {"number": obj.agreement_number, "on": obj.signed_on}
            found += [
                (_("首席科学家"), _person(obj.chief_scientist)),
                (_("组建协议"), agreement if obj.agreement_number else _("尚未登记")),
                (_("建设目标"), obj.goals or "—"),
                (_("知识产权与利益分配"), obj.benefit_terms or "—"),
                (_("经办人"), str(obj.handler)),
                (_("版本"), str(obj.version)),
                (_("建立时间"), values.instant(obj.created_at)),
            ]
        return found

    def documents(self, obj, user):
        if obj.registration_number is None or not self.is_inside(obj, user):
            return []
        return [pdf(_("备案证书"), "consortia:certificate", obj.pk)]

    def context(self, obj, user):
        inside = self.is_inside(obj, user)
        found = {
            "is_inside": inside,
            "platforms": queries.platforms(obj),
            "is_registered": obj.registered_at is not None,
        }
        if not inside:
            rows = obj.memberships.select_related("organization__division").filter(state="CONFIRMED")
            return found | {"events": None, "memberships": rows.order_by("role", "pk")}
        rows = register.board(obj, at=clock.now())
        is_lead = allows(rules.manage_consortium, user, obj)
        bids = queries.bids_of(user).filter(consortium=obj).select_related("challenge").order_by("-pk")
        return found | {
            "board": rows,
            "is_lead": is_lead,
            "may_remove": allows(rules.remove_members, user, obj) and obj.state in {*FORMING, "REGISTERED"},
            "findings": findings(obj) if obj.state in {*FORMING, "AGREED", "FILED"} else [],
            "hints": register.hints(obj, rows) if is_lead and obj.state in {*FORMING, "AGREED"} else [],
            "waits": waits(obj, [row.membership for row in rows]),
            "events": register.history(obj),
            "steps": steps(obj, rows),
            "bids": bids[:20],
            "roster": obj.roster.select_related("person", "organization").order_by("organization", "pk"),
            "change": register.open_change(obj),
            **links(obj, user, rows, is_lead),
        }


def _person(person) -> str:
    return f"{person.name}（{person.organization.name}）" if person else "—"


def waits(obj: Consortium, members: list[Membership]) -> list[register.Next]:
    """Everybody who is waited for; where nobody is, the one next step."""
    found = register.waits_of(obj, members) if obj.state == ConsortiumState.DRAFT else []
    following = register.next_of(obj, members)
    return found or ([following] if following else [])


def findings(obj: Consortium) -> list[tuple]:
    """(finding, how to mend it) for the live checklist."""
    found = checks.for_consortium(obj, on=clock.today())
    return [(one, register.MEND.get(one.code, "") if one.is_passed is False else "") for one in found]


def links(obj: Consortium, user, rows, is_lead: bool) -> dict[str, str]:
    """Where this person may go on from the page; empty where not."""
    own = next((row.membership for row in rows if row.membership.organization_id == user.organization_id), None)
    takes_part = own is not None and own.state in register.TAKING_PART and user.has_role(*queries.FOR_A_UNIT)
    forms_or_stands = obj.state in {*FORMING, ConsortiumState.REGISTERED}
    here = [obj.pk]
    return {
        "own": own,
        "part_url": reverse("consortia:part", args=here) if takes_part and obj.state != "CANCELLED" else "",
        "invite_url": reverse("consortia:invite", args=here) if is_lead and forms_or_stands else "",
        "edit_url": reverse("consortia:edit", args=here) if is_lead and obj.state in {*FORMING, "AGREED"} else "",
        "change_url": reverse("consortia:ask-change", args=here) if is_lead and obj.state == "REGISTERED" else "",
        "versions_url": reverse("consortia:versions", args=here) if obj.registered_at else "",
    }


def steps(obj: Consortium, rows) -> list[Step]:
    """The way of a registration, from founding to its end."""
    state = obj.state
    if state in {ConsortiumState.CANCELLED, ConsortiumState.EXPIRED}:
        return []
    waiting = [row for row in rows if row.membership.state == MembershipState.INVITED]
    confirmed = [row for row in rows if row.membership.state == MembershipState.CONFIRMED]
    done = {
        _("组建"): True,
        _("成员确认"): not waiting and len(confirmed) > 1,
        _("签订协议"): state not in FORMING,
        _("提交备案"): state not in {*FORMING, ConsortiumState.AGREED},
        _("准予备案"): obj.registered_at is not None and state not in {*FORMING, "AGREED", "FILED"},
    }
    when = {
        _("组建"): obj.created_at,
        _("签订协议"): obj.agreed_at,
        _("提交备案"): obj.filed_at,
        _("准予备案"): obj.registered_at,
    }
    found, current = [], False
    for label, is_done in done.items():
        word = "done" if is_done else ("todo" if current else "current")
        current = current or not is_done
        day = f"{clock.local(when[label]):%Y-%m-%d}" if is_done and when.get(label) else ""
        found.append(Step(label, word, day))
    return found
