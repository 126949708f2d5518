"""One of each thing of this app, public and not."""

from datetime import datetime

import pytest

from accounts.queries import system_user
from challenges import actions
from core import clock
from tests.challenges.needs import need_call, submitted_need
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def in_may(cast):
    """The morning of 23 May 2022, a Monday."""
    clock.move(to=datetime(2022, 5, 23, 10, tzinfo=clock.BEIJING))
    return cast


@pytest.fixture
def item(in_may):
    """The first of two lines of a notice that began in that hour."""
    return stories.proposed_notice(in_may, stories.drafted_challenge(in_may), count=2).items.get(number=1)


@pytest.fixture
def world(cast):
    """One of each thing: what is public and what is not."""
    opened = stories.open_challenge(cast)
    draft = stories.refined_challenge(cast, batch=stories.batch(cast, name="第二批"), title="尚未公布的榜单")
    notice = stories.proposed_notice(cast, opened)
    item = notice.items.get()
    objection = actions.file_objection(
        item=item,
        party_kind="PERSON",
        party_name="赵敏",
        party_contact="示例路1号",
        content="内容重复。",
        by=system_user(),
    )
    written = actions.draft_notice(
        kind="AWARD", batch=opened.batch, title="还没有发布的公告", body="正文。", by=cast.officer
    )
    call = need_call(cast)
    return {
        "opened": opened,
        "draft": draft,
        "notice": notice,
        "written": written,
        "objection": objection,
        "call": call,
        "need": submitted_need(cast, call),
        "question": actions.ask_question(challenge=opened, text="是否含示范面积？", by=cast.rival_applicant),
    }
