"""What a data set is: who publishes it, to which day it reaches, how it is cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from graphmodel.domain.claim_vocabularies import Standing
from graphmodel.domain.sources import Source
from graphmodel.model import PartialDate


@dataclass(frozen=True, slots=True)
class DataSet:
    """A published data set in one version: `key` is that of its Source, and the `dataset` of every fact that it brings.

    `known_to` is the last day that it covers: what was open then was not seen to end. `citation` is how its authors ask to be
    cited, `url` where its files are to be had.
    """

    key: str
    title: str
    publisher: str
    published: str | None
    citation: str
    url: str
    known_to: date

    def source(self) -> Source:
        """The node of it, which results cite."""
        return Source(
            key=self.key,
            title=self.title,
            publisher=self.publisher,
            standing=Standing.COMPILATION,
            date=None if self.published is None else PartialDate(self.published),
            url=self.url,
            known_to=self.known_to,
            note=f"Cite as: {self.citation}",
        )
