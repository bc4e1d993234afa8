#!/usr/bin/env python3
"""An independent verifier of evidence bundles, written from design/evidence.md alone.

It shares no line with src/evidence: it is how we know that somebody else, with the page in hand and nothing but
Python's own library, accepts what we export. Usage: verify_bundle.py bundle.zip|folder. Exit 0, 1, or 2 (usage).
"""
import base64
import hashlib
import json
import os
import re
import sys
import zipfile

# --- Ed25519 (RFC 8032 §5.1), verification only -------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * SQRT_M1 % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def add(p, q):
    """Points in extended coordinates (X, Y, Z, T)."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = add(result, point)
        point = add(point, point)
        scalar >>= 1
    return result


def decompress(encoded):
    y = int.from_bytes(encoded, "little")
    sign = y >> 255
    y &= (1 << 255) - 1
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519_holds(public, message, signature):
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = multiply(s, BASE), add(r, multiply(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- the page ------------------------------------------------------------------------------------------------
class Wrong(Exception):
    pass


def must(holds, what):
    if not holds:
        raise Wrong(what)


def sha256(*chunks):
    return hashlib.sha256(b"".join(chunks)).digest()


def unbase64(text, what, length=None):
    must(isinstance(text, str), what)
    try:
        value = base64.b64decode(text, validate=True)
    except ValueError:
        raise Wrong(what) from None
    must(base64.b64encode(value).decode() == text and (length is None or len(value) == length), what)
    return value


def rfc8785(value):
    """Enough of it for a manifest: strings, whole numbers, lists and objects with ASCII names."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def open_checkpoint(bundle):
    match = re.fullmatch(r"([!-*,-@\[-~]+)\+([0-9a-f]{8})\+(.+)", bundle["key"])
    must(match, "key")
    origin, key_id, typed = match[1], bytes.fromhex(match[2]), unbase64(match[3], "key", 33)
    must(typed[0] == 1 and sha256(origin.encode(), b"\n", typed)[:4] == key_id, "key id")
    text, _, signatures = bundle["checkpoint"].rpartition("\n\n")
    text += "\n"
    must(signatures.endswith("\n"), "checkpoint")
    found = False
    for line in signatures[:-1].split("\n"):
        parts = line.split(" ")
        must(len(parts) == 3 and parts[0] == "\u2014", "checkpoint signature line")
        signature = unbase64(parts[2], "checkpoint signature")
        if parts[1] == origin and signature[:4] == key_id:
            must(ed25519_holds(typed[1:], text.encode(), signature[4:]), "checkpoint signature")
            found = True
    must(found, "checkpoint is not signed by the key")
    lines = text.split("\n")
    must(len(lines) == 4 and lines[0] == origin and lines[3] == "", "checkpoint text")
    must(re.fullmatch(r"0|[1-9][0-9]*", lines[1]), "checkpoint size")
    return int(lines[1]), unbase64(lines[2], "checkpoint root", 32)


def root_from_proof(leaf, index, size, proof):
    """RFC 9162 §2.1.3.2, which is the algorithm for RFC 6962 trees."""
    must(0 <= index < size, "index outside the tree")
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        must(sn != 0, "proof too long")
        if fn & 1 or fn == sn:
            r = sha256(b"\x01", p, r)
            while not fn & 1 and fn != 0:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = sha256(b"\x01", r, p)
        fn, sn = fn >> 1, sn >> 1
    must(sn == 0, "proof too short")
    return r


def members(value, names, what):
    must(isinstance(value, dict) and set(value) == set(names), what)


