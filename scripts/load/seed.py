"""Bids for the crowd: each a whole draft with every pledge signed, and two signed-in people.

    python -m scripts.load.seed COUNT SECONDS FILE

Made through the real actions in an empty demo database. SECONDS is how far the deadline lies ahead when this ends. FILE
(JSON) gets the challenge, its deadline in seconds since 1970 by the real clock, and for each bid its number and the session cookies of its author and of the unit's administrator.
"""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402

from accounts import actions as account_actions  # noqa: E402
from accounts.enums import OrganizationKind  # noqa: E402
from accounts.models import User  # noqa: E402
from config.story import telling  # noqa: E402
from consortia import actions  # noqa: E402
from consortia.enums import PledgeKind  # noqa: E402
from core import clock  # noqa: E402
from tests.stories import cast as casting  # noqa: E402
from tests.stories import challenges, consortia  # noqa: E402

FIRST_CODE = 5000  # past the codes of the cast


def unit(cast, number: int) -> SimpleNamespace:
    """One more enterprise with its two people, in the shape that the stories of `consortia` take."""
    division = cast.divisions["150105"]
    lead = account_actions.register_organization(
        name=f"压力测试企业{number:03d}（示例）",
        uscc=casting.uscc("150105", FIRST_CODE + number),
        kind=OrganizationKind.ENTERPRISE,
        division=division,
        legal_representative="法定代表人（示例）",
        contact_name=f"管理员{number:03d}",
        contact_phone="13800000000",
        username=f"loadadmin{number}",
        password="",
        by=cast.system,
    )
    account_actions.approve_organization(organization=lead, by=cast.prefecture)
    author = casting._account(
        f"loadauthor{number}", lead, ("APPLICANT",), f"填报人{number:03d}", None, None, cast.sysadmin
    )
    names = vars(cast) | {
        "lead": lead,
        "applicant": author,
        "unitadmin": User.objects.get(username=f"loadadmin{number}"),
    }
    return SimpleNamespace(**names)


def draft(people: SimpleNamespace, challenge):
    consortium = consortia.registered_consortium(people, name=f"{people.lead.name}创新联合体")
    bid = consortia.drafted_bid(people, challenge, consortium=consortium)
    actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=people.applicant)
    for signer in (people.unitadmin, people.member_admin, people.member2_admin):
        actions.sign_pledge(bid=bid, kind=PledgeKind.ORGANIZATION, by=signer)
    return bid


def session(user: User) -> str:
    """A session as signing in makes it, without the price of the password."""
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.create()
    return store.session_key


def main(count: int, seconds: int, file: Path) -> None:
    telling.mark_as_demo()
    cast = casting.cast()
    challenge = challenges.open_challenge(cast)
    rows = []
    for number in range(1, count + 1):
        people = unit(cast, number)
        bid = draft(people, challenge)
        rows.append({"bid": bid.pk, "author": session(people.applicant), "admin": session(people.unitadmin)})
    clock.move(to=challenge.deadline - timedelta(seconds=seconds))
    plan = {"challenge": challenge.pk, "deadline": time.time() + seconds, "cookie": settings.SESSION_COOKIE_NAME}
    file.write_text(json.dumps(plan | {"bids": rows}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
