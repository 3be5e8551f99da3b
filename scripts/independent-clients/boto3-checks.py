"""What boto3 sees of the same simulated AWS: paginators, waiters and errors by their classes. Prints one JSON object."""

import json

import boto3

eks = boto3.client("eks")
states = boto3.client("stepfunctions")
scheduler = boto3.client("scheduler")

eks.get_waiter("cluster_active").wait(name="demo", WaiterConfig={"Delay": 1, "MaxAttempts": 5})
machines = [
    machine["name"]
    for page in states.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 2})
    for machine in page["stateMachines"]
]
schedules = [
    schedule["Name"]
    for page in scheduler.get_paginator("list_schedules").paginate(PaginationConfig={"PageSize": 1})
    for schedule in page["Schedules"]
]
try:
    scheduler.get_schedule(Name="none")
    missing = "found"
except scheduler.exceptions.ResourceNotFoundException as error:
    missing = error.response["Error"]["Message"]

created = eks.describe_cluster(name="demo")["cluster"]["createdAt"]
print(
    json.dumps(
        {
            "machines": len(set(machines)) == len(machines) and len(machines) > 2,
            "schedules": schedules,
            "missing": missing,
            "createdAtHasZone": created.tzinfo is not None,
        }
    )
)
