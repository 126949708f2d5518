"""What every page's frame needs: the site's names, the clock, the menus. Lazy: a page pays for what it draws."""

from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from core import clock, navigation


class Site:
    """Who runs this installation; settings of the same names, `SITE_…`, replace the defaults."""

    @cached_property
    def name(self) -> str:
        return getattr(settings, "SITE_NAME", _("揭榜挂帅项目管理系统"))

    @cached_property
    def short(self) -> str:
        return getattr(settings, "SITE_SHORT_NAME", _("揭榜挂帅"))

    @cached_property
    def owner(self) -> str:
        return getattr(settings, "SITE_OWNER", _("内蒙古自治区科学技术厅（演示）"))

    @cached_property
    def identifier(self) -> str:
        return getattr(settings, "SITE_IDENTIFIER", _("（上线前填写）"))

    @cached_property
    def icp(self) -> str:
        return getattr(settings, "SITE_ICP", _("ICP备案号（上线前填写）"))

    @cached_property
    def police(self) -> str:
        return getattr(settings, "SITE_POLICE", "")

    @cached_property
    def contact(self) -> str:
        return getattr(settings, "SITE_CONTACT", "")


class Shell:
    """The frame of one page. Addresses are empty where the page does not exist."""

    def __init__(self):
        self.site = Site()
        self.demo = bool(getattr(settings, "DEMO", False))

    @cached_property
    def now(self):
        """One reading of the clock a page, in Beijing."""
        return clock.now()

    @cached_property
    def now_url(self) -> str:
        """Where an open page asks for the time and for moved deadlines."""
        return navigation.address("challenges:now")

    @cached_property
    def home_url(self) -> str:
        return navigation.address("home") or "/"

    @cached_property
    def desk_url(self) -> str:
        return navigation.address("desk")

    @cached_property
    def search_url(self) -> str:
        return navigation.address("search") or navigation.address("challenges:list")

    @cached_property
    def login_url(self) -> str:
        return navigation.address(settings.LOGIN_URL)

    @cached_property
    def logout_url(self) -> str:
        return navigation.address("accounts:logout")

    @cached_property
    def clock_url(self) -> str:
        return navigation.address("clock")


def shell(request: HttpRequest) -> dict:
    """Context processor: `shell`, `nav` (side bar), `public_nav`, `account_nav`."""
    user = getattr(request, "user", None)
    return {
        "shell": Shell(),
        "nav": SimpleLazyObject(lambda: navigation.side_bar(user, request.path)),
        "public_nav": SimpleLazyObject(lambda: navigation.menu(navigation.PUBLIC, user, request.path)),
        "account_nav": SimpleLazyObject(lambda: navigation.menu(navigation.ACCOUNT, user, request.path)),
    }
