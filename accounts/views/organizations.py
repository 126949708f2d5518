"""Units: registering one, the list, one unit with what may be done to it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions, forms, queries, rules
from accounts.enums import Role
from accounts.filters import OrganizationFilter
from accounts.models import Organization
from accounts.views.session import Destination
from core import clock
from core.identifiers import mask_account, mask_phone, uscc_warnings
from core.pages import Act, FormPage, ListPage, ObjectPage, Page
from core.permissions import allows, require
from core.ui import Fact, Step, values

#: How many people and accounts stand on a unit's own page; the rest is a list of its own.
SHOWN = 10


class Register(FormPage):
    """A visitor registers a unit; it waits for its bureau (R-ROL-01)."""

    is_public = True
    title = gettext_lazy("单位注册")
    lead = gettext_lazy(
        "注册后由归口管理部门审核；审核通过后，您填写的账号即为本单位管理员账号，可为本单位人员开设账号。"
    )
    template_name = "accounts/register.html"
    form = forms.RegisterForm
    submit = gettext_lazy("提交注册")
    done = ""

    def run(self, user, **cleaned) -> Destination:
        by = user if user.is_authenticated else queries.system_user()
        organization = actions.register_organization(**cleaned, by=by)
        messages.success(
            self.request,
            _("“%(name)s”的注册已提交，由%(who)s审核。可用刚才填写的用户名和密码登录，查看审核进度。")
            % {"name": organization.name, "who": organization.bureau},
        )
        return Destination(reverse("accounts:login"))

    def back(self) -> str:
        return reverse("accounts:login")


class CorrectOrganization(FormPage):
    """A returned registration: what is asked for beside what was written, one button hands it in again (R-TIM-09)."""

    title = gettext_lazy("补正注册信息")
    form = forms.CorrectOrganizationForm
    template_name = "accounts/correct.html"
    submit = gettext_lazy("保存并重新提交")
    done = ""

    def prepare(self, pk: int) -> None:
        self.organization = queries.organizations_of(self.request.user).filter(pk=pk, state="RETURNED").first()
        if self.organization is None:
            raise Http404
        require(rules.edit_organization, self.request.user, self.organization)

    def extra(self):
        return {"obj": self.organization}

    def initial(self):
        return {name: getattr(self.organization, name) for name in self.form.base_fields}

    def back(self):
        return self.organization.get_absolute_url()

    def crumbs(self):
        return [(self.organization.name, self.organization.get_absolute_url()), (self.title, "")]

    def context(self):
        return {"organization": self.organization}

    def run(self, user, **cleaned):
        actions.resubmit_organization(organization=self.organization, changes=cleaned, by=user)
        who = {"who": self.organization.bureau}
        messages.success(self.request, _("已重新提交，由%(who)s审核。") % who)
        return self.organization


class EnterOrganization(FormPage):
    """The department enters a unit itself: its own, a bureau, an end user without a computer."""

    title = gettext_lazy("登记单位")
    lead = gettext_lazy("由科技厅代为登记；审核通过后，在单位页面登记人员并开设账号。企业和院所一般自行注册。")
    template_name = "accounts/organization_new.html"
    form = forms.OrganizationFields
    rule = rules.register_organization
    submit = gettext_lazy("登记")
    done = ""

    def back(self) -> str:
        return reverse("accounts:organizations")

    def crumbs(self):
        return [(_("单位"), self.back()), (self.title, "")]

    def run(self, user, **cleaned) -> Organization:
        organization = actions.register_organization(**cleaned, by=user)
        messages.success(self.request, _("单位已登记，由%(who)s审核。") % {"who": organization.bureau})
        return organization


class OwnOrganization(Page):
    """本单位: the short way from the menu to the own unit."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.organization_id is None:
            raise Http404
        return HttpResponseRedirect(reverse("accounts:organization", args=[request.user.organization_id]))


class OrganizationList(ListPage):
    title = gettext_lazy("单位")
    template_name = "accounts/organization_list.html"
    filterset = OrganizationFilter
    sorts = {"name": ("name",), "state": ("state",), "created": ("created_at",)}
    default_sort = ("-created_at", "-pk")
    unit = gettext_lazy("家")

    def rows(self, user):
        return queries.organizations_of(user).select_related("division", "supervising_division")

    def context(self, user):
        return {"may_enter": allows(rules.register_organization, user)}


