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

# Route 53's XML by another reader: lists in lists, dates, numbers, errors with their messages.
dns = boto3.client("route53")
zone = dns.create_hosted_zone(Name="check.example.com", CallerReference="check")
zone_id = zone["HostedZone"]["Id"]
check = dns.create_health_check(
    CallerReference="check",
    HealthCheckConfig={
        "Type": "HTTPS_STR_MATCH",
        "FullyQualifiedDomainName": "check.example.org",
        "SearchString": "stand & <by>",
        "RequestInterval": 10,
        "FailureThreshold": 1,
        "Inverted": True,
        "Regions": ["us-east-1", "us-west-1", "eu-west-1"],
    },
)["HealthCheck"]
record = {
    "Name": "shop.check.example.com.",
    "Type": "A",
    "SetIdentifier": "one",
    "Failover": "PRIMARY",
    "TTL": 30,
    "ResourceRecords": [{"Value": "192.0.2.1"}],
    "HealthCheckId": check["Id"],
}
batch = {"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]}
change = dns.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch=batch)["ChangeInfo"]
dns.get_waiter("resource_record_sets_changed").wait(Id=change["Id"], WaiterConfig={"Delay": 1, "MaxAttempts": 20})
records = [
    held
    for page in dns.get_paginator("list_resource_record_sets").paginate(
        HostedZoneId=zone_id, PaginationConfig={"PageSize": 1}
    )
    for held in page["ResourceRecordSets"]
]
try:
    dns.change_resource_record_sets(HostedZoneId=zone_id, ChangeBatch=batch)
    refused = "taken"
except dns.exceptions.InvalidChangeBatch as error:
    refused = error.response["Error"]["Message"]
observed = dns.get_health_check_status(HealthCheckId=check["Id"])["HealthCheckObservations"]

created = eks.describe_cluster(name="demo")["cluster"]["createdAt"]
print(
    json.dumps(
        {
            "machines": len(set(machines)) == len(machines) and len(machines) > 2,
            "schedules": schedules,
            "missing": missing,
            "caller": caller,
            "changed": changed,
            "records": [held["Type"] for held in records],
            "isAsWritten": records[-1] == record,
            "searched": check["HealthCheckConfig"]["SearchString"],
            "refused": refused,
            "submittedAtHasZone": change["SubmittedAt"].tzinfo is not None,
            "observedRegions": sorted({each["Region"] for each in observed}),
            "checkerRanges": "54.243.31.192/26" in dns.get_checker_ip_ranges()["CheckerIpRanges"],
            "createdAtHasZone": created.tzinfo is not None,
        }
    )
)
