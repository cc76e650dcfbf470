"""The worker process that Flink starts (environment type PROCESS): what the boot program of Beam's container does.

Asks the runner for the job's settings and becomes Beam's Python worker, in the environment that this Python belongs to.
"""

from __future__ import annotations

import argparse
import os
import sys

import grpc
from apache_beam.portability.api import beam_provision_api_pb2 as messages
from apache_beam.portability.api import beam_provision_api_pb2_grpc as services
from google.protobuf.json_format import MessageToJson


def main() -> None:
    """Read the arguments, ask, set the environment, exec."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--id", required=True)
    parser.add_argument("--provision_endpoint", required=True)
    arguments, _ = parser.parse_known_args()
    with grpc.insecure_channel(arguments.provision_endpoint) as channel:
        request = messages.GetProvisionInfoRequest()
        stub = services.ProvisionServiceStub(channel)
        info = stub.GetProvisionInfo(request, metadata=[("worker_id", arguments.id)], wait_for_ready=True).info
    os.environ.update(
        WORKER_ID=arguments.id,
        PIPELINE_OPTIONS=MessageToJson(info.pipeline_options),
        CONTROL_API_SERVICE_DESCRIPTOR=f'url: "{info.control_endpoint.url}"',
        LOGGING_API_SERVICE_DESCRIPTOR=f'url: "{info.logging_endpoint.url}"',
        RUNNER_CAPABILITIES=" ".join(info.runner_capabilities),
    )
    os.execv(sys.executable, [sys.executable, "-m", "apache_beam.runners.worker.sdk_worker_main"])


main()
