"""Needs for the tests of the pool: handed in through the real actions, by units of their own."""

from functools import cache
from pathlib import Path

import yaml

from challenges import actions
from tests.challenges.needs import need_call

SAMPLE = Path(__file__).with_name("duplicates.yaml")


@cache
def sample() -> dict:
    return yaml.safe_load(SAMPLE.read_text(encoding="utf-8"))


def handed_in(cast, call, title: str, problem="越冬率低。", indicators="不低于 90%。", *, by=None, field=None):
    """A submitted need of the applicant's unit (or of `by`'s)."""
    by = by or cast.applicant
    details = {
        "problem": problem,
        "expected_indicators": indicators,
        "own_investment_fen": 0,
        "contact_name": "林管理",
        "contact_phone": "13800000000",
    }
    need = actions.create_need(call=call, title=title, by=by, field=field, **details)
    return actions.submit_need(need=need, by=by)


def accepted(cast, call, title: str, **details):
    need = handed_in(cast, call, title, **details)
    return actions.accept_need(need=need, by=cast.officer)


def labelled(cast) -> dict:
    """Every need of the sample, handed in to one call: key → need."""
    call = need_call(cast)
    hands = [cast.applicant, cast.rival_applicant]
    return {
        key: handed_in(cast, call, *text, by=hands[place % 2])
        for place, (key, text) in enumerate(sample()["needs"].items())
    }
