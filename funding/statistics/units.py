"""Consortia, their units, platforms and people (D1, D4, Q16)."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import RESEARCH_KINDS, OrganizationKind
from accounts.models import Organization, Person
from consortia.enums import PlatformLevel
from consortia.models import Platform
from core.selecting import matching
from funding.statistics.scope import Scope
from funding.statistics.table import COUNT, SHARE, add


def _units(scope: Scope):
    return Organization.objects.filter(pk__in=scope.memberships().values("organization"))


def _persons(scope: Scope):
    if scope.of == "bids":
        return matching(Person.objects.all(), team_places__bid__in=scope.bids().values("pk"))
    if scope.of == "projects":
        return matching(Person.objects.all(), team_places__bid__in=scope.projects().values("bid"))
    return matching(Person.objects.all(), roster_entries__consortium__in=scope.consortia().values("pk"))


def _chiefs(scope: Scope):
    if scope.of == "projects":
        return Person.objects.filter(pk__in=scope.projects().values("chief_scientist"))
    return Person.objects.filter(pk__in=scope.bids().values("chief_scientist"))


def _platforms(level: str):
    return lambda scope: Platform.objects.filter(
        level=level, organization__in=_units(scope).values("pk"), ended_on__isnull=True
    )


def _known_age(scope: Scope):
    return _persons(scope).filter(birth_year__isnull=False)


add(
    "consortia_registered",
    _("备案创新联合体"),
    _("家"),
    COUNT,
    _("截止日有效备案的联合体数"),
    lambda scope: replace(scope, of="").consortia(),
)
add("member_units", _("成员单位"), _("家"), COUNT, _("联合体单位，按单位去重（D4）"), _units)
add(
    "memberships",
    _("成员单位（家次）"),
    _("家次"),
    COUNT,
    _("联合体单位，一家进入几个联合体计几次（D4）"),
    lambda scope: scope.memberships(),
)
add(
    "units_enterprise",
    _("企业"),
    _("家"),
    COUNT,
    _("联合体单位中的企业，去重"),
    lambda scope: _units(scope).filter(kind=OrganizationKind.ENTERPRISE),
)
add(
    "units_university_institute",
    _("高校院所"),
    _("家"),
    COUNT,
    _("联合体单位中的高校、科研院所和新型研发机构，去重"),
    lambda scope: _units(scope).filter(kind__in=RESEARCH_KINDS),
)
add(
    "units_outside",
    _("区外单位"),
    _("家"),
    COUNT,
    _("登记地在区外的联合体单位，去重"),
    lambda scope: _units(scope).filter(~Q(division__code__startswith="15")),
)
add(
    "outside_unit_share",
    _("区外单位占比"),
    "%",
    SHARE,
    _("区外单位 ÷ 单位，均去重"),
    part="units_outside",
    base="member_units",
)
add(
    "platforms_national",
    _("国家级创新平台"),
    _("个"),
    COUNT,
    _("联合体单位依托的国家级平台，去重"),
    _platforms(PlatformLevel.NATIONAL),
)
add(
    "platforms_regional",
    _("自治区创新平台"),
    _("个"),
    COUNT,
    _("联合体单位依托的自治区级平台，去重"),
    _platforms(PlatformLevel.REGIONAL),
)
add("team_persons", _("研发团队人数"), _("人"), COUNT, _("团队人员，按人去重"), _persons, is_personal=True)
add(
    "chief_scientists",
    _("首席科学家"),
    _("位"),
    COUNT,
    _("揭榜方案（或项目）的首席科学家，按人去重（D1）"),
    _chiefs,
    is_personal=True,
)
add(
    "academicians",
    _("院士"),
    _("位"),
    COUNT,
    _("首席科学家中的院士，按人去重"),
    lambda scope: _chiefs(scope).filter(is_academician=True),
    is_personal=True,
)
add(
    "persons_young",
    _("青年人数"),
    _("人"),
    COUNT,
    _("出生年不早于截止年减 40 的团队人员"),
    lambda scope: _known_age(scope).filter(birth_year__gte=scope.as_of.year - 40),
    is_personal=True,
)
add("persons_known_age", _("已填出生年人数"), _("人"), COUNT, _("填有出生年的团队人员"), _known_age, is_personal=True)
add(
    "young_share",
    _("青年占比"),
    "%",
    SHARE,
    _("青年人数 ÷ 已填出生年人数"),
    part="persons_young",
    base="persons_known_age",
)
