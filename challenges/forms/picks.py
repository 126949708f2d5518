"""Fields that find a challenge, a need or a resolution (core.forms_pick)."""

from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, Need, Resolution
from challenges.queries import find_challenges, find_needs, find_resolutions
from core import clock
from core.forms_pick import PickField


def challenge_line(challenge: Challenge) -> tuple[str, str]:
    return challenge.title, " · ".join(part for part in (challenge.code, challenge.get_state_display()) if part)


def need_line(need: Need) -> tuple[str, str]:
    return need.title, f"{need.organization} · {need.get_state_display()}"


class ChallengeField(PickField):
    def __init__(self, queryset=None, **options):
        options.setdefault("help_text", _("输入榜单编号或名称中的几个字。"))
        rows = Challenge.objects.all() if queryset is None else queryset
        super().__init__(rows, find=find_challenges, shown=challenge_line, noun=_("榜单"), **options)


class NeedField(PickField):
    def __init__(self, queryset, **options):
        options.setdefault("help_text", _("输入需求名称中的几个字，或提出单位。"))
        super().__init__(
            queryset, find=find_needs, shown=need_line, noun=_("需求"), related=("organization",), **options
        )


def resolution_line(resolution: Resolution) -> tuple[str, str]:
    return str(resolution), f"{resolution.sitting.title} · {clock.local(resolution.recorded_at):%Y-%m-%d}"


class ResolutionField(PickField):
    """A passed resolution on one of these matters; the latest are offered before a word is typed."""

    def __init__(self, *kinds: str, **options):
        options.setdefault("label", _("会议决议"))
        options.setdefault("help_text", _("点开即列出最近的决议；也可输入决议号或标题中的几个字。"))
        super().__init__(
            Resolution.objects.filter(kind__in=kinds, is_passed=True),
            find=find_resolutions,
            shown=resolution_line,
            noun=_("已通过的决议"),
            related=("sitting",),
            **options,
        )
        self.widget.attrs["data-pick-opens"] = True
