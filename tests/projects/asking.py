"""Asking for a refusal by its code."""

import pytest

from core.errors import Refused


def refused(code, function, **kwargs):
    """Call and expect Refused with this code; answers the refusal."""
    with pytest.raises(Refused) as caught:
        function(**kwargs)
    assert caught.value.code == code, caught.value
    return caught.value
