"""Exports by name: a list that is too long to wait for is made as a job."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

from evalsys.models.jobs import Job, JobItem
from evalsys.services.jobs import store
from evalsys.services.jobs.working import Made
from evalsys.services.write import Act

# What an export is given: who asks and when, and what was asked; it answers with a file name and its content.
Export = Callable[[Act, dict[str, Any]], tuple[str, bytes]]
EXPORTS: dict[str, Export] = {}


def export(job: Job, item: JobItem, act: Act) -> Made:
    """Make the list that the job names."""
    asked = json.loads(job.params)
    name, content = EXPORTS[asked["export"]](act, asked)
    return store.put(item, name, io.BytesIO(content))
