"""Sealing: unreadable without the key, unusable in another row, and the keys can be exchanged."""

from __future__ import annotations

import base64
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.keyfile import new_entry
from foundation.sealing import KEY, KeyMissing, KeyRing, KeyRingError, SealBroken, WrappedKey


def ring(*names: str) -> KeyRing:
    """A ring of random keys."""
    return KeyRing({name: os.urandom(KEY) for name in names}, names[0])


RING = ring("first")


@given(st.binary(max_size=5000))
def test_what_was_sealed_comes_back(content: bytes) -> None:
    key, wrapped = RING.new_data_key("record")
    assert RING.unwrap("record", wrapped).open("report", key.seal("report", content)) == content


@given(st.binary(min_size=1, max_size=200), st.data())
def test_one_changed_bit_is_refused(content: bytes, data: st.DataObject) -> None:
    key, wrapped = RING.new_data_key("record")
    with pytest.raises(SealBroken):
        key.open("report", _flipped(key.seal("report", content), data))
    with pytest.raises(SealBroken):
        RING.unwrap("record", WrappedKey("first", _flipped(wrapped.wrapped, data)))


def _flipped(sealed: bytes, data: st.DataObject) -> bytes:
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    changed = bytearray(sealed)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


@given(st.integers(0, 60))
def test_a_cut_value_is_refused(length: int) -> None:
    key, _ = RING.new_data_key("record")
    sealed = key.seal("report", bytes(100))
    with pytest.raises(SealBroken):
        key.open("report", sealed[:length])


def test_a_value_moved_to_another_record_or_column_is_refused() -> None:
    key, wrapped = RING.new_data_key("mine")
    sealed = key.seal("report", b"text")
    with pytest.raises(SealBroken):
        key.open("statement", sealed)
    with pytest.raises(SealBroken):
        RING.unwrap("theirs", wrapped)


def test_a_wrapped_key_that_claims_another_key_id_is_refused() -> None:
    two = KeyRing({"a": bytes(KEY), "b": bytes(KEY)}, "a")
    _, wrapped = two.new_data_key("record")
    with pytest.raises(SealBroken):
        two.unwrap("record", WrappedKey("b", wrapped.wrapped))


def test_equal_texts_are_sealed_differently() -> None:
    key, _ = RING.new_data_key("record")
    assert key.seal("report", b"text") != key.seal("report", b"text")


def test_rotation_wraps_again_and_the_old_key_can_go() -> None:
    old, new = ring("old"), ring("new")
    key, wrapped = old.new_data_key("record")
    sealed = key.seal("report", b"text")
    both = KeyRing({**new.keys, **old.keys}, "new")
    again = both.wrap(both.unwrap("record", wrapped))
    assert new.unwrap("record", again).open("report", sealed) == b"text"


def test_a_missing_key_is_named() -> None:
    _, wrapped = ring("old").new_data_key("record")
    with pytest.raises(KeyMissing, match="old"):
        RING.unwrap("record", wrapped)


def test_keys_and_rings_never_show_their_secret() -> None:
    key, _ = RING.new_data_key("record")
    assert key.secret.hex() not in repr(key) + str(RING)
    assert repr(key.secret) not in repr(key)
    assert repr(RING.keys["first"]) not in repr(RING)


def test_the_key_file_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    made = KeyRing.load(tmp_path / "data", {})
    file = tmp_path / "data" / "keys"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["keys"]
    assert KeyRing.load(tmp_path / "data", {}).keys == made.keys


def test_a_key_file_others_can_read_is_refused(tmp_path: Path) -> None:
    KeyRing.load(tmp_path, {})
    (tmp_path / "keys").chmod(0o644)
    with pytest.raises(KeyRingError, match="chmod 600"):
        KeyRing.load(tmp_path, {})


def test_keys_from_the_environment_win_and_the_first_is_current(tmp_path: Path) -> None:
    encoded = [base64.b64encode(os.urandom(KEY)).decode() for _ in range(2)]
    found = KeyRing.load(tmp_path, {"COUNTERPOISE_KEYS": f"new:{encoded[0]}, old:{encoded[1]}"})
    assert found.current == "new"
    assert set(found.keys) == {"new", "old"}
    assert not (tmp_path / "keys").exists()


@pytest.mark.parametrize("text", ["", "nonsense", "a:", ":AAAA", "a:AAAA", "a:" + "A" * 44, "a:***"])
def test_unusable_keys_are_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(KeyRingError) as told:
        KeyRing.parse(text)
    assert len(text) < 5 or text not in str(told.value)


def test_a_ring_follows_its_key_file_while_it_is_used(tmp_path: Path) -> None:
    """Keys are rotated while the program runs."""
    running, other = KeyRing.load(tmp_path, {}), KeyRing.load(tmp_path, {})
    key, before = running.new_data_key("record")
    assert other.file is not None
    other.file.add(new_entry())
    assert running.current == other.current != before.key_id
    assert set(running.keys) == {running.current, before.key_id}
    again = other.wrap(other.unwrap("record", before))
    assert running.unwrap("record", again).secret == key.secret
    assert running.new_data_key("record")[1].key_id == other.current
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["keys"], "nothing is left beside it"


@pytest.mark.parametrize("text", ["", "k1:short", "é"])
def test_a_key_file_that_is_spoilt_while_it_is_used_leaves_the_keys_that_were_read(
    tmp_path: Path, text: str
) -> None:
    running = KeyRing.load(tmp_path, {})
    _, wrapped = running.new_data_key("record")
    kept = (tmp_path / "keys").read_text()
    assert running.trouble == ""
    (tmp_path / "keys").write_text(text)
    assert running.unwrap("record", wrapped)
    assert running.trouble.startswith("The key file cannot be read again")
    (tmp_path / "keys").unlink()
    assert running.unwrap("record", wrapped)
    (tmp_path / "keys").write_text(kept)
    (tmp_path / "keys").chmod(0o600)
    assert running.unwrap("record", wrapped)
    assert running.trouble == ""


def test_a_derived_key_belongs_to_one_purpose_and_one_key_and_is_always_the_same() -> None:
    two = ring("first", "second")
    derived = {two.derived(purpose, name) for purpose in ("log", "seal") for name in two.keys}
    assert len(derived) == 4
    assert two.derived("log", "first") == two.derived("log", "first") not in two.keys.values()
    with pytest.raises(KeyMissing):
        two.derived("log", "third")