def _edit(*, obj, by, **cleaned):
    return actions.edit_organization(organization=obj, changes=cleaned, by=by)


class OrganizationPage(ObjectPage):
    model = Organization
    template_name = "accounts/organization.html"
    acts = (
        Act(
            "approve",
            gettext_lazy("审核通过"),
            rules.decide_organization,
            lambda *, obj, by, note: actions.approve_organization(organization=obj, note=note, by=by),
            form=forms.NoteForm,
            step="approve",
            sentence=gettext_lazy("通过后，注册时填写的账号成为本单位管理员。"),
            is_primary=True,
        ),
        Act(
            "return",
            gettext_lazy("退回修改"),
            rules.decide_organization,
            lambda *, obj, by, defects: actions.return_organization(organization=obj, defects=defects, by=by),
            form=forms.ReturnForm,
            step="return",
            sentence=gettext_lazy("一次性列明全部需要补正的内容。"),
        ),
        Act(
            "edit",
            gettext_lazy("修改单位信息"),
            rules.edit_organization,
            _edit,
            form=forms.EditOrganizationForm,
            when=lambda obj: obj.state != "SUSPENDED",
            button=gettext_lazy("保存"),
        ),
        Act(
            "resubmit",
            gettext_lazy("重新提交"),
            rules.edit_organization,
            lambda *, obj, by: actions.resubmit_organization(organization=obj, by=by),
            step="resubmit",
            sentence=gettext_lazy("补正完成后重新提交审核。"),
        ),
        Act(
            "bank",
            gettext_lazy("维护银行账户"),
            rules.set_bank_details,
            lambda *, obj, by, **cleaned: actions.set_bank_details(organization=obj, by=by, **cleaned),
            form=forms.BankForm,
            sentence=gettext_lazy("项目经费拨入此账户；账号加密保存。"),
            button=gettext_lazy("保存"),
        ),
        Act(
            "read-bank",
            gettext_lazy("查看银行账户"),
            rules.read_bank_details,
            lambda *, obj, by, purpose: actions.read_bank_details(organization=obj, purpose=purpose, by=by),
            form=forms.PurposeForm,
            when=lambda obj: bool(obj.bank_account),
            sentence=gettext_lazy("每次查看均留有记录。"),
            button=gettext_lazy("查看"),
            reveals=True,
        ),
        Act(
            "replace-code",
            gettext_lazy("更换统一社会信用代码"),
            rules.replace_uscc,
            lambda *, obj, by, **cleaned: actions.replace_uscc(organization=obj, by=by, **cleaned),
            form=forms.ReplaceCodeForm,
            when=lambda obj: obj.state == "ACTIVE",
            sentence=gettext_lazy("合并、换照后办理；原代码保留，他人不能再用其注册。"),
        ),
        Act(
            "suspend",
            gettext_lazy("停用单位"),
            rules.suspend_organization,
            lambda *, obj, by, reason: actions.suspend_organization(organization=obj, reason=reason, by=by),
            form=forms.ReasonForm,
            step="suspend",
            is_danger=True,
        ),
        Act(
            "resume",
            gettext_lazy("恢复单位"),
            rules.suspend_organization,
            lambda *, obj, by: actions.resume_organization(organization=obj, by=by),
            step="resume",
        ),
    )

    def rows(self, user):
        return queries.organizations_of(user).select_related("division__parent", "supervising_division", "approved_by")

    def load(self, **kwargs):
        obj = super().load(**kwargs)
        require(rules.view_organization, self.request.user, obj)
        return obj

    def crumbs(self, obj):
        return [(_("单位"), reverse("accounts:organizations")), (obj.name, "")]

    def lead(self, obj, user):
        if obj.state == "PENDING":
            return _("注册已提交，等待%(who)s审核。") % {"who": obj.bureau}
        if obj.state == "RETURNED":
            return _("请按退回意见补正后重新提交。")
        return ""

    def facts(self, obj, user):
        division = f"{obj.division.full_name}（{obj.division.code}）"
        warnings = uscc_warnings(obj.uscc)
        hint = f"{''.join(warnings)}{_('说明：')}{obj.uscc_reason}" if warnings else ""
        return [
            Fact(_("统一社会信用代码"), obj.uscc, hint),
            *([(_("原代码"), "、".join(obj.former_usccs))] if obj.former_usccs else []),
            (_("单位类型"), obj.get_kind_display()),
            (_("登记地"), division),
            (_("归口管理部门"), obj.bureau),
            (_("地址"), obj.address or "—"),
            (_("成立日期"), values.date(obj.established_on)),
            (_("企业标签"), "、".join(obj.tags) or "—"),
            (_("法定代表人"), obj.legal_representative or "—"),
            (_("联系人"), f"{obj.contact_name or '—'}　{mask_phone(obj.contact_phone) if obj.contact_phone else ''}"),
            (_("审核通过"), values.instant(obj.approved_at)),
        ]

    def context(self, obj, user):
        barred = queries.bar_on(obj, clock.today())
        is_own = user.organization_id == obj.pk
        may_decide = obj.state == "PENDING" and allows(rules.decide_organization, user, obj)
        sees_people = allows(rules.add_person, user, obj) or user.has_role("SUPERVISOR", "AUDITOR")
        return {
            "bank": self.revealed.get("read-bank"),
            "masked_account": mask_account(obj.bank_account) if obj.bank_account else "",
            "sees_bank": user.organization_id == obj.pk or allows(rules.read_bank_details, user, obj),
            "barred": barred,
            "steps": registration_steps(obj) if obj.state in {"PENDING", "RETURNED"} else [],
            "correct_url": (
                reverse("accounts:correct", args=[obj.pk])
                if obj.state == "RETURNED" and allows(rules.edit_organization, user, obj)
                else ""
            ),
            "resembling": queries.resembling_organizations(obj)[:5] if may_decide else [],
            "setting_up": setting_up(obj)
            if is_own and user.has_role(Role.UNIT_ADMIN) and obj.state == "ACTIVE"
            else [],
            "people": obj.people.order_by("left_on", "name", "pk")[:SHOWN] if sees_people else None,
            "people_count": obj.people.count() if sees_people else 0,
            "may_add_person": allows(rules.add_person, user, obj),
            "accounts": (
                obj.users.select_related("person").prefetch_related("grants").order_by("pk")[:SHOWN]
                if allows(rules.add_user, user, obj)
                else None
            ),
            "account_count": obj.users.count() if allows(rules.add_user, user, obj) else 0,
            "is_own": is_own,
        }


