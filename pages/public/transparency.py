"""What the mechanism did, for everybody: published figures, the open dataset, two examples."""

from __future__ import annotations

from auth import guard
from components.public import transparency
from db.open_data import file_name
from db.publications import public_figures

visit = guard.require("transparency")

transparency.show(public_figures(visit.gateway), file_name, staff=visit.person is not None)
