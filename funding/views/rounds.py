"""The decision on a race round: all lanes in one form, by one resolution."""

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy

from core.pages import FormPage
from core.permissions import require
from funding import actions, forms, rules
from projects.enums import RoundState
from projects.models import RaceRound


class DecideRound(FormPage):
    title = gettext_lazy("作出赛马考核决定")
    lead = gettext_lazy("一次会议对所有赛道作出决定。淘汰的赛道立即停止未拨付的经费，随后清算。")
    form = forms.RoundForm
    submit = gettext_lazy("登记决定")
    done = gettext_lazy("考核决定已登记。")

    def prepare(self, pk: int = 0) -> None:
        rows = RaceRound.objects.select_related("race__challenge__batch__programme__office")
        self.round = get_object_or_404(rows.filter(state=RoundState.COMPUTED), pk=pk)
        require(rules.decide_round, self.request.user, self.round)

    def extra(self) -> dict:
        return {"round": self.round}

    def run(self, user, *, resolution, outcomes):
        actions.decide_round(round=self.round, resolution=resolution, outcomes=outcomes, by=user)
        return self.round.race

    def back(self) -> str:
        return reverse("projects:race", args=[self.round.race.challenge.code])

    def crumbs(self):
        return [(self.round.race.challenge.title, self.back()), (self.title, "")]
