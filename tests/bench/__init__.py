"""What Minutebook is worth beside what a user would pick instead, measured in one run on one machine.

`python -m tests.bench` for quality and speed, `tests.bench.scale` for growth, `tests.bench.load` for many clients.
"""
