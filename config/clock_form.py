"""The form of the demo's clock."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as text_
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, PublicNotice
from core import clock
from core.ui import values
from projects.models import RaceRound

SPANS = (
    ("1h", _("1 小时"), timedelta(hours=1)),
    ("1d", _("1 天"), timedelta(days=1)),
    ("3d", _("3 天"), timedelta(days=3)),
    ("7d", _("7 天"), timedelta(days=7)),
    ("30d", _("30 天"), timedelta(days=30)),
)
FARTHEST = timedelta(days=366)
JUST_AFTER = timedelta(minutes=1)
REAL = "real"


def marks(now: datetime) -> list[tuple[str, str, datetime]]:
    """What comes next in this database: (code, label, the instant just after it)."""
    found = (
        ("deadline", text_("最近的揭榜截止"), Challenge.objects.filter(state="OPEN", deadline__gt=now), "deadline"),
        ("notice", text_("最近的公示期满"), PublicNotice.objects.filter(state="PUBLISHED", ends_at__gt=now), "ends_at"),
        (
            "round",
            text_("最近的赛马考核点开启"),
            RaceRound.objects.filter(state="PLANNED", opens_at__gt=now),
            "opens_at",
        ),
        (
            "grace",
            text_("最近的赛马填报截止"),
            RaceRound.objects.filter(state="OPEN", grace_until__gt=now),
            "grace_until",
        ),
    )
    rows = []
    for code, label, query, column in found:
        instant = query.order_by(column).values_list(column, flat=True).first()
        if instant is not None:
            rows.append((code, f"{label}（{values.instant_text(instant)}）", instant + JUST_AFTER))
    return rows


class ClockForm(forms.Form):
    """How far, or to which instant; `cleaned_data["to"]` is the instant."""

    span = forms.ChoiceField(
        label=_("向前拨动"),
        choices=[*((code, label) for code, label, _span in SPANS), ("", _("拨到下面填写的时间"))],
        widget=forms.RadioSelect,
        required=False,
        initial="1d",
    )
    to = forms.DateTimeField(label=_("拨到（北京时间）"), required=False, widget=forms.DateTimeInput())

    def __init__(self, *args, now, **kwargs):
        self.now = now
        self.marks = marks(now)
        self.real = clock.real()
        super().__init__(*args, **kwargs)
        choices = list(self.fields["span"].choices)
        choices[-1:-1] = [(code, label) for code, label, _instant in self.marks]
        if abs(now - self.real) > JUST_AFTER:
            choices.insert(-1, (REAL, text_("回到真实时间（已办理的事项不会撤回）")))
        self.fields["span"].choices = choices

    @property
    def is_reset(self) -> bool:
        return self.cleaned_data.get("span") == REAL

    def clean(self):
        cleaned = super().clean()
        instants = {code: self.now + span for code, _label, span in SPANS}
        instants |= {code: instant for code, _label, instant in self.marks}
        span = cleaned.get("span")
        if span == REAL:
            cleaned["to"] = self.real
            return cleaned
        to = instants[span] if span else cleaned.get("to")
        if to is None:
            if "to" not in self.errors:
                self.add_error("to", _("请选择拨动多久，或填写拨到的时间。"))
        elif to <= self.now:
            self.add_error("to", _("只能向前拨动，请填写晚于演示时钟的时间。"))
        elif to > self.now + FARTHEST:
            self.add_error("to", _("一次最多向前拨动一年。"))
        cleaned["to"] = to
        return cleaned

    def shown(self) -> str:
        return values.instant_text(self.cleaned_data["to"])
