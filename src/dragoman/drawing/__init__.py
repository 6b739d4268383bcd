"""Drawings: data in, SVG out, with a title, a description, links on the marks and the same data as a table."""

from dragoman.drawing.barchart import Bar, bars, bars_table
from dragoman.drawing.dyads import Direction, Period, dyad, dyad_table
from dragoman.drawing.maps import Point, map_table, places_table, world_map
from dragoman.drawing.networks import Link, Node, network, network_table
from dragoman.drawing.panels import Panel, panels, panels_table
from dragoman.drawing.sparklines import sparkline, sparkline_table
from dragoman.drawing.svg import style
from dragoman.drawing.tables import Table
from dragoman.drawing.timelines import Step, timeline, timeline_table

__all__ = [
    "Bar",
    "Direction",
    "Link",
    "Node",
    "Panel",
    "Period",
    "Point",
    "Step",
    "Table",
    "bars",
    "bars_table",
    "dyad",
    "dyad_table",
    "map_table",
    "network",
    "network_table",
    "panels",
    "panels_table",
    "places_table",
    "sparkline",
    "sparkline_table",
    "style",
    "timeline",
    "timeline_table",
    "world_map",
]
