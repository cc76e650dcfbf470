"""The work on one split and on one output shard, as plain functions: what the stages hand to the workers.

No Beam in here, so that a worker process never has to import it. Everything comes and goes by file; what is passed
between the processes is names, numbers and decisions.
"""
