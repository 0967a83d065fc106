"""All pages."""

from service.web.views import (
    check,
    history,
    look_up,
    methodology,
    record,
    requests,
    review,
    session,
    static,
    statistics,
)

ROUTERS = tuple(
    module.router
    for module in (look_up, check, record, history, requests, statistics, methodology, review, session, static)
)
