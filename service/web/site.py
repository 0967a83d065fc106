"""All pages."""

from service.web.views import look_up, record, static

ROUTERS = tuple(module.router for module in (look_up, record, static))
