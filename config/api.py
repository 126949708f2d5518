"""The API under /api/v1/: each app lists its resources in `<app>/api.py` as `ROUTES`, and the words about them.

ROUTES = [("challenges", ChallengeViewSet, "challenge")]
"""

from importlib import import_module
from importlib.util import find_spec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import DefaultRouter

APPS = ("accounts", "challenges", "consortia", "projects", "reviews", "funding")
METHODS = ("get", "post", "put", "patch", "delete")


def router() -> DefaultRouter:
    found = DefaultRouter()
    for app in APPS:
        if find_spec(f"{app}.api"):
            for prefix, view_set, name in getattr(import_module(f"{app}.api"), "ROUTES", []):
                found.register(prefix, view_set, basename=name)
    return found


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """The schema as a plain page: no script, no foreign address."""
    schema = SchemaGenerator(api_version="v1").get_schema(request=None, public=True)
    groups: dict[str, list] = {}
    for address, methods in schema["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                resource = address.removeprefix("/api/v1/").split("/")[0] or "api"
                groups.setdefault(resource, []).append(
                    {
                        "method": method.upper(),
                        "address": address,
                        "summary": operation.get("summary") or operation.get("description", "").split("\n")[0],
                        "parameters": [one for one in operation.get("parameters", []) if one["in"] == "query"],
                    }
                )
    context = {
        "page_title": _("数据接口"),
        "lead": _("公开部分无需登录；办理类接口需登录或令牌，与网页使用同一套规则。"),
        "crumbs": [(_("数据接口"), "")],
        "groups": groups,
    }
    return render(request, "home/api.html", context)


urlpatterns = [
    path("api/v1/", include((router().urls, "v1"))),
    path("api/schema/", SpectacularAPIView.as_view(api_version="v1"), name="schema"),
    path("api/docs/", documentation, name="api-docs"),
]
