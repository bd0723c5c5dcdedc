"""Bytes to text, with what is needed to write the text back as it was."""

import codecs
from typing import NamedTuple

LIMIT = 2 * 1024 * 1024

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BEGIN_MARKS = frozenset(mark[:1] for mark, _ in _MARKS)

_BINARY = "the file holds NUL bytes: it is binary, or UTF-16 without a byte order mark"


class Unreadable(NamedTuple):
    """Why a file gave no text."""

    reason: str


class Decoded(NamedTuple):
    """A file's text without its byte order mark, and how to encode it again."""

    text: str
    encoding: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """The bytes of a changed text, in the encoding and with the mark that the file had."""
        return self.mark + text.encode(self.encoding, "surrogateescape" if self.encoding == "utf-8" else "strict")


def too_large(size: int, limit: int = LIMIT) -> Unreadable | None:
    """Why a file of so many bytes is not read; None where it is."""
    return Unreadable(f"the file has {size:,} bytes, more than the {limit:,} that are read") if size > limit else None


def refused(text: str, limit: int = LIMIT) -> Unreadable | None:
    """Why a text that an editor holds is not read: as a file, its bytes would not be."""
    if "\0" in text:
        return Unreadable(_BINARY)
    # A character has at most four bytes.
    return too_large(len(text.encode("utf-8", "surrogatepass")), limit) if len(text) > limit // 4 else None


def decode(data: bytes, limit: int = LIMIT) -> Decoded | Unreadable:
    """The text of a file: by its byte order mark, else UTF-8, else Latin-1, which takes every byte and gives it back.

    A file over `limit` bytes, or one that holds NUL, is Unreadable.
    """
    if large := too_large(len(data), limit):
        return large
    for mark, encoding in _MARKS if data[:1] in _BEGIN_MARKS else ():
        if data.startswith(mark):
            try:
                text = data[len(mark) :].decode(encoding)
                return Unreadable(_BINARY) if "\0" in text else Decoded(text, encoding, mark)
            except UnicodeDecodeError as error:
                return Unreadable(f"the file is marked as {encoding} and is not: byte {error.start + len(mark)}")
    if b"\0" in data:
        return Unreadable(_BINARY)
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return Decoded(data.decode("latin-1"), "latin-1")
