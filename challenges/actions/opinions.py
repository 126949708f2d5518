"""What is recorded beside a challenge's text while it is refined: opinions, whether the mechanism fits, interests."""

from datetime import datetime

from django.utils.translation import gettext as _

from challenges import rules
from challenges.defaults import FITNESS
from challenges.enums import ChallengeState, Stance
from challenges.findings.interests import interests
from challenges.models import Challenge, FitnessAnswer, InterestNote, Opinion, Refinement
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require


@action
def record_opinions(*, refinement: Refinement, opinions: list[dict], by, at: datetime | None = None) -> list[Opinion]:
    """One opinion a participant: [{person, stance, text}]. Written once; who changes his mind says so in a later round."""
    challenge = refinement.challenge
    require(rules.edit_challenge, by, challenge)
    at = at or clock.now()
    locked(challenge)
    present = set(refinement.participants.values_list("pk", flat=True))
    absent = [row["person"].name for row in opinions if row["person"].pk not in present]
    if absent:
        raise Refused("not_present", _("下列人员没有参加这一轮凝练："), defects=absent)
    bare = [row["person"].name for row in opinions if row["stance"] != Stance.AGREE and not row.get("text", "").strip()]
    if bare:
        raise Refused("opinion_missing", _("修改后同意和不同意的，须写明意见："), defects=bare)
    heard = set(refinement.opinions.values_list("person", flat=True))
    made = [
        Opinion.objects.create(
            refinement=refinement,
            person=row["person"],
            stance=row["stance"],
            text=row.get("text", "").strip(),
            recorded_at=at,
            recorded_by=by,
        )
        for row in opinions
        if row["person"].pk not in heard
    ]
    if made:
        note = "；".join(f"{one.person}：{one.get_stance_display()}" for one in made)
        data = {"version": refinement.version}
        events.record(challenge, "challenge.opinions", by=by, at=at, label=_("记录委员意见"), note=note, data=data)
    return made


@action
def answer_fitness(
    *, challenge: Challenge, answers: dict[str, tuple[bool, str]], by, at: datetime | None = None
) -> list[FitnessAnswer]:
    """Answer questions of `defaults.FITNESS`: code → (yes, what it stands on). A no does not forbid; it stands before the
    sitting. Again replaces the answer."""
    require(rules.edit_challenge, by, challenge)
    at = at or clock.now()
    row = locked(challenge)
    if row.state not in {ChallengeState.DRAFTING, ChallengeState.REFINING}:
        raise Refused("wrong_state", _("榜单不在起草或凝练中，不能修改适配性核对。"), challenge=row.pk, state=row.state)
    unknown = sorted(set(answers) - set(FITNESS))
    if unknown:
        raise ValueError(f"no such questions: {unknown}")
    bare = [str(FITNESS[code][0]) for code, (_yes, text) in answers.items() if not text.strip()]
    if bare:
        raise Refused("fitness_text_missing", _("请写明下列问题的依据："), defects=bare)
    made = [
        FitnessAnswer.objects.update_or_create(
            challenge=row,
            code=code,
            defaults={"is_yes": is_yes, "text": text.strip(), "answered_at": at, "answered_by": by},
        )[0]
        for code, (is_yes, text) in answers.items()
    ]
    data = {one.code: one.is_yes for one in made}
    events.record(row, "challenge.fitness", by=by, at=at, label=_("适配性核对"), data=data)
    return made


def fitness_gaps(challenge: Challenge) -> list[str]:
    """Questions without an answer."""
    answered = set(challenge.fitness.values_list("code", flat=True))
    return [
        _("适配性核对：%(question)s") % {"question": text}
        for code, (text, _hint) in FITNESS.items()
        if code not in answered
    ]


def keep_interests(challenge: Challenge, *, by, at: datetime) -> list[InterestNote]:
    """What the sitting could see of meeting interests, kept as it stood (C07). For `approve_challenge`."""
    kept = []
    for one in interests(challenge):
        values = {"shaped": one.shaped[:300], "bids": one.bids[:300], "recorded_at": at, "recorded_by": by}
        note, _made = InterestNote.objects.update_or_create(
            challenge=challenge, organization=one.organization, defaults=values
        )
        kept.append(note)
    if kept:
        note = "；".join(f"{one.organization}（{one.shaped}；{one.bids}）" for one in kept)
        events.record(challenge, "challenge.interests", by=by, at=at, label=_("利益关联提示留痕"), note=note)
    return kept
