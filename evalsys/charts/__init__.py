"""Charts: small drawings with their figures beside them, for papers and for pages."""

from evalsys.charts.bands import bands, strip
from evalsys.charts.figure import Figure
from evalsys.charts.radar import radar
from evalsys.charts.stars import stars
from evalsys.charts.svg import as_svg
from evalsys.charts.trend import trend

__all__ = ["Figure", "as_svg", "bands", "radar", "stars", "strip", "trend"]
