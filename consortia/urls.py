"""Addresses of this app."""

from django.urls import path

from consortia.views.bids import BidPage, OpeningPage, ReceiptPage
from consortia.views.consortia import ConsortiumPage, DirectoryPage

app_name = "consortia"
urlpatterns = [
    path("consortia/", DirectoryPage.as_view(), name="list"),
    *ConsortiumPage.urls("consortia/", "consortium"),
    *BidPage.urls("bids/", "bid"),
    *ReceiptPage.urls("receipts/", "receipt", "str:number"),
    *OpeningPage.urls("openings/", "opening", "int:challenge_id"),
]