def check_record(record, size, root, read):
    members(record, ["index", "entry", "proof", "manifest", "topKey", "fields", "parts", "withheld"], "members")
    entry = unbase64(record["entry"], "entry", 72)
    must(entry[:11] == b"uppsikt/v1\0" and 1 <= entry[11] <= 15, "entry")
    must(entry[26] >> 4 == 4 and entry[28] >> 6 == 2, "record id is not a UUIDv4")
    proof = [unbase64(p, "proof", 32) for p in record["proof"]]
    must(root_from_proof(sha256(b"\0", entry), record["index"], size, proof) == root, "inclusion proof")

    text = record["manifest"]
    manifest = json.loads(text)
    must(rfc8785(manifest) == text, "manifest is not RFC 8785 text")
    members(manifest, ["fields", "parts", "schema"], "manifest")
    must(manifest["schema"] == "uppsikt/record/v1", "schema")
    names = [part["name"] for part in manifest["parts"]]
    must(names == sorted(set(names)), "parts are not sorted by name")
    must(all(re.fullmatch(r"[a-z][A-Za-z0-9]*", name) for name in manifest["fields"]), "field name")
    must(all(re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name) for name in names), "part name")
    top = unbase64(record["topKey"], "topKey", 32)
    commitment = sha256(b"uppsikt/v1/commitment\0", top, entry[11:12], entry[20:36], entry[36:40], sha256(text.encode()))
    must(commitment == entry[40:], "commitment")

    shown = set()
    for field in record["fields"]:
        members(field, ["name", "value", "key"], "field")
        name, value = field["name"], field["value"]
        must(name in manifest["fields"] and name not in shown, f"field {name}")
        must(not re.search("[\0\ud800-\udfff]", value), f"field {name}")
        made = sha256(b"uppsikt/v1/field\0", unbase64(field["key"], f"field {name}", 32), value.encode())
        must(made.hex() == manifest["fields"][name], f"field {name}")
        shown.add(name)
    for part in record["parts"]:
        members(part, ["name", "path", "key"], "part")
        name = part["name"]
        must(name in names and "part/" + name not in shown, f"part {name}")
        must(part["path"] == f"files/{record['index']}/{name}", f"path of part {name}")
        listed = manifest["parts"][names.index(name)]
        content = read(part["path"])
        must(content is not None and len(content) == listed["bytes"], f"part {name}")
        made = sha256(b"uppsikt/v1/field\0", unbase64(part["key"], f"part {name}", 32), sha256(content))
        must(made.hex() == listed["commitment"], f"part {name}")
        shown.add("part/" + name)
    withheld = record["withheld"]
    everything = set(manifest["fields"]) | {"part/" + name for name in names}
    must(len(withheld) == len(set(withheld)) and not shown & set(withheld), "withheld")
    must(shown | set(withheld) == everything, "neither shown nor withheld, or withheld but never recorded")


def reader(path):
    if os.path.isdir(path):
        def read(name):
            place = os.path.join(path, *name.split("/"))
            if not os.path.isfile(place):
                return None
            with open(place, "rb") as file:
                return file.read()
        return read
    archive = zipfile.ZipFile(path)
    return lambda name: archive.read(name) if name in archive.namelist() else None


def verify(path):
    read = reader(path)
    source = read("bundle.json")
    must(source is not None, "bundle.json is missing")
    bundle = json.loads(source.decode("utf-8"))
    members(bundle, ["format", "checkpoint", "key", "timestamps", "records"], "bundle.json")
    must(bundle["format"] == "uppsikt/bundle/v1", "format")
    must(read("README.txt") and read("verify.mjs"), "README.txt or verify.mjs is missing")
    size, root = open_checkpoint(bundle)
    for number, record in enumerate(bundle["records"]):
        try:
            check_record(record, size, root, read)
        except Wrong as wrong:
            raise Wrong(f"record {number}: {wrong}") from None
    return len(bundle["records"])


def main():
    if len(sys.argv) != 2:
        print("usage: verify_bundle.py bundle.zip|folder", file=sys.stderr)
        return 2
    try:
        print(f"ok: {verify(sys.argv[1])} records")
        return 0
    except (Wrong, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as wrong:
        print(f"refused: {wrong}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
