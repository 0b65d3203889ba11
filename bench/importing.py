"""How long an import takes and how much memory: `python -m bench.importing [FILE]`, one JSON object per line.

Without a file it makes 18,000 rows of its own, on a durable server in a folder that is thrown away.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg

from db import imports
from db.embedded import EmbeddedServer
from db.gateway import Credentials
from db.importing.judging import judge, today
from db.importing.mapping import guess
from db.importing.reader import read
from db.migrate import migrate
from db.postgres_gateway import PostgresGateway, open_pool
from db.sealing import Sealer

ROWS = 18_000
SECONDS, MEGABYTES = 60.0, 500.0
HEAD = (
    "编号 No.", "日期 Date", "渠道 Channel", "城市 City", "工厂 Workplace", "人数 Headcount", "品牌 Brands",
    "类别 Category", "描述 Description", "来电人 Caller", "电话 Phone", "匿名 Anonymous", "状态 Status",
    "首次回复 First answer", "结案日期 Closed", "结果 Outcome",
)  # fmt: skip


def made_up(rows: int) -> bytes:
    """A book of that many contacts at 840 workplaces."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEAD)
    for at in range(rows):
        opened = date(2019, 1, 1) + timedelta(days=at * 2800 // rows)
        days = [(opened + timedelta(days=more)).isoformat() for more in (0, 3, 20)]
        words = f"三个月没发工资,电话138{at:08}" if at % 20 == 0 else "三个月没发工资,线长说下个月再说"
        place = f"样本{at % 840}鞋业有限公司"
        code = "X1" if at % 16 == 0 else "FGHIJ"[at % 5] + str(1 + at % 4)
        name = ("李样", f"139{at:08}", "否 no") if at % 3 == 0 else ("", "", "是 yes")
        writer.writerow(
            [
                *(f"B{at:06}", days[0], "电话 phone", "惠州", place, 500 + at % 840, "Brand S、Brand T", code, words),
                *(*name, "结案 closed", days[1], days[2], "已解决 remedied"),
            ]
        )
    return out.getvalue().encode()


def supervisor(conninfo: str) -> str:
    user = str(uuid4())
    with psycopg.connect(conninfo, autocommit=True) as owner:
        owner.execute("insert into portal.organization (kind, name) values ('handshake', 'Handshake') on conflict do nothing")
        owner.execute(
            "insert into portal.person (user_id, organization_id, role, name, email) select %s, id,"
            " 'supervisor', 'Bench', 'b@bench.example' from portal.organization where kind = 'handshake'",
            [user],
        )
    return user


def say(name: str, value: float, unit: str, target: float) -> bool:
    ok = value <= target
    print(json.dumps({"name": name, "value": round(value, 2), "unit": unit, "target": target, "ok": ok}))
    return ok


def main() -> int:
    content = Path(sys.argv[1]).read_bytes() if len(sys.argv) > 1 else made_up(ROWS)
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "data") as server:
        migrate(server.conninfo("postgres"))
        user = supervisor(server.conninfo("supabase_admin"))
        with open_pool(server.conninfo("authenticator")) as pool:
            gateway = PostgresGateway(pool, Credentials(user_id=user))
            seal = Sealer(b"k" * 40, "identity").seal
            start = time.monotonic()
            sheet = read(content, "book.csv")
            mapping = guess(sheet.head)
            judged = judge(sheet, mapping, imports.import_desk(gateway, sheet.head).codes, today())
            number = uuid4()
            imports.stage(gateway, number, sheet, mapping, judged, seal=seal)
            staged = time.monotonic()
            came = imports.finish(gateway, number, judged, dry_run=False, leave_out=True)
            end = time.monotonic()
    assert came.cases + came.contacts == judged.ready
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    results = [
        say(f"import.{judged.total}_rows", end - start, "s", SECONDS),
        say("import.finishing_transaction", end - staged, "s", SECONDS),
        say("import.peak_memory", peak, "MB", MEGABYTES),
    ]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
