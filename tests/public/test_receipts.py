"""Receipt codes: hard to guess, easy to copy by hand, never stored."""

from __future__ import annotations

import pytest

from db.receipts import ALPHABET, LENGTH, grouped, guess_hash, hash_code, new_code, normalise
from db.sealing import SealBroken, Sealer


def test_a_code_has_eighty_random_bits() -> None:
    assert len(set(ALPHABET)) == 32
    assert LENGTH * 5 == 80
    codes = [new_code() for _ in range(2_000)]
    assert len(set(codes)) == 2_000
    assert {sign for code in codes for sign in code} == set(ALPHABET)
    for place in range(LENGTH):
        assert len({code[place] for code in codes}) == 32


@pytest.mark.parametrize(
    "typed",
    [
        "7K4M29QX0A1B2C3D",
        "7k4m 29qx 0a1b 2c3d",
        " 7K4M-29QX-0A1B-2C3D\n",
        "7K4M–29QX—0A1B 2C3D",
        "7K4M29QXOAIB2C3D",
        "7k4m29qxoalb2c3d",
        "７Ｋ４Ｍ　２９ＱＸ　０Ａ１Ｂ　２Ｃ３Ｄ",
    ],
)
def test_the_usual_ways_of_copying_a_code_all_open_it(typed: str) -> None:
    assert normalise(typed) == "7K4M29QX0A1B2C3D"
    assert guess_hash(typed) == hash_code("7K4M29QX0A1B2C3D")


@pytest.mark.parametrize("typed", ["", "7K4M", "7K4M29QX0A1B2C3U", "x" * 10_000, "7K4M29QX0A1B2C3D9", "\ud800" * 16])
def test_what_cannot_be_a_code_is_still_looked_up_like_one(typed: str) -> None:
    assert normalise(typed) is None
    assert len(guess_hash(typed)) == 64


def test_a_code_is_read_in_groups_of_four() -> None:
    assert grouped("7K4M29QX0A1B2C3D") == "7K4M 29QX 0A1B 2C3D"


def test_what_was_sealed_for_one_purpose_opens_for_no_other_and_with_no_other_key() -> None:
    sealed = Sealer(b"k" * 40, "identity").seal("Li Hua, 138 1234 5678")
    assert Sealer(b"k" * 40, "identity").unseal(sealed) == "Li Hua, 138 1234 5678"
    for stranger in (Sealer(b"k" * 40, "session"), Sealer(b"x" * 40, "identity")):
        with pytest.raises(SealBroken):
            stranger.unseal(sealed)


def test_an_older_key_still_opens_after_the_key_was_changed() -> None:
    sealed = Sealer(b"old" * 12, "identity").seal("字" * 5_000)
    assert Sealer(b"new" * 12 + b"," + b"old" * 12, "identity").unseal(sealed) == "字" * 5_000
