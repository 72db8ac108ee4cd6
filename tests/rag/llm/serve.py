"""llama.cpp's OpenAI-compatible server on a free port of 127.0.0.1, in a process of its own: `serve.py MODEL.gguf`.

Prints its address and serves until its standard input is closed.
"""

from __future__ import annotations

import sys

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx = 8192
params.n_parallel = 1
params.hostnames = ["127.0.0.1"]
params.port = 0
params.verbosity = 0
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)  # noqa: T201 - its purpose
sys.stdin.read()
