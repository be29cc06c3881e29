"""The app for a WSGI server: `wsgi:app`."""

from evalsys import create_app

app = create_app()
