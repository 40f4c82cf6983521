"""Frames between judge and worker: named float64 and int64 arrays plus a small JSON object. Nothing in it can be code.

Layout: magic, token (32 ASCII characters), two big-endian uint64 (header and body length), header (JSON), body (raw
little-endian arrays one after the other).
"""

import json
import math
import struct

import numpy as np

MAGIC = b"MLIJ"
MAX_FRAME = 256 * 1024 * 1024
_LENGTHS = struct.Struct(">QQ")
_DTYPES = {"f8": np.dtype("<f8"), "i8": np.dtype("<i8")}


class Malformed(Exception):
    """The bytes are not a frame with the expected token: nobody but the worker itself should have written there."""


def pack(token, meta, arrays):
    """One frame. arrays: name → ndarray of kind f or i; anything else is a KeyError here, at the sender."""
    shapes, bodies = [], []
    for name, array in arrays.items():
        code = f"{array.dtype.kind}8"
        plain = np.ascontiguousarray(array, dtype=_DTYPES[code])
        shapes.append([name, code, list(array.shape)])
        bodies.append(plain.tobytes())
    header = json.dumps({"meta": meta, "arrays": shapes}).encode()
    body = b"".join(bodies)
    return MAGIC + token.encode("ascii") + _LENGTHS.pack(len(header), len(body)) + header + body


def unpack(read, token):
    """Read one frame through read(n) → at most n bytes. Returns (meta, arrays).

    token None accepts any token and puts the found one under meta["token"]. Raises EOFError where the stream ends,
    also in the middle of a frame, and Malformed for anything that is not a frame.
    """
    if _exactly(read, len(MAGIC)) != MAGIC:
        raise Malformed("not a frame")
    found = _exactly(read, 32)
    if token is not None and found != token.encode("ascii"):
        raise Malformed("a frame with another token")
    header_length, body_length = _LENGTHS.unpack(_exactly(read, _LENGTHS.size))
    if header_length + body_length > MAX_FRAME:
        raise Malformed("a frame that is too long")
    header, body = _exactly(read, header_length), _exactly(read, body_length)
    try:
        meta, arrays = _decode(json.loads(header), body)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError, MemoryError) as error:
        raise Malformed(f"a frame with a bad header ({type(error).__name__})") from None
    return (meta if token is not None else {**meta, "token": found.decode("ascii")}), arrays


def _decode(header, body):
    arrays, offset = {}, 0
    for name, code, shape in header["arrays"]:
        dtype = _DTYPES[code]
        count = math.prod(shape)
        arrays[str(name)] = np.frombuffer(body, dtype, count, offset).reshape(shape).copy()
        offset += count * dtype.itemsize
    if offset != len(body):
        raise ValueError("length")
    return dict(header["meta"]), arrays


def _exactly(read, count):
    parts, missing = [], count
    while missing:
        part = read(min(missing, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
