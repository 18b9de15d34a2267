#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The other side of test_timedtokenpeer.

    sign COUNT SEED  writes COUNT lines "signer<TAB>time<TAB>payload in hex<TAB>token"
    check            reads such lines and says "ok COUNT", or what is wrong with the first bad one

Signers are numbered as in the test: three digests times three key derivations.
"""
import hashlib
import json
import random
import sys

from itsdangerous import TimestampSigner, URLSafeTimedSerializer

DIGESTS = (hashlib.sha1, hashlib.sha256, hashlib.sha512)
DERIVATIONS = ("django-concat", "concat", "hmac")
SALT = "recover-key"


class SettableSigner(TimestampSigner):
    now = 0

    def get_timestamp(self):
        return SettableSigner.now


def serializers():
    for digest in DIGESTS:
        for derivation in DERIVATIONS:
            yield URLSafeTimedSerializer(
                [b"an older key of thirty-two bytes", b"the key that signs, of 32 bytes!"],
                salt=SALT, signer=SettableSigner,
                signer_kwargs={"digest_method": digest, "key_derivation": derivation})


def random_text(source):
    ranges = ((0x20, 0x7F), (0x00, 0x7F), (0xA0, 0x2FF), (0x370, 0x7FF), (0x4E00, 0x9FFF),
              (0xE000, 0xFFFD), (0x1F300, 0x1FAFF), (0x10FFF0, 0x10FFFF))
    low, high = source.choice(ranges)
    return "".join(chr(source.randint(low, high)) for _ in range(source.randint(0, 40)))


def random_value(source, depth=0):
    kind = source.randint(0, 9)
    if kind <= 4 or depth > 2:
        return random_text(source)
    if kind == 5:
        return source.choice((None, True, False, source.randint(-2**63, 2**63), source.random()))
    if kind == 6:
        return [random_value(source, depth + 1) for _ in range(source.randint(0, 4))]
    if kind == 7:
        return source.choice("abc0 ") * source.randint(1, 600)
    return {random_text(source): random_value(source, depth + 1)
            for _ in range(source.randint(0, 4))}


def sign(count, seed):
    source = random.Random(seed)
    known = list(serializers())
    for _ in range(count):
        index = source.randrange(len(known))
        SettableSigner.now = source.randint(0, 2 ** source.choice((8, 16, 24, 31, 32, 37)))
        value = random_value(source)
        payload = json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()
        token = known[index].dumps(value)
        print(index, SettableSigner.now, payload.hex(), token, sep="\t")


def check():
    known = list(serializers())
    count = 0
    for line in sys.stdin:
        index, time, payload, token = line.rstrip("\n").split("\t")
        value, issued = known[int(index)].loads(token, return_timestamp=True)
        if value != json.loads(bytes.fromhex(payload)) or int(issued.timestamp()) != int(time):
            sys.exit(f"line {count + 1} reads as {value!r}, {issued}")
        count += 1
    print("ok", count)


if __name__ == "__main__":
    if sys.argv[1] == "sign":
        sign(int(sys.argv[2]), int(sys.argv[3]))
    else:
        check()
