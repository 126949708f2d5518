"""Pages of long lists: bounded, counted exactly only up to a cap."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

COUNT_CAP = 10_000


class CappedPaginator(Paginator):
    """Counts at most COUNT_CAP rows: beyond that nobody turns pages, they filter."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNT_CAP].count()

    @property
    def is_capped(self) -> bool:
        return self.count >= COUNT_CAP


def page_of(request: HttpRequest, rows, *, per_page: int = 30) -> Page:
    """The page that the address asks for; nonsense is the first or the last."""
    return CappedPaginator(rows, per_page).get_page(request.GET.get("page"))
