"""Backups: one file with the database, the keys and what else lies in the instance; made and put back verified."""

from evalsys.backups.making import Backup, NoTools, make
from evalsys.backups.restoring import LOCK, CannotRestore, restore

__all__ = ["LOCK", "Backup", "CannotRestore", "NoTools", "make", "restore"]
