"""One story told once: a batch from its publication to money spent, a notice, a sitting, a bid being written."""

import os
import shutil
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import transaction

from challenges.enums import ResolutionKind
from challenges.models import Sitting
from consortia.enums import UseCategory
from core import clock
from funding import actions as funding_actions
from projects.models import Project
from reviews.models import Panel
from tests.stories import challenges, consortia, funding
from tests.stories.cast import cast as make_cast

DAY = datetime(2022, 3, 1, 9, tzinfo=clock.BEIJING)


def pytest_collection_modifyitems(config, items):
    """Laying a docx out needs LibreOffice. Without it those tests are left out, unless NEEDS_LIBREOFFICE says that they must run."""
    if os.environ.get("NEEDS_LIBREOFFICE") or shutil.which("soffice"):
        return
    left_out = [item for item in items if "laid_out" in getattr(item, "fixturenames", ())]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


def story() -> SimpleNamespace:
    cast = make_cast()
    projects = funding.race_projects(cast)
    for project in projects:
        funding.running(cast, project)
        funding.received(cast, project)
    first = Project.objects.get(pk=projects[0].pk)
    funding.receive_self(cast, first, 400 * funding.WAN)
    today = clock.today()
    funding_actions.report_expenditure(
        project=first, organization=first.lead, period_from=today - timedelta(days=30), period_to=today,
        lines=[{"source": "FISCAL", "category": UseCategory.EQUIPMENT, "amount_fen": 30 * funding.WAN}], by=cast.applicant,
    )  # fmt: skip
    challenge = first.challenge
    writing = challenges.open_challenge(cast, batch=challenges.batch(cast, name="第二批"), title="正在揭榜的榜单")
    sealed = consortia.submitted_bid(cast, writing, "rival")
    draft = consortia.drafted_bid(cast, writing, "lead")
    resolution = challenges.resolution(cast, ResolutionKind.AWARD, title="同意首批项目立项")
    return SimpleNamespace(
        cast=cast,
        challenge=challenge,
        batch=challenge.batch,
        project=first,
        panel=Panel.objects.get(challenge=challenge, purpose="BID"),
        bid=first.bid,
        notice=challenge.notice_items.order_by("pk").first().notice,
        agreement=first.agreements.get(),
        draft=draft,
        sealed=sealed,
        receipt=first.bid.receipts.get(),
        sitting=Sitting.objects.get(pk=resolution.sitting_id),
        writing=writing,
    )


@pytest.fixture(scope="package")
def told(django_db_setup, django_db_blocker):
    """One transaction for the whole package, undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        clock.move(to=DAY)
        yield story()
        transaction.set_rollback(True)


@pytest.fixture
def scene(told, db):
    """`db` undoes what the test did: inside the story's transaction its own is a savepoint."""
    return told
