"""How a challenge was refined: versions and what changed, opinions, whether the mechanism fits, interests that meet."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges import actions, queries, rules
from challenges.actions.opinions import fitness_gaps
from challenges.defaults import FITNESS
from challenges.enums import ChallengeState, Stance
from challenges.findings import versions
from challenges.findings.interests import interests
from challenges.forms import refining as forms
from challenges.models import Challenge, Refinement
from challenges.views.challenges import ACTS
from challenges.views.shared import crumb, file_link, through
from core.pages import Act, FormPage, ObjectPage
from core.permissions import allows, require
from core.ui import values

STANCE_TONES = {Stance.AGREE: "green", Stance.CHANGE: "amber", Stance.DISAGREE: "red"}


def fitness_rows(challenge: Challenge) -> list[tuple]:
    """(question, answer or None), in the order of the checklist."""
    answers = {row.code: row for row in challenge.fitness.select_related("answered_by")}
    return [(question, answers.get(code)) for code, (question, _hint) in FITNESS.items()]


def interest_rows(challenge: Challenge) -> list:
    """As it stands while it is refined; as it stood at approval afterwards."""
    if challenge.state in queries.EDITABLE_STATES:
        return interests(challenge)
    return list(challenge.interests.select_related("organization").order_by("organization__name"))


class RefiningPage(ObjectPage):
    """All rounds of one challenge."""

    model = Challenge
    template_name = "challenges/refining.html"
    lookup = "code"
    shows_history = False
    acts = tuple(act for act in ACTS if act.name in {"refine", "round", "trace", "secrecy", "approve", "reopen"})

    def rows(self, user):
        require(rules.view_office_pages, user)
        return queries.challenges_for(user)

    def address(self, obj):
        return reverse("challenges:refining", args=[obj.code])

    def crumbs(self, obj):
        return [crumb(_("榜单"), "list"), (obj.code, obj.get_absolute_url()), (_("凝练过程"), "")]

    def heading(self, obj):
        return _("%(title)s：凝练过程") % {"title": obj.title}

    def context(self, obj, user):
        rounds = list(
            obj.refinements.order_by("version")
            .select_related("recorded_by")
            .prefetch_related("participants", "opinions")
        )
        shown, before = [], {}
        for row in rounds:
            shown.append((row, versions.between(before, row.snapshot).count if before else None))
            before = row.snapshot
        may_edit = allows(rules.edit_challenge, user, obj) and obj.state in queries.EDITABLE_STATES
        return {
            "rounds": shown[::-1],
            "fitness": fitness_rows(obj),
            "fitness_gaps": fitness_gaps(obj),
            "fitness_url": reverse("challenges:fitness", args=[obj.code]) if may_edit else "",
            "interests": interest_rows(obj),
            "is_kept": obj.state not in queries.EDITABLE_STATES,
            "need_links": obj.need_links.select_related("need__organization").order_by("linked_at"),
        }


def _record_opinions(obj, by, opinions):
    actions.record_opinions(refinement=obj, opinions=opinions, by=by)
    return obj


class RoundPage(ObjectPage):
    """One round: what it changed, who was there, what they said."""

    model = Refinement
    template_name = "challenges/round.html"
    shows_history = False
    acts = (
        Act(
            "opinions",
            gettext_lazy("记录委员意见"),
            through(rules.edit_challenge, "challenge"),
            _record_opinions,
            form=forms.OpinionsForm,
            when=lambda obj: (
                obj.challenge.state == ChallengeState.REFINING and obj.participants.count() > obj.opinions.count()
            ),
            is_primary=True,
            sentence=gettext_lazy("逐人记录，记录后不能修改；改变意见的，在下一轮凝练中记录。"),
        ),
    )

    def rows(self, user):
        require(rules.view_office_pages, user)
        return Refinement.objects.select_related("challenge__batch__programme__office", "minutes", "recorded_by")

    def load(self, **kwargs):
        row = self.rows(self.request.user).filter(challenge__code=kwargs["code"], version=kwargs["version"]).first()
        if row is None:
            raise Http404
        return row

    def address(self, obj):
        return reverse("challenges:round", args=[obj.challenge.code, obj.version])

    def crumbs(self, obj):
        code = obj.challenge.code
        return [
            crumb(_("榜单"), "list"),
            (code, obj.challenge.get_absolute_url()),
            (_("凝练过程"), reverse("challenges:refining", args=[code])),
            (f"v{obj.version}", ""),
        ]

    def heading(self, obj):
        return _("%(title)s：第 %(version)s 版") % {"title": obj.challenge.title, "version": obj.version}

    def facts(self, obj, user):
        return [
            (_("方式"), obj.get_kind_display()),
            (_("日期"), values.date(obj.held_on)),
            (_("结论"), obj.conclusion),
            (_("参加人"), "、".join(f"{one.name}（{one.organization}）" for one in self.people(obj))),
            (_("纪要"), self.minutes(obj)),
            (_("记录人"), obj.recorded_by),
        ]

    def people(self, obj):
        return obj.participants.select_related("organization").order_by("name")

    def minutes(self, obj):
        return file_link("refinement-file", obj.minutes, obj.challenge.code, obj.version)

    def context(self, obj, user):
        opinions = obj.opinions.select_related("person__organization").order_by("person__name")
        numbers = list(
            Refinement.objects.filter(challenge=obj.challenge_id).order_by("version").values_list("version", flat=True)
        )
        place = numbers.index(obj.version)
        return {
            "changes": versions.of(obj),
            "earlier": numbers[place - 1] if place else None,
            "later": numbers[place + 1] if place + 1 < len(numbers) else None,
            "opinions": [(one, STANCE_TONES[one.stance]) for one in opinions],
        }


class FitnessPage(FormPage):
    title = gettext_lazy("适配性核对")
    form = forms.FitnessForm
    lead = gettext_lazy(
        "“揭榜挂帅”适合目标明确、路径不定、有人能揭、愿意投入的任务。审定前须逐项核对；答“否”不妨碍提请审定，由会议判断。"
    )
    done = gettext_lazy("适配性核对已保存。")

    def prepare(self, **kwargs):
        self.challenge = queries.challenges_for(self.request.user).filter(code=kwargs["code"]).first()
        if self.challenge is None:
            raise Http404
        require(rules.edit_challenge, self.request.user, self.challenge)

    def initial(self):
        found = {}
        for row in self.challenge.fitness.all():
            found |= {f"yes_{row.code}": "yes" if row.is_yes else "no", f"text_{row.code}": row.text}
        return found

    def back(self):
        return reverse("challenges:refining", args=[self.challenge.code])

    def crumbs(self):
        code = self.challenge.code
        return [
            crumb(_("榜单"), "list"),
            (code, self.challenge.get_absolute_url()),
            (_("凝练过程"), self.back()),
            (self.title, ""),
        ]

    def run(self, user, **cleaned):
        actions.answer_fitness(challenge=self.challenge, by=user, **cleaned)
        return self.challenge
