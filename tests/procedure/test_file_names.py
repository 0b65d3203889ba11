"""What somebody called a file may say who she is: outside it has a name that says nothing (DOMAIN 5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.procedure.world import Case, World, digest

NAMES = ("IMG_20261120_081530.jpg", "王丽 工号A1234 10月工资条.jpg", "王丽的合同.pdf")
KINDS = {"jpg": "image/jpeg", "pdf": "application/pdf"}


def reserve(world: World, who: str | Case, case: Case, name: str) -> UUID:
    made = world.write(
        who, "reserve_file", reference=None if who is case else case.reference, name=name, bytes=10,
        sha256=digest(f"o{name}{case.id}"), media_type=KINDS[name[-3:]],
        cleaned_sha256=digest(f"c{name}{case.id}"), cleaned_bytes=9,
    )  # fmt: skip
    return UUID(made["id"])


def send(world: World, who: str | Case, case: Case, to: str, names: tuple[str, ...]) -> dict[str, UUID]:
    """Post these files to that reader and have them released: by typed name."""
    files = {name: reserve(world, who, case, name) for name in names}
    after = world.write(
        who, "post_message", reference=None if who is case else case.reference, body="My papers.", kind="message",
        audience=[world.seat(case, to)], files=list(files.values()),
    )  # fmt: skip
    world.decide(case, UUID(after["messages"][-1]["id"]))
    return files


def listed(page: dict[str, Any]) -> list[str]:
    return [file["name"] for message in page["messages"] for file in message["files"]]


def allowed(world: World, item: str) -> Case:
    case = world.case_in("investigating")
    world.write(case, "give_consent", item=item, recipient=world.organizations["lianfeng"])
    return case


def test_the_factory_reads_no_name_that_a_worker_gave_her_files(world: World) -> None:
    case = allowed(world, "file")
    files = send(world, case, case, "lianfeng", NAMES)
    told = ["photo 1.jpg", "photo 2.jpg", "file 3.pdf"]
    assert listed(world.page("chen", case)) == told
    assert [world.call("chen", "file_content", attachment=one)["name"] for one in files.values()] == told
    # The control: she and Handshake find them again as she named them.
    for who in (case, "lin"):
        assert listed(world.page(who, case)) == list(NAMES)
        assert [world.call(who, "file_content", attachment=one)["name"] for one in files.values()] == list(NAMES)


def test_the_number_in_a_name_does_not_count_the_files_that_a_reader_may_not_have(world: World) -> None:
    case = allowed(world, "photo")
    send(world, case, case, "lianfeng", ("Amei.pdf", "Bmei.jpg"))
    assert listed(world.page("chen", case)) == ["photo 1.jpg"]


def test_nor_does_evidence_tell_how_she_called_a_file(world: World) -> None:
    case = allowed(world, "photo")
    file = reserve(world, case, case, NAMES[1])
    page = world.write("lin", "add_evidence", reference=case.reference, kind="file", words=None, attachment=file)
    world.write("lin", "show_evidence", evidence=page["evidence"][-1]["id"], readers=[world.seat(case, "lianfeng")])

    def named(who: str | Case) -> tuple[str, str]:
        shown = next(each["file"] for each in world.page(who, case)["evidence"] if each["file"])
        return shown["name"], world.call(who, "file_content", attachment=file)["name"]

    assert named("chen") == ("photo.jpg", "photo.jpg")
    assert named(case) == named("lin") == (NAMES[1], NAMES[1])


def test_a_factory_names_its_own_files(world: World) -> None:
    case = world.case_in("investigating")
    send(world, "chen", case, "worker", ("payroll.pdf",))
    for who in (case, "chen", "lin"):
        assert listed(world.page(who, case)) == ["payroll.pdf"]
