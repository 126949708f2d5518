"""Who hears what of needs, challenges, notices and objections. Bidders hear of them in consortia/news.py."""

from itertools import chain

from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.news import UNIT, office, unit
from core.news import Case, News, nothing

_owner, _end_user = unit("owner"), unit("end_user", Role.END_USER, *UNIT)


def _posers(case: Case):
    """Who had the need and who will use what comes of it; each account once."""
    return dict.fromkeys(chain(_owner(case), _end_user(case)))


NEWS = [
    News("challenges.Need", ("forward", "return", "accept", "reject", "merge", "pool"), _("需求经办人")),
    News(
        "challenges.Challenge", ("publish", "withdraw", "unclaimed", "unqualified", "award", "race", "fail"), _("出题单位和发榜用户"),
        _posers, _("榜单“%(obj.title)s”：%(state)s"),
    ),
    News("challenges.Challenge", ("answer",), _("提问人")),
    News(
        "challenges.Objection", ("accept",), _("业务处室经办人"), office("notice.batch.programme.office_id"),
        _("“%(obj.item.project_title)s”的异议已受理，办结前该项目不能立项"), body=nothing, page="notice",
    ),
    News("challenges.Objection", ("uphold", "dismiss"), _("业务处室经办人")),
    News(
        "challenges.PublicNotice", ("end",), _("业务处室经办人"), office("batch.programme.office_id"),
        _("公示期满：%(obj.title)s"),
    ),
]  # fmt: skip
