"""Accounts and the roles they hold."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions, forms, queries, rules
from accounts.enums import Role
from accounts.filters import UserFilter
from accounts.models import User
from accounts.roles import DESCRIPTIONS, LENT
from core import clock
from core.navigation import address
from core.pages import Act, FormPage, ListPage, ObjectPage
from core.permissions import require
from core.ui import values


class UserList(ListPage):
    title = gettext_lazy("账号与授权")
    rule = rules.view_users
    template_name = "accounts/user_list.html"
    filterset = UserFilter
    sorts = {"username": ("username",), "unit": ("organization__name", "username"), "last": ("last_login",)}
    default_sort = ("username",)
    unit = gettext_lazy("个")

    def rows(self, user):
        return queries.users_of(user).prefetch_related("grants")

    def context(self, user):
        own = user.organization_id if user.has_role(Role.UNIT_ADMIN) else None
        return {"today": clock.today(), "new_url": reverse("accounts:add-user", args=[own]) if own else ""}


class AddUser(FormPage):
    title = gettext_lazy("开设账号")
    form = forms.AddUserForm
    submit = gettext_lazy("开设账号")
    done = gettext_lazy("账号已开设。")

    def prepare(self, pk: int) -> None:
        self.organization = queries.organizations_of(self.request.user).filter(pk=pk).first()
        if self.organization is None:
            raise Http404
        require(rules.add_user, self.request.user, self.organization)

    def extra(self):
        return {"organization": self.organization, "is_sysadmin": self.request.user.has_role(Role.SYSADMIN)}

    def run(self, user, **cleaned):
        return actions.add_user(by=user, **cleaned)

    def crumbs(self):
        return [(self.organization.name, self.organization.get_absolute_url()), (_("开设账号"), "")]

    def back(self):
        return self.organization.get_absolute_url()


class UserPage(ObjectPage):
    model = User
    template_name = "accounts/user.html"
    acts = (
        Act(
            "grant",
            gettext_lazy("授予角色"),
            rules.grant_roles,
            lambda *, obj, by, **cleaned: _here(actions.grant_role(user=obj, by=by, **cleaned), obj),
            form=forms.GrantForm,
            when=lambda obj: obj.is_active,
            button=gettext_lazy("授予"),
        ),
        Act(
            "renew",
            gettext_lazy("调整授权有效期"),
            rules.grant_roles,
            lambda *, obj, by, **cleaned: _here(actions.renew_grant(by=by, **cleaned), obj),
            form=forms.RenewForm,
            when=lambda obj: obj.is_active and obj.grants.filter(revoked_at__isnull=True).exists(),
            button=gettext_lazy("保存"),
        ),
        Act(
            "revoke",
            gettext_lazy("撤销角色"),
            rules.grant_roles,
            lambda *, obj, by, grant, reason: _here(actions.revoke_role(grant=grant, reason=reason, by=by), obj),
            form=forms.RevokeForm,
            when=lambda obj: obj.grants.filter(revoked_at__isnull=True).exists(),
            button=gettext_lazy("撤销"),
        ),
        Act(
            "password",
            gettext_lazy("重设密码"),
            rules.close_user,
            lambda *, obj, by, password: actions.change_password(user=obj, password=password, by=by),
            form=forms.ResetPasswordForm,
            when=lambda obj: obj.is_active,
            sentence=gettext_lazy(
                "重设后，该账号在各处的登录立即退出，接口令牌作废。请当面告知本人；本人登录后须先改为自己的密码。"
            ),
        ),
        Act(
            "close",
            gettext_lazy("停用账号"),
            rules.close_user,
            lambda *, obj, by, reason: actions.close_user(user=obj, reason=reason, by=by),
            form=forms.ReasonForm,
            when=lambda obj: obj.is_active,
            sentence=gettext_lazy("停用后不能登录；正在使用的登录立即退出，接口令牌作废，已办事项不变。"),
            is_danger=True,
        ),
        Act(
            "reopen",
            gettext_lazy("恢复账号"),
            rules.close_user,
            lambda *, obj, by: actions.reopen_user(user=obj, by=by),
            when=lambda obj: not obj.is_active,
            sentence=gettext_lazy("恢复后须重新登录；作废的接口令牌不恢复。"),
        ),
    )

    def rows(self, user):
        return queries.users_of(user)

    def crumbs(self, obj):
        return [(_("账号与授权"), reverse("accounts:users")), (str(obj), "")]

    def lead(self, obj, user):
        return "" if obj.is_active else _("该账号已停用，不能登录。")

    def facts(self, obj, user):
        return [
            (_("用户名"), obj.username),
            (_("姓名"), str(obj)),
            (_("单位"), str(obj.organization or _("科技厅"))),
            *([(_("处室"), str(obj.office))] if obj.office else []),
            *([(_("辖区"), str(obj.division))] if obj.division else []),
            (_("最近登录"), values.instant(obj.last_login)),
        ]

    def context(self, obj, user):
        today = clock.today()
        hands_over = user.pk != obj.pk and obj.organization_id and obj.grants.filter(role=Role.APPLICANT).exists()
        hands_over_post = user.has_role(Role.SYSADMIN) and user.pk != obj.pk and obj.is_active and obj.has_role(*LENT)
        others = obj.person.users.exclude(pk=obj.pk).order_by("pk") if obj.person_id else []
        rows = obj.grants.select_related("granted_by", "revoked_by").order_by("-revoked_at", "pk")
        return {
            "hand_over_url": reverse("consortia:hand-over", args=[obj.pk]) if hands_over else "",
            "post_url": address("new-hand-over", obj.pk) if hands_over_post else "",
            "others": others,
            "grants": [(grant, DESCRIPTIONS[Role(grant.role)], standing(grant, today)) for grant in rows],
        }


def standing(grant, today) -> tuple[str, str]:
    """A grant's word and tone today."""
    if grant.revoked_at:
        return _("已撤销"), "grey"
    if grant.valid_from > today:
        return _("未生效"), "blue"
    if grant.valid_to and grant.valid_to < today:
        return _("已到期"), "grey"
    return _("有效"), "green"


def _here(_made, user: User) -> User:
    """Stay on the account's page."""
    return user
