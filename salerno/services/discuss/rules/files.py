"""Which files are taken, by their first bytes and their size."""

from __future__ import annotations

MB = 1024 * 1024
MOST_BYTES = {"picture": 10 * MB, "pdf": 20 * MB, "video": 100 * MB, "other": 20 * MB}
MOST_PIXELS = 40_000_000
SIDE = 1600
PICTURES = ("JPEG", "PNG", "WEBP")
HEAD = 64

TYPES = {
    "webp": "image/webp",
    "pdf": "application/pdf",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "bin": "application/octet-stream",
}


def sniffed(head: bytes) -> tuple[str, str]:
    """What a file is and the extension it gets, by its first bytes and by nothing it says."""
    if _is_picture(head):
        return "picture", "webp"
    if head.startswith(b"%PDF-"):
        return "pdf", "pdf"
    if head[4:8] == b"ftyp":
        return "video", "mp4"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "video", "webm"
    return "other", "bin"


def _is_picture(head: bytes) -> bool:
    """Any kind of picture, also those that are not taken: none passes with its place inside."""
    if head.startswith(_PICTURE_HEADS):
        return True
    kind = head[8:12]
    return (head[:4] == b"RIFF" and kind == b"WEBP") or (head[4:8] == b"ftyp" and kind in _STILLS)


_PICTURE_HEADS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"II*\0", b"MM\0*", b"BM")
_STILLS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif")


def scaled(width: int, height: int, side: int = SIDE) -> tuple[int, int]:
    """The size at which the longer side is at most ``side``."""
    longest = max(width, height)
    if longest <= side:
        return width, height
    return max(1, width * side // longest), max(1, height * side // longest)


def size_words(count: int) -> str:
    """A size in words: whole megabytes, or kilobytes below one."""
    return f"{count // MB} MB" if count >= MB else f"{max(1, count // 1024)} kB"
