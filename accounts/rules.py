"""Who may do what with accounts, units, people and their records (R-ROL-01 to R-ROL-08)."""

from django.utils.translation import gettext_lazy as _

from accounts import queries
from accounts.enums import IntegrityState, OrganizationState, Role
from accounts.models import Grant, HandOver, IntegrityRecord, Organization, Person, Substitution, User
from accounts.roles import GRANTED_BY_UNIT, OF_A_UNIT, READERS
from core.permissions import Denied, rule

#: What a program reads that signs in with a password or token while somebody else knows the password (R-SEC-03).
OWN_PASSWORD_NEEDED = _("该账号的密码由他人设置，请先在网页登录并改为自己的密码。")


@rule(_("由系统按时办理"), relation=_("系统账号"))
def act_for_the_clock(actor: User, obj=None) -> Denied | None:
    return None if actor.is_system else Denied(str(_("此步骤由系统按时自动办理。")))


@rule(_("载入区划与处室"), relation=_("系统账号或系统管理员"))
def load_reference_data(actor: User, obj=None) -> Denied | None:
    if actor.is_system or actor.has_role(Role.SYSADMIN):
        return None
    return Denied(str(_("区划与处室由系统管理员维护。")))


@rule(_("注册单位"), relation=_("访客（以系统账号记录）、经办人、系统管理员"))
def register_organization(actor: User, obj=None) -> Denied | None:
    if actor.is_system or actor.has_role(Role.OFFICER, Role.SYSADMIN):
        return None
    return Denied(str(_("您已有账号；新单位请退出登录后自行注册。")))


@rule(
    _("审核单位注册"),
    roles=[Role.OFFICER, Role.PREFECTURE],
    relation=_("归口管理部门；科技厅可直接审核，无归口的由其审核"),
)
def decide_organization(actor: User, organization: Organization) -> Denied | None:
    if actor.has_role(Role.OFFICER) or queries.in_charge_of(actor, organization):
        return None
    return Denied(str(_("该单位不归您所在的科技管理部门管理。")))


@rule(_("修改单位信息"), relation=_("本单位管理员；退回期间为提交注册的人；系统管理员"))
def edit_organization(actor: User, organization: Organization) -> Denied | None:
    if actor.has_role(Role.SYSADMIN):
        return None
    if actor.organization_id != organization.pk:
        return Denied(str(_("只能修改本单位的信息。")))
    if actor.has_role(Role.UNIT_ADMIN) or organization.state in {OrganizationState.PENDING, OrganizationState.RETURNED}:
        return None
    return Denied(str(_("请由本单位管理员修改。")))


@rule(_("更换统一社会信用代码"), roles=[Role.SYSADMIN], relation=_("合并、换照后"))
def replace_uscc(actor: User, organization: Organization) -> Denied | None:
    return None


@rule(_("停用或恢复单位"), roles=[Role.SYSADMIN])
def suspend_organization(actor: User, organization: Organization) -> Denied | None:
    return None


@rule(_("查看单位"), relation=_("厅内人员、审计；归口管理部门；本单位"))
def view_organization(actor: User, organization: Organization) -> Denied | None:
    if actor.has_role(*READERS, Role.SYSADMIN) or actor.organization_id == organization.pk:
        return None
    if actor.has_role(Role.PREFECTURE) and queries.in_charge_of(actor, organization):
        return None
    return Denied(str(_("只能查看本单位或归口管理的单位。")))


@rule(_("登记人员"), relation=_("本单位管理员和申报人；经办人、系统管理员；系统账号"))
def add_person(actor: User, organization: Organization) -> Denied | None:
    if actor.is_system or actor.has_role(Role.OFFICER, Role.SYSADMIN):
        return None
    if actor.organization_id == organization.pk and actor.has_role(Role.UNIT_ADMIN, Role.APPLICANT):
        return None
    return Denied(str(_("只能登记本单位的人员。")))


@rule(_("查看人员"), relation=_("厅内人员、审计、系统管理员；本单位"))
def view_person(actor: User, person: Person) -> Denied | None:
    if actor.has_role(*READERS, Role.SYSADMIN) or actor.organization_id == person.organization_id:
        return None
    return Denied(str(_("只能查看本单位的人员。")))


@rule(_("办理人员调动"), roles=[Role.OFFICER, Role.SYSADMIN])
def move_person(actor: User, person: Person) -> Denied | None:
    return None


@rule(
    _("办理人员离职"),
    roles=[Role.UNIT_ADMIN, Role.OFFICER, Role.SYSADMIN],
    relation=_("单位管理员限本单位，不能办理自己的"),
)
def end_employment(actor: User, person: Person) -> Denied | None:
    if actor.person_id == person.pk:
        return Denied(str(_("不能办理自己的离职，请由本单位另一名管理员或系统管理员办理。")))
    if actor.has_role(Role.OFFICER, Role.SYSADMIN) or actor.organization_id == person.organization_id:
        return None
    return Denied(str(_("只能办理本单位人员的离职。")))


@rule(_("查看账号与授权"), roles=[Role.SYSADMIN, Role.AUDITOR, Role.UNIT_ADMIN], relation=_("单位管理员限本单位"))
def view_users(actor: User, obj=None) -> Denied | None:
    return None


@rule(_("修改个人信息"), relation=_("本人；本单位管理员和申报人；经办人、系统管理员"))
def edit_person(actor: User, person: Person) -> Denied | None:
    return None if actor.person_id == person.pk else add_person(actor, person.organization)