def registration_steps(obj: Organization) -> list[Step]:
    """Where a registration stands."""
    handed_in = f"{clock.local(obj.created_at):%Y-%m-%d}"
    is_returned = obj.state == "RETURNED"
    return [
        Step(_("提交注册"), "done", handed_in),
        Step(_("补正") if is_returned else _("审核"), "current", "" if is_returned else obj.bureau),
        Step(_("成为单位管理员"), "todo"),
        Step(_("开设申报人账号"), "todo"),
    ]


def setting_up(obj: Organization) -> list[tuple[str, str, str, bool]]:
    """(what, why, address, done) of what a new unit's administrator still sets up; empty once all is there."""
    here = [obj.pk]
    applicants = queries.applicants_of(obj.pk, clock.today()).exists()
    rows = [
        (
            _("登记人员"),
            _("单位人员只登记一次，联合体、方案和账号直接引用。"),
            reverse("accounts:add-person", args=here),
            queries.staying_people(obj.pk)[1:2].exists(),
        ),
        (
            _("开设申报人账号"),
            _("单位管理员账号不能编写揭榜方案，须为申报人另设账号。"),
            reverse("accounts:add-user", args=here),
            applicants,
        ),
        (
            _("维护银行账户"),
            _("立项后拨款使用；加密保存，现在可以不填。"),
            "#bank",
            bool(obj.bank_account),
        ),
    ]
    return [] if all(done for *_words, done in rows[:2]) else rows
