import type {
  _InstanceType,
  DescribeInstancesRequest,
  Instance,
  TerminateInstancesRequest,
} from '@aws-sdk/client-ec2';
import type { AutoScalingService } from '../../autoscaling/autoscaling.ts';
import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import type { EksService } from '../../eks/eks.ts';
import { type ModelledOperation, refuseUnmodelled } from '../../modelled-members.ts';
import { describe, type Filters, hasWildcard } from '../describe.ts';
import { notFound } from '../errors.ts';
import { forgetAttachment, removeNetworkInterface } from '../network-interfaces/network-interfaces.ts';
import { type Ec2State, GROUP_TAG, type InstanceRecord } from '../state.ts';
import { isLive } from './launch.ts';

/**
 * The time for which a terminated instance is still listed: "about an hour" (EC2 user guide, "Terminate your
 * instance").
 */
const LISTED_AFTER_TERMINATION_MS = 3_600_000;

function markTerminating(ec2: Ec2State, instance: InstanceRecord): void {
  instance.State = { Code: 32, Name: 'shutting-down' };
  instance.StateTransitionReason = `User initiated (${ec2.now().toISOString().replace('T', ' ').slice(0, 19)} GMT)`;
}

function endTermination(ec2: Ec2State, instance: InstanceRecord): void {
  if (instance.State?.Name === 'terminated') return;
  instance.State = { Code: 48, Name: 'terminated' };
  for (const held of [...(ec2.interfacesOfInstances.get(instance.InstanceId) ?? [])]) {
    if (held.Attachment?.DeleteOnTermination) removeNetworkInterface(ec2, held.NetworkInterfaceId);
    else forgetAttachment(ec2, held);
  }
  for (const member of ['PrivateIpAddress', 'PublicIpAddress'] as const) delete instance[member];
  ec2.region.kernel.after(LISTED_AFTER_TERMINATION_MS, () => ec2.deleteInstance(instance));
}

/** Terminates instances and resolves when all are gone; those that are gone already stay so. */
export async function terminateInstances(ec2: Ec2State, ids: readonly string[]): Promise<void> {
  const { kernel, settings } = ec2.region;
  const instances = ids.map((id) => {
    const instance = ec2.instances.get(id);
    if (!instance) throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
    return instance;
  });
  for (const instance of instances) if (isLive(instance)) markTerminating(ec2, instance);
  await kernel.sleep(sampleDurationMs(kernel, 'ec2/instance-terminate', settings.durationScale));
  for (const instance of instances) endTermination(ec2, instance);
}

function shown(ec2: Ec2State, { spot, reservation, ...instance }: InstanceRecord): Instance {
  return {
    ...instance,
    InstanceType: instance.InstanceType as _InstanceType,
    NetworkInterfaces: [...(ec2.interfacesOfInstances.get(instance.InstanceId) ?? [])].map(
      ({ NetworkInterfaceId, SubnetId, VpcId, PrivateIpAddress, Description, Status }) => ({
        NetworkInterfaceId,
        SubnetId,
        VpcId,
        PrivateIpAddress,
        Description,
        Status,
      }),
    ),
  };
}

function terminate(ec2: Ec2State, input: TerminateInstancesRequest) {
  const instances = (input.InstanceIds ?? []).map((id) => {
    const instance = ec2.instances.get(id);
    if (instance) return instance;
    throw new AwsError('InvalidInstanceID.NotFound', `The instance ID '${id}' does not exist`);
  });
  for (const instance of instances) tellAutoScaling(ec2, instance);
  const TerminatingInstances = instances.map((instance) => {
    const PreviousState = { ...instance.State };
    if (isLive(instance)) markTerminating(ec2, instance);
    return { InstanceId: instance.InstanceId, PreviousState, CurrentState: { ...instance.State } };
  });
  const { kernel, settings } = ec2.region;
  kernel.after(sampleDurationMs(kernel, 'ec2/instance-terminate', settings.durationScale), () => {
    for (const instance of instances) endTermination(ec2, instance);
  });
  return { TerminatingInstances };
}

