"""Who hears what of experts, their seats and their scores; what panels found stays theirs until it is decided."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.news import Case, News


def _expert(case: Case):
    return User.objects.filter(person=case.obj.person_id, is_active=True).order_by("pk")


def _scorer(case: Case):
    return User.objects.filter(person=case.obj.seat.expert.person_id, is_active=True).order_by("pk")


NEWS = [
    News("reviews.Expert", ("pause", "resume", "bar"), _("专家本人"), _expert, _("您的评审专家资格：%(state)s")),
    News("reviews.Seat", ("invite",), _("专家本人")),
    News(
        "reviews.ScoreSheet",
        ("void",),
        _("专家本人"),
        _scorer,
        _("您的一份评分已作废：%(obj.seat.panel)s"),
        page="seat",
    ),
    News("reviews.Panel", ("lock",), _("评审秘书")),
]
