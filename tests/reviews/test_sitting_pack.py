"""Everything a sitting of awards is to decide on, in one file (R-REV-10)."""

import pytest
from django.urls import reverse

from challenges import actions
from core import clock
from tests.documents.reading import words

pytestmark = pytest.mark.django_db


def planned(cast, programme):
    return actions.plan_sitting(
        kind="DEPARTMENT", title="第十二次厅务会", planned_on=clock.today(), programme=programme, invited=["甲", "乙"],
        by=cast.officer,
    )  # fmt: skip


def test_the_packs_of_all_challenges_under_review_are_one_file(client, cast, locked):
    challenge = locked.challenge
    sitting = planned(cast, challenge.batch.programme)
    page = reverse("challenges:sitting", args=[sitting.pk])
    pack = reverse("funding:sitting-pack", args=[sitting.pk])
    client.force_login(cast.officer)
    body = client.get(page).content.decode()
    assert f'href="{pack}"' in body
    assert "提请本次会议的事项" in body
    assert reverse("funding:decision", args=[challenge.code]) in body
    said = words(client.get(pack).content)
    assert [
        part in said for part in ("立项决策材料", "第十二次厅务会", challenge.code, "方案对照", "得分、表决与名次")
    ] == [True] * 5
    client.force_login(cast.applicant)
    assert client.get(pack).status_code == 403


def test_what_is_not_judged_yet_is_named_and_not_shown(client, cast, scoring):
    challenge = scoring.challenge
    client.force_login(cast.officer)
    sitting = planned(cast, challenge.batch.programme)
    said = words(client.get(reverse("funding:sitting-pack", args=[sitting.pk])).content)
    assert "评审尚未结束" in said
    assert challenge.code in said
    assert "方案对照" not in said


def test_a_sitting_of_no_programme_offers_no_pack(client, cast):
    sitting = planned(cast, None)
    client.force_login(cast.officer)
    body = client.get(reverse("challenges:sitting", args=[sitting.pk])).content.decode()
    assert "立项决策材料" not in body
    assert client.get(reverse("funding:sitting-pack", args=[sitting.pk])).status_code == 404
