"""Roles are code: what each is for, and which of them one account may not join (R-ROL-02, R-ROL-05, R-ROL-07)."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role

#: One line a role, for the sign-in page and for whoever grants it.
DESCRIPTIONS = {
    Role.OFFICER: _("受理需求、凝练榜题、组织评审，办理公示、立项与拨款申请"),
    Role.PUBLISHER: _("审核并发布榜单、公示和通知；与起草人不能是同一人"),
    Role.SUPERVISOR: _("监督评审与公示，调查异议，认定信用记录"),
    Role.FINANCE: _("按审定金额拨款，核对凭证与台账"),
    Role.PREFECTURE: _("初审本地需求与揭榜方案，审核本地单位注册，开展监理"),
    Role.UNIT_ADMIN: _("维护本单位信息，管理本单位账号，确认并提交揭榜方案"),
    Role.APPLICANT: _("编写揭榜方案，报告里程碑、经费与成果"),
    Role.EXPERT: _("声明回避，评审揭榜方案，评估里程碑与赛马考核点"),
    Role.END_USER: _("以发榜用户身份评价成果的使用效果"),
    Role.AUDITOR: _("查看全部数据与历史记录，导出；不办理业务"),
    Role.SYSADMIN: _("管理账号、授权与系统设置；不办理业务"),
}

#: The department's own people.
STAFF = (Role.OFFICER, Role.PUBLISHER, Role.SUPERVISOR, Role.FINANCE)
#: Staff and those who watch them: they read everything that is not sealed.
READERS = (*STAFF, Role.AUDITOR)
#: What a unit's own administrator may grant to the unit's accounts.
GRANTED_BY_UNIT = (Role.APPLICANT, Role.END_USER)

#: Roles that an account has for its unit; they end when the person leaves it.
OF_A_UNIT = (Role.UNIT_ADMIN, Role.APPLICANT, Role.END_USER)

#: Roles that may be lent to a substitute; experts and applicants answer in person.
LENT = (*STAFF, Role.PREFECTURE)

#: The accounts of demo data that the sign-in page offers, and their password: printed on purpose, demo mode only.
DEMO_PASSWORD = "jiebang-2022"
DEMO_USERNAMES = (
    "officer",
    "publisher",
    "supervisor",
    "finance",
    "prefecture",
    "unitadmin",
    "applicant",
    "member",
    *(f"expert{number}" for number in range(1, 10)),
    "enduser",
    "auditor",
    "sysadmin",
)

_ALONE = (Role.AUDITOR, Role.SYSADMIN)
_APART = (frozenset({Role.UNIT_ADMIN, Role.APPLICANT}),)


def conflict(held: frozenset[str], wanted: str) -> str | None:
    """The held role that `wanted` cannot stand beside in one account, or None."""
    for other in sorted(held - {wanted}):
        if wanted in _ALONE or other in _ALONE or frozenset({wanted, other}) in _APART:
            return other
    return None
