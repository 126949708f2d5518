"""The map of the site: each app owns its own addresses."""

from importlib.util import find_spec

from django.urls import include, path

from config import api, handover_pages, inbox, search_pages, views
from config.board import pages as board_pages

APPS = ("accounts", "challenges", "consortia", "projects", "reviews", "funding")

urlpatterns = [
    path("", views.home_page, name="home"),
    path("healthz/", views.health, name="health"),
    path("search/", search_pages.search_page, name="search"),
    path("desk/", views.desk_page, name="desk"),
    path("board/", board_pages.BoardPage.as_view(), name="board"),
    path("board/<int:pk>/", board_pages.BatchBoardPage.as_view(), name="board-batch"),
    path("hand-overs/", handover_pages.HandOverList.as_view(), name="hand-overs"),
    path("hand-overs/new/<int:pk>/", handover_pages.NewHandOver.as_view(), name="new-hand-over"),
    *handover_pages.HandOverPage.urls("hand-overs/", "hand-over"),
    path("messages/", inbox.messages_page, name="messages"),
    path("messages/settings/", inbox.settings_page, name="message-settings"),
    path("calendar/feed.ics", inbox.calendar_feed, name="calendar-feed"),
    path("demo/clock/", views.clock_page, name="clock"),
    *api.urlpatterns,
    path("ui/", include("core.urls_ui")),
    path("uploads/", include("core.urls_uploads")),
    *(path("", include(f"{app}.urls")) for app in APPS if find_spec(f"{app}.urls")),
]
