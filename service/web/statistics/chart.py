"""Bars, drawn as SVG by pygal on the server, so that they need no script; our own sheet gives them their colours."""

import sys
from typing import Any, Final
from xml.etree import ElementTree

import pygal
from markupsafe import Markup

from service.web.statistics.figure import Figure

# pygal hooks into every import to find map plugins, in a way that Python 3.12 has no more; there are none here.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]
Style = pygal.style.Style

_WIDTH: Final = 960
_COLUMNS_HEIGHT: Final = 280
_BAR_HEIGHT: Final = 30
_MARGINS: Final = 60
_MOST_LABELS: Final = 10
_STYLE: Final = Style(label_font_size=15, major_label_font_size=15)
_NOT_DRAWN: Final = {"style", "script", "title", "desc"}
_SVG: Final = "http://www.w3.org/2000/svg"


def chart_of(figure: Figure, label: str) -> Markup:
    """The figure's first numbers as columns or as bars, under a name that is read out; its table tells the rest."""
    drawn = _columns(figure) if figure.form == "columns" else _bars(figure)
    root = drawn.render_tree()
    _clean(root)
    root.attrib.pop("id", None)
    root.attrib.update({"class": "chart", "role": "img", "aria-label": label})
    ElementTree.register_namespace("", _SVG)
    return Markup(ElementTree.tostring(root, encoding="unicode"))


def _columns(figure: Figure) -> Any:
    chart = pygal.Bar(height=_COLUMNS_HEIGHT, x_labels_major_every=max(1, len(figure.rows) // _MOST_LABELS),
                      show_minor_x_labels=False, **_options())  # fmt: skip
    chart.x_labels = [row[0] for row in figure.rows]
    chart.add("", [row[1] for row in figure.rows])
    return chart


def _bars(figure: Figure) -> Any:
    chart = pygal.HorizontalBar(height=_BAR_HEIGHT * len(figure.rows) + _MARGINS, **_options())
    chart.x_labels = [row[0] for row in reversed(figure.rows)]
    chart.add("", [row[1] for row in reversed(figure.rows)])
    return chart


def _options() -> dict[str, Any]:
    return {"width": _WIDTH, "style": _STYLE, "show_legend": False, "no_prefix": True, "js": [], "margin": 8,
            "truncate_label": 40, "max_scale": 6, "include_x_axis": True,
            "value_formatter": lambda value: f"{value:,.0f}"}  # fmt: skip


def _clean(element: Any) -> None:
    """Take out styles and scripts, which the pages' policy forbids, and texts that only these scripts show."""
    for child in list(element):
        if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _NOT_DRAWN or "style" in child.attrib:
            element.remove(child)
        else:
            _clean(child)
