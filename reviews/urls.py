"""Addresses of this app."""

from django.urls import path

from reviews.views.challenges import ChallengeReview, PanelList
from reviews.views.documents import MaterialDocument, PanelReport
from reviews.views.experts import AssessLanePage, AssessPage, DeclarationPage, MyReviews, SeatPage, VotesPage
from reviews.views.panels import PanelPage
from reviews.views.pool import AdmitPage, ExpertList, ExpertPage
from reviews.views.scoring import LockPage, MaterialFile, ScorePage
from reviews.views.sheets import ScoresPage, SheetPage

app_name = "reviews"
urlpatterns = [
    path("reviews/", PanelList.as_view(), name="panels"),
    path("reviews/experts/", ExpertList.as_view(), name="experts"),
    path("reviews/experts/new/", AdmitPage.as_view(), name="admit"),
    *ExpertPage.urls("reviews/experts/", "expert"),
    *ChallengeReview.urls("reviews/challenges/", "challenge", "str:code"),
    *PanelPage.urls("reviews/panels/", "panel"),
    path("reviews/panels/<int:pk>/report/", PanelReport.as_view(), name="panel-report"),
    path("reviews/panels/<int:pk>/scores/", ScoresPage.as_view(), name="scores"),
    *SheetPage.urls("reviews/sheets/", "sheet"),
    path("reviews/mine/", MyReviews.as_view(), name="mine"),
    *SeatPage.urls("reviews/seats/", "seat"),
    path("reviews/seats/<int:pk>/declaration/", DeclarationPage.as_view(), name="declare"),
    path("reviews/seats/<int:pk>/votes/", VotesPage.as_view(), name="votes"),
    path("reviews/seats/<int:pk>/assessment/", AssessPage.as_view(), name="assess"),
    path("reviews/seats/<int:pk>/lanes/<int:lane>/", AssessLanePage.as_view(), name="assess-lane"),
    path("reviews/seats/<int:pk>/bids/<int:bid>/", ScorePage.as_view(), name="score"),
    path("reviews/seats/<int:pk>/bids/<int:bid>/lock/", LockPage.as_view(), name="lock"),
    path("reviews/seats/<int:pk>/bids/<int:bid>/document/", MaterialDocument.as_view(), name="material-document"),
    path("reviews/seats/<int:pk>/files/<int:attachment>/", MaterialFile.as_view(), name="material"),
]
