"""What a page about a challenge says of its deadline. A builtin library: no {% load %}."""

from django import template
from django.utils.translation import gettext as _

from challenges.deadlines import moved
from challenges.enums import ChallengeState
from core.templatetags.ui import now_of

register = template.Library()


@register.inclusion_tag("challenges/parts/deadline.html", takes_context=True)
def deadline_news(context, challenge, over: str = ""):
    """An extended deadline with its reason; and, on an open page, whatever happens to the deadline afterwards.

    `over` says what the end of the time means for this page. One query, and only where the deadline was moved.
    """
    now = now_of(context)
    runs = challenge.state in {ChallengeState.PUBLISHED, ChallengeState.OPEN} and challenge.deadline is not None
    return {
        "challenge": challenge,
        "moved": moved([challenge]).get(challenge.pk),
        "is_watched": runs,
        "is_over": runs and now >= challenge.deadline,
        "over": over or _("系统不再接收揭榜方案。"),
    }
