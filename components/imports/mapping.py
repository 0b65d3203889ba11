"""Which column is what: one choice per field, guessed beforehand, with the first values of the column beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components import plain
from components.i18n import t

HIDDEN = ("caller", "phone", "description")


def show(
    fields: Sequence[str],
    required: Sequence[str],
    columns: Sequence[str],
    chosen: Mapping[str, int],
    samples: Sequence[str],
    *,
    key: str,
) -> dict[str, int]:
    """The mapping as it stands after this run: field → position of its column; absent fields are left out."""
    none = -1
    now: dict[str, int] = {}
    left, right = st.columns(2)
    for at, field in enumerate(fields):
        with left if at < (len(fields) + 1) // 2 else right:
            name = t(f"imports-field-{field}")
            position = st.selectbox(
                t("imports-field-needed", field=name) if field in required else name,
                [none, *range(len(columns))],
                index=chosen.get(field, none) + 1,
                format_func=lambda position: t("imports-no-column") if position == none else plain.clean(columns[position]),
                key=f"{key}-{field}",
            )
            if position != none:
                now[field] = position
                # Who called is nobody's to see before two people agree (DOMAIN 5): no sample of that.
                sample = "…" if field in HIDDEN else samples[position][:60] or "–"
                plain.quiet(sample, key=f"{key}-{field}-sample")
    return now


def twice(chosen: Mapping[str, int]) -> bool:
    """Whether one column was chosen for two fields."""
    return len(set(chosen.values())) < len(chosen)
