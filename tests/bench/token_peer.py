#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times itsdangerous' loads() for bench_token: reads secret, salt and a token from standard input,
one a line, then for each further line with a number checks the token so often and prints the
nanoseconds that one check took."""
import sys
import time

from itsdangerous import URLSafeTimedSerializer


def main():
    secret, salt, token = (sys.stdin.readline().strip() for _ in range(3))
    serializer = URLSafeTimedSerializer(secret, salt=salt)
    lifetime = 10 * 365 * 86400
    serializer.loads(token, max_age=lifetime)
    for line in sys.stdin:
        rounds = range(int(line))
        start = time.perf_counter_ns()
        for _ in rounds:
            serializer.loads(token, max_age=lifetime)
        print((time.perf_counter_ns() - start) / len(rounds), flush=True)


if __name__ == "__main__":
    main()
