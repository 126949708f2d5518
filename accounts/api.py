"""How programs sign in."""

from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import PermissionDenied

from accounts.rules import OWN_PASSWORD_NEEDED


class OwnPasswordTokens(TokenAuthentication):
    """A token is good as long as its account's password is known to the holder alone (R-SEC-03)."""

    def authenticate_credentials(self, key: str):
        user, token = super().authenticate_credentials(key)
        if user.must_choose_password:
            raise PermissionDenied(str(OWN_PASSWORD_NEEDED), code="own_password_needed")
        return user, token
