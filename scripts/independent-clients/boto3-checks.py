"""What boto3 sees of the same simulated AWS: paginators, waiters and errors by their classes. Prints one JSON object."""

import json
import urllib.error
import urllib.request

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

# A signature in the query, as botocore makes it: of who has signed, as JSON, and of nothing else.
presigned = boto3.client("sts").generate_presigned_url("get_caller_identity", HttpMethod="GET")
asked = urllib.request.Request(presigned, headers={"Accept": "application/json"})
with urllib.request.urlopen(asked) as answer:
    caller = json.load(answer)["GetCallerIdentityResponse"]["GetCallerIdentityResult"]["Arn"]
try:
    urllib.request.urlopen(f"{presigned}&More=1")
    changed = "taken"
except urllib.error.HTTPError as error:
    changed = f"{error.code} {'SignatureDoesNotMatch' in error.read().decode()}"

created = eks.describe_cluster(name="demo")["cluster"]["createdAt"]
print(
    json.dumps(
        {
            "machines": len(set(machines)) == len(machines) and len(machines) > 2,
            "schedules": schedules,
            "missing": missing,
            "caller": caller,
            "changed": changed,
            "createdAtHasZone": created.tzinfo is not None,
        }
    )
)
