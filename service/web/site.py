"""All pages."""

from service.web.views import check, history, look_up, methodology, record, requests, review, session, static

ROUTERS = tuple(
    module.router for module in (look_up, check, record, history, requests, methodology, review, session, static)
)
