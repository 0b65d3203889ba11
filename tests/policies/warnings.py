"""What the scene holds of early warning: a cluster, a silent workplace, one that was put aside, and the hour of the last look."""

from __future__ import annotations

from tests.policies.scene import Scene

_WARN = """insert into portal.warning (kind, subject, workplace_id, cause, since, observed, expected, chance, score, reasons,
    weeks, base, first_seen, last_seen)
  values (%s, 'site:' || %s, %s, %s, now() - interval '8 weeks', %s, 0.5, -4, 4.3, %s::jsonb,
    '{0,1,2,3}', 0.1, now(), now()) returning id"""


def play(scene: Scene) -> None:
    """Three warnings at two workplaces; a coordinator put one of them aside."""
    with scene.database.connect() as admin:
        admin.execute("insert into portal.warning_run (at, sites, raised) values (now(), 3, 3)")
        made = []
        for kind, site, cause, n, reason in (
            ("cluster", "lianfeng", "F", 4, '[{"key": "cluster", "n": 4, "weeks": 8, "usual": 0.5}]'),
            ("cluster", "tianhe", "H", 3, '[{"key": "cluster", "n": 3, "weeks": 8, "usual": 0.5}]'),
            ("silent", "tianhe", None, 0, '[{"key": "silent", "weeks": 60, "usual": 9}, {"key": "before", "n": 3}]'),
        ):
            place = scene.organizations[site]
            row = admin.execute(_WARN, [kind, str(place), place, cause, n, reason]).fetchone()
            assert row
            made.append(row[0])
    scene.write("lin", "dismiss_warning", warning=made[2], why="visited")
