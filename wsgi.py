"""The app for a WSGI server: `wsgi:app`."""

from evalsys import create_app
from evalsys.settings import CannotStart

try:
    app = create_app()
except CannotStart as wrong:
    raise SystemExit(f"evalsys: {wrong}") from None
