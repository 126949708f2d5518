"""The search of the public pages: challenges, consortia, projects, notices, by title, name or number."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from challenges import queries as challenge_queries
from consortia.queries import public_consortia
from projects.views.public import published

LIMIT = 20


@dataclass(frozen=True)
class Hit:
    text: str
    url: str
    about: str


@dataclass(frozen=True)
class Group:
    label: str
    hits: tuple[Hit, ...]
    total: int


def find(words: str) -> list[Group]:
    """Only what is public, only public fields (R-SEC-09)."""
    challenges = challenge_queries.public_challenges().filter(
        Q(code__icontains=words) | Q(title__icontains=words) | Q(one_line__icontains=words) | Q(field__name=words)
    )
    consortia = public_consortia().filter(
        Q(name__icontains=words) | Q(lead__name__icontains=words) | Q(registration_number__icontains=words)
    )
    projects = published().filter(Q(code__icontains=words) | Q(title__icontains=words) | Q(lead__name__icontains=words))
    notices = challenge_queries.public_notices().filter(Q(title__icontains=words) | Q(document_number__icontains=words))
    groups = [
        _group(
            _("榜单"),
            challenges.order_by("-published_at", "code"),
            lambda row: (f"{row.code} {row.title}", f"{row.batch} · {row.get_state_display()}"),
        ),
        _group(
            _("公示公告"),
            notices.order_by("-published_at", "-pk"),
            lambda row: (row.title, f"{row.get_kind_display()} · {row.document_number or row.issuer}"),
        ),
        _group(
            _("项目"),
            projects.select_related("lead").order_by("code"),
            lambda row: (f"{row.code} {row.title}", _("牵头单位：%(lead)s") % {"lead": row.lead}),
            url=lambda row: reverse("projects:result", args=[row.code]),
        ),
        _group(
            _("创新联合体"),
            consortia.select_related("lead").order_by("name"),
            lambda row: (row.name, _("牵头单位：%(lead)s") % {"lead": row.lead}),
        ),
    ]
    return [group for group in groups if group.total]


def _group(label: str, rows, words, *, url=lambda row: row.get_absolute_url()) -> Group:
    hits = [Hit(text, url(row), about) for row in rows[:LIMIT] for text, about in [words(row)]]
    return Group(label, tuple(hits), len(hits) if len(hits) < LIMIT else rows.count())
