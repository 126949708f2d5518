"""The map of the site: each app owns its own addresses."""

from importlib.util import find_spec

from django.urls import include, path

APPS = ("accounts", "challenges", "consortia", "projects", "reviews", "funding")

urlpatterns = [
    path("ui/", include("core.urls_ui")),
    *(path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")),
]
