"""The parts of the judge. Candidate code runs only in judging/worker.py, in a process of its own."""
