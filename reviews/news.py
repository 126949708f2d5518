"""Who hears what of experts, their seats and their scores; what panels found stays theirs until it is decided."""

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.queries import users_with_role
from core.news import Case, News


def _accounts_of(person_id: int, case: Case):
    """The expert's own: another account of the same person may be one that an employer opened."""
    return users_with_role(Role.EXPERT, on=case.on).filter(person=person_id)


def _expert(case: Case):
    return _accounts_of(case.obj.person_id, case)


def _scorer(case: Case):
    return _accounts_of(case.obj.seat.expert.person_id, case)


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
