"""Choices of people and organizations."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OFFICER = "OFFICER", _("业务处室经办人")
    PUBLISHER = "PUBLISHER", _("发布审核人")
    SUPERVISOR = "SUPERVISOR", _("监督人员")
    FINANCE = "FINANCE", _("财务人员")
    PREFECTURE = "PREFECTURE", _("盟市科技局人员")
    UNIT_ADMIN = "UNIT_ADMIN", _("单位管理员")
    APPLICANT = "APPLICANT", _("申报人")
    EXPERT = "EXPERT", _("评审专家")
    END_USER = "END_USER", _("发榜用户")
    AUDITOR = "AUDITOR", _("审计人员")
    SYSADMIN = "SYSADMIN", _("系统管理员")


class OrganizationKind(models.TextChoices):
    ENTERPRISE = "ENTERPRISE", _("企业")
    UNIVERSITY = "UNIVERSITY", _("高等院校")
    INSTITUTE = "INSTITUTE", _("科研院所")
    NEW_RESEARCH = "NEW_RESEARCH", _("新型研发机构")
    SERVICE = "SERVICE", _("科技服务机构")
    FINANCIAL = "FINANCIAL", _("金融机构")
    GOVERNMENT = "GOVERNMENT", _("政府部门")
    OTHER = "OTHER", _("其他")


#: 高校院所, the research side of a consortium (S38, R-CON-06)
RESEARCH_KINDS = (OrganizationKind.UNIVERSITY, OrganizationKind.INSTITUTE, OrganizationKind.NEW_RESEARCH)


class OrganizationState(models.TextChoices):
    PENDING = "PENDING", _("待审核")
    RETURNED = "RETURNED", _("已退回")
    ACTIVE = "ACTIVE", _("正常")
    SUSPENDED = "SUSPENDED", _("已停用")


class DivisionLevel(models.TextChoices):
    REGION = "REGION", _("自治区（省）")
    PREFECTURE = "PREFECTURE", _("盟市")
    COUNTY = "COUNTY", _("旗县（市、区）")


class IdentityKind(models.TextChoices):
    RESIDENT = "RESIDENT", _("居民身份证")
    PASSPORT = "PASSPORT", _("护照")
    OTHER = "OTHER", _("其他证件")


class IntegrityLevel(models.TextChoices):
    NONE = "NONE", _("不构成失信")
    GENERAL = "GENERAL", _("一般失信")
    SERIOUS = "SERIOUS", _("严重失信")


class IntegrityState(models.TextChoices):
    REPORTED = "REPORTED", _("已受理")
    INVESTIGATING = "INVESTIGATING", _("调查中")
    DISMISSED = "DISMISSED", _("不予认定")
    IN_FORCE = "IN_FORCE", _("惩戒期内")
    EXPIRED = "EXPIRED", _("惩戒期满")
    REPAIRED = "REPAIRED", _("已修复")
