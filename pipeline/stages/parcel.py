"""Parcel: what was fetched -> one parcel of encoded articles, rejects and fingerprints."""

from dataclasses import dataclass
from typing import Any

import apache_beam as beam

from pipeline.work.job import Job
from pipeline.work.parcel import parcel


@dataclass
class MakeParcels(beam.PTransform):
    """Fetch -> packed Parcel, one for one, at the same time."""

    job: Job

    def expand(self, fetched: Any) -> Any:
        """A function a fetch."""
        return fetched | "Parcel" >> beam.Map(parcel, self.job).with_output_types(bytes)