/** The group of an instance replaces it; what EKS does for one of a managed node group, is not modelled. */
function tellAutoScaling(ec2: Ec2State, instance: InstanceRecord): void {
  const isInGroup = instance.Tags.some(({ Key }) => Key === GROUP_TAG);
  if (!isInGroup || !isLive(instance)) return;
  const { kernel } = ec2.region;
  const scaling = ec2.region.service('autoscaling') as AutoScalingService;
  if (scaling.noticeEnd(instance.InstanceId)) return;
  const eks = ec2.region.service('eks') as EksService;
  if (eks.inCluster.managesNode(instance.InstanceId))
    refuseUnmodelled(kernel, 'ec2:TerminateInstances of a node of a managed node group');
}

const FILTERS: Filters<InstanceRecord> = {
  architecture: (instance) => [instance.Architecture],
  'availability-zone': (instance) => [instance.Placement?.AvailabilityZone],
  'image-id': (instance) => [instance.ImageId],
  'instance-id': (instance) => [instance.InstanceId],
  'instance-lifecycle': (instance) => [instance.InstanceLifecycle],
  'instance-state-code': (instance) => [String(instance.State?.Code)],
  'instance-state-name': (instance) => [instance.State?.Name],
  'instance-type': (instance) => [instance.InstanceType],
  'instance.group-id': (instance) => (instance.SecurityGroups ?? []).map((group) => group.GroupId),
  'instance.group-name': (instance) => (instance.SecurityGroups ?? []).map((group) => group.GroupName),
  'key-name': (instance) => [instance.KeyName],
  'private-dns-name': (instance) => [instance.PrivateDnsName],
  'private-ip-address': (instance) => [instance.PrivateIpAddress],
  'ip-address': (instance) => [instance.PublicIpAddress],
  'reservation-id': (instance) => [instance.reservation],
  'subnet-id': (instance) => [instance.SubnetId],
  'vpc-id': (instance) => [instance.VpcId],
};

const UNMODELLED_FILTERS = [
  'affinity',
  'block-device-mapping.status',
  'block-device-mapping.volume-id',
  'capacity-reservation-id',
  'client-token',
  'dns-name',
  'hypervisor',
  'iam-instance-profile.arn',
  'iam-instance-profile.id',
  'kernel-id',
  'launch-index',
  'launch-time',
  'metadata-options.http-tokens',
  'monitoring-state',
  'network-interface.network-interface-id',
  'owner-id',
  'placement-group-name',
  'platform',
  'platform-details',
  'requester-id',
  'root-device-name',
  'root-device-type',
  'spot-instance-request-id',
  'state-reason-code',
  'tenancy',
  'virtualization-type',
];

/** Instances that the filters can match: those of one Auto Scaling group if a filter names it, else all. */
function candidates(ec2: Ec2State, { Filters: filters }: DescribeInstancesRequest): Iterable<InstanceRecord> {
  const values = filters?.find(({ Name }) => Name === `tag:${GROUP_TAG}`)?.Values ?? [];
  const [group] = values;
  if (group === undefined || values.length > 1 || hasWildcard(group)) return ec2.instances.values();
  return ec2.instancesOfGroups.get(group) ?? [];
}

function describeInstances(ec2: Ec2State, input: DescribeInstancesRequest) {
  const { found, NextToken } = describe<InstanceRecord>(ec2, 'DescribeInstances', input, {
    records: candidates(ec2, input),
    byId: {
      ids: input.InstanceIds,
      parameter: 'instancesSet',
      find: (id) => ec2.instances.get(id),
      notFound: (id) => notFound('i', id),
    },
    tags: (instance) => instance.Tags,
    filters: FILTERS,
    unmodelledFilters: UNMODELLED_FILTERS,
  });
  const reservations = new Map<
    string,
    { ReservationId: string; OwnerId: string; Groups: []; Instances: Instance[] }
  >();
  for (const instance of found) {
    const held = reservations.get(instance.reservation) ?? {
      ReservationId: instance.reservation,
      OwnerId: ec2.region.accountId,
      Groups: [],
      Instances: [],
    };
    held.Instances.push(shown(ec2, instance));
    reservations.set(instance.reservation, held);
  }
  return { Reservations: [...reservations.values()], NextToken };
}

export function instanceOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    TerminateInstances: {
      members: ['InstanceIds'],
      run: (input: TerminateInstancesRequest) => terminate(ec2, input),
    },
    DescribeInstances: {
      members: ['InstanceIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeInstancesRequest) => describeInstances(ec2, input),
    },
  };
}
