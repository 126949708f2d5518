"""The public directory of consortia, the own ones, and the page of one with what may be done to it."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.enums import Role
from consortia import actions, checks, queries, rules
from consortia.enums import ConsortiumState
from consortia.filters import ConsortiumFilter, DirectoryFilter
from consortia.forms import consortia as forms
from consortia.models import Consortium
from consortia.views.shared import CONSORTIA, MINE, crumb
from core import clock
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values

_MEMBERS = Count("memberships", filter=Q(memberships__state="CONFIRMED"), distinct=True)
FORMING = (ConsortiumState.DRAFT, ConsortiumState.RETURNED)


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
    """What this person has to do with: staff the whole register and what was filed, a unit its own."""

    title = MINE
    template_name = "consortia/list.html"
    filterset = ConsortiumFilter
    unit = gettext_lazy("个")
    sorts = {"name": ("name",), "state": ("state_at",)}
    default_sort = ("-state_at", "-pk")

    def rows(self, user):
        return queries.consortia_of(user).select_related("lead", "programme").annotate(member_count=_MEMBERS)

    def context(self, user):
        may = allows(rules.found_consortium, user) and user.organization_id
        return {"new_url": reverse("consortia:new") if may else ""}


class NewConsortium(FormPage):
    title = gettext_lazy("组建创新联合体")
    lead = gettext_lazy("本单位为牵头单位。组建后邀请成员单位，各单位管理员确认，签订协议，再提交备案。")
    form = forms.NewConsortiumForm
    rule = rules.found_consortium
    submit = gettext_lazy("组建")

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


def _change(obj, by, reason, **changes):
    return actions.change_consortium(consortium=obj, changes=changes, reason=reason, by=by)


ACTS = (
    Act(
        "confirm", gettext_lazy("确认加入"), rules.answer_for_unit,
        lambda obj, by, **data: actions.confirm_membership(membership=_own_membership(obj, by), by=by, **data),
        form=forms.ConfirmForm, is_primary=True, sentence=gettext_lazy("以本单位名义确认加入，并写明任务和自筹承诺。"),
    ),
    Act(
        "refuse", gettext_lazy("拒绝加入"), rules.answer_for_unit,
        lambda obj, by, reason: actions.refuse_membership(membership=_own_membership(obj, by), reason=reason, by=by),
        form=forms.ReasonForm,
    ),
    Act(
        "invite", gettext_lazy("邀请成员单位"), rules.manage_consortium,
        lambda obj, by, **data: actions.invite_member(consortium=obj, by=by, **data) and obj,
        form=forms.InviteForm, when=lambda obj: obj.state in {*FORMING, ConsortiumState.REGISTERED},
        sentence=gettext_lazy("由该单位的单位管理员登录后确认。"),
    ),
    Act(
        "roster", gettext_lazy("更新研发团队"), rules.manage_consortium,
        lambda obj, by, people: actions.set_roster(consortium=obj, rows=[{"person": one} for one in people], by=by),
        form=forms.RosterForm, when=lambda obj: obj.state in {*FORMING, ConsortiumState.AGREED, ConsortiumState.REGISTERED},
    ),
    Act(
        "agree", gettext_lazy("登记组建协议"), rules.manage_consortium,
        lambda obj, by, **data: actions.agree_consortium(consortium=obj, by=by, **data),
        form=forms.AgreeForm, step="agree", is_primary=True, sentence=gettext_lazy("全部成员确认后办理。"),
    ),
    Act(
        "file", gettext_lazy("提交备案"), rules.manage_consortium,
        lambda obj, by: actions.file_consortium(consortium=obj, by=by), step="file", is_primary=True,
        sentence=gettext_lazy("系统先逐条核查备案条件，不符合的一次列出。"),
    ),
    _office_act("register", gettext_lazy("准予备案"), actions.register_consortium, form=forms.RegisterForm,
                step="register", is_primary=True, sentence=gettext_lazy("编发备案号；有效期默认三年。")),
    _office_act("return", gettext_lazy("退回补正"), actions.return_consortium, form=forms.DefectsForm, step="return"),
    Act("change", gettext_lazy("变更备案"), rules.decide_registration, _change, form=forms.ChangeForm, step="change"),
    _office_act("suspend", gettext_lazy("暂停备案"), actions.suspend_consortium, form=forms.ReasonForm, step="suspend"),
    _office_act("resume", gettext_lazy("恢复备案"), actions.resume_consortium, form=forms.ReasonForm, step="resume"),
    _office_act("cancel", gettext_lazy("注销备案"), actions.cancel_consortium, form=forms.ReasonForm,
                when=lambda obj: obj.state in {ConsortiumState.REGISTERED, ConsortiumState.SUSPENDED}, is_danger=True),
    Act(
        "leave", gettext_lazy("退出联合体"), rules.leave_as_unit,
        lambda obj, by, reason: actions.leave_consortium(membership=_own_membership(obj, by), reason=reason, by=by),
        form=forms.ReasonForm, when=lambda obj: obj.state in {*FORMING, ConsortiumState.REGISTERED}, is_danger=True,
    ),
    Act(
        "give-up", gettext_lazy("放弃组建"), rules.give_up_consortium,
        lambda obj, by, reason: actions.cancel_consortium(consortium=obj, reason=reason, by=by),
        form=forms.ReasonForm, step="cancel", is_danger=True,
    ),
    Act(
        "platform", gettext_lazy("登记本单位创新平台"), rules.register_platform,
        lambda obj, by, **data: actions.add_platform(organization=by.organization, by=by, **data) and obj,
        form=forms.PlatformForm,
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
            "lead__division", "programme__office", "field", "chief_scientist", "agreement"
        )

    def is_inside(self, obj, user) -> bool:
        return user.is_authenticated and queries.consortia_of(user).filter(pk=obj.pk).exists()

    def crumbs(self, obj):
        inside = self.request.user.is_authenticated
        return [crumb(MINE, "mine") if inside else crumb(CONSORTIA, "list"), (obj.name, "")]

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
                (_("首席科学家"), str(obj.chief_scientist or "—")),
                (_("组建协议"), agreement if obj.agreement_number else _("尚未登记")),
                (_("建设目标"), obj.goals or "—"),
                (_("知识产权与利益分配"), obj.benefit_terms or "—"),
                (_("版本"), str(obj.version)),
                (_("建立时间"), values.instant(obj.created_at)),
            ]
        return found

    def context(self, obj, user):
        inside = self.is_inside(obj, user)
        memberships = obj.memberships.select_related("organization__division").order_by("role", "pk")
        if not inside:
            memberships = memberships.filter(state="CONFIRMED")
        found = {"is_inside": inside, "memberships": memberships, "platforms": queries.platforms(obj)}
        if not inside:
            return found | {"events": None}
        shows_checks = obj.state not in {ConsortiumState.REGISTERED, ConsortiumState.EXPIRED, ConsortiumState.CANCELLED}
        bids = queries.bids_of(user).filter(consortium=obj).select_related("challenge").order_by("-pk")
        return found | {
            "findings": checks.for_consortium(obj, on=clock.today()) if shows_checks else [],
            "bids": bids[:20],
            "roster": obj.roster.select_related("person", "organization").order_by("pk"),
            "is_lead": user.organization_id == obj.lead_id and user.has_role(Role.APPLICANT, Role.UNIT_ADMIN),
        }