@rule(_("开设账号"), roles=[Role.SYSADMIN, Role.UNIT_ADMIN], relation=_("系统管理员；单位管理员限本单位"))
def add_user(actor: User, organization: Organization | None) -> Denied | None:
    if actor.has_role(Role.SYSADMIN):
        return None
    if organization is not None and actor.organization_id == organization.pk:
        return None
    return Denied(str(_("只能为本单位开设账号。")))


@rule(
    _("启用或停用账号"),
    roles=[Role.SYSADMIN, Role.UNIT_ADMIN],
    relation=_("系统管理员；单位管理员限本单位、且只担任单位角色的账号"),
)
def close_user(actor: User, user: User) -> Denied | None:
    if user.is_system or user.pk == actor.pk:
        return Denied(str(_("不能停用系统账号或自己的账号。")))
    if actor.has_role(Role.SYSADMIN):
        return None
    if not user.organization_id or user.organization_id != actor.organization_id:
        return Denied(str(_("只能管理本单位的账号。")))
    # Who sets a password can sign in with it: an expert scores in person, whoever employs him (R-ROL-06).
    if user.grants.filter(revoked_at__isnull=True).exclude(role__in=OF_A_UNIT).exists():
        return Denied(str(_("该账号还担任不由本单位授予的角色（如评审专家），须由系统管理员管理。")))
    return None


@rule(
    _("授予和撤销角色"),
    roles=[Role.SYSADMIN, Role.UNIT_ADMIN],
    relation=_("系统管理员；单位管理员限本单位的申报人、发榜用户"),
)
def grant_roles(actor: User, user: User) -> Denied | None:
    if user.pk == actor.pk:
        return Denied(str(_("不能给自己授权。")))
    if user.is_system:
        return Denied(str(_("系统账号不授予角色。")))
    if actor.has_role(Role.SYSADMIN) or (user.organization_id and user.organization_id == actor.organization_id):
        return None
    return Denied(str(_("只能为本单位的账号授权。")))


@rule(_("授予该角色"), roles=[Role.SYSADMIN, Role.UNIT_ADMIN], relation=_("单位管理员限申报人、发榜用户"))
def grant_this_role(actor: User, grant: Grant) -> Denied | None:
    denied = grant_roles(actor, grant.user)
    if denied or actor.has_role(Role.SYSADMIN) or grant.role in GRANTED_BY_UNIT:
        return denied
    return Denied(str(_("该角色由系统管理员授予。")))


@rule(_("维护银行账户"), roles=[Role.UNIT_ADMIN], relation=_("本单位"))
def set_bank_details(actor: User, organization: Organization) -> Denied | None:
    return None if actor.organization_id == organization.pk else Denied(str(_("只能维护本单位的银行账户。")))


@rule(_("查看银行账户"), roles=[Role.FINANCE, Role.AUDITOR], relation=_("每次查看均留有记录"))
def read_bank_details(actor: User, organization: Organization) -> Denied | None:
    return None


@rule(_("查看证件号码"), roles=[Role.SUPERVISOR, Role.AUDITOR], relation=_("每次查看均留有记录"))
def read_identity(actor: User, person: Person) -> Denied | None:
    return None


@rule(_("受理和认定信用记录"), roles=[Role.SUPERVISOR], relation=_("不得与本人或本单位有关"))
def keep_integrity_record(actor: User, record: IntegrityRecord | None) -> Denied | None:
    about_me = record is not None and (
        (record.person_id and record.person_id == actor.person_id)
        or (record.organization_id and record.organization_id == actor.organization_id)
    )
    return Denied(str(_("该记录与您本人或所在单位有关，应当回避。"))) if about_me else None


@rule(_("查看信用记录"), relation=_("厅内人员、审计；本单位或本人，自作出决定时起"))
def view_integrity_record(actor: User, record: IntegrityRecord) -> Denied | None:
    if actor.has_role(*READERS):
        return None
    is_mine = (record.organization_id is not None and record.organization_id == actor.organization_id) or (
        record.person_id is not None and record.person_id == actor.person_id
    )
    if is_mine and record.decided_at is not None and record.state != IntegrityState.DISMISSED:
        return None
    return Denied(str(_("信用记录只对办理人员和当事人开放。")))


@rule(_("安排代理"), relation=_("本人；系统管理员。代办期间不能再转托他人"))
def arrange_substitution(actor: User, principal: User | None = None) -> Denied | None:
    if actor.acting is not None:
        return Denied(str(_("代办期间不能再安排代理，请先结束代办。")))
    if actor.has_role(Role.SYSADMIN) or principal is None or principal.pk == actor.pk:
        return None
    return Denied(str(_("只能为自己安排代理；他人的代理由本人或系统管理员安排。")))


@rule(_("结束代理"), relation=_("被代理人、代理人；系统管理员"))
def end_substitution(actor: User, substitution: Substitution) -> Denied | None:
    if actor.has_role(Role.SYSADMIN) or actor.pk in {substitution.principal_id, substitution.substitute_id}:
        return None
    return Denied(str(_("只有被代理人、代理人和系统管理员可以结束代理。")))


@rule(_("办理工作交接"), roles=[Role.SYSADMIN], relation=_("不是移交人或接手人"))
def hand_over_work(actor: User, account: User | None = None) -> Denied | None:
    if account is not None and account.pk == actor.pk:
        return Denied(str(_("不能办理自己的交接。")))
    return None


@rule(_("撤销工作交接"), roles=[Role.SYSADMIN], relation=_("接手人办理之前；不是移交人或接手人"))
def undo_hand_over(actor: User, made: HandOver) -> Denied | None:
    if actor.pk in {made.predecessor_id, made.successor_id}:
        return Denied(str(_("不能办理自己的交接。")))
    return None
