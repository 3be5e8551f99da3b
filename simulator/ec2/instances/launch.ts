import type { Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { sampleDurationMs } from '../../durations.ts';
import { refuseUnmodelled } from '../../modelled-members.ts';
import { notFound } from '../errors.ts';
import { imageOf } from '../images/describe-images.ts';
import { addNetworkInterface, newPublicIp } from '../network-interfaces/network-interfaces.ts';
import type { Ec2State, InstanceRecord, SubnetRecord } from '../state.ts';
import { instanceTypeInfo, isInstanceType, isOffered, vcpuBucketOf } from './type-catalogue.ts';

export interface LaunchRequest {
  readonly count: number;
  readonly instanceTypes: readonly string[];
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  readonly spot: boolean;
  readonly imageId?: string | undefined;
  readonly keyName?: string | undefined;
}

/** Tokens of RunInstances by instances: 1,000 and 2 a second (EC2 API reference, "Resource rate limiting"). */
const LAUNCH_TOKENS = 1000;
const LAUNCH_TOKENS_A_SECOND = 2;

/** Waits until instance tokens for `count` are there: groups are throttled and retry, they do not fail. */
export class LaunchThrottle {
  #tokens = LAUNCH_TOKENS;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** The milliseconds to wait before `count` instances may start. */
  take(now: number, count: number): number {
    this.#tokens = Math.min(LAUNCH_TOKENS, this.#tokens + ((now - this.#at) / 1000) * LAUNCH_TOKENS_A_SECOND);
    this.#at = now;
    this.#tokens -= count;
    return this.#tokens >= 0 ? 0 : Math.ceil((-this.#tokens / LAUNCH_TOKENS_A_SECOND) * 1000);
  }
}

function vcpusOf(ec2: Ec2State, instanceType: string): number {
  const info = instanceTypeInfo(instanceType);
  if (info) return info.VCpuInfo?.DefaultVCpus ?? 0;
  if (isInstanceType(instanceType))
    refuseUnmodelled(ec2.region.kernel, `the EC2 instance type ${instanceType}`);
  throw new AwsError('InvalidParameterValue', `Invalid value '${instanceType}' for InstanceType.`);
}

export function isLive(instance: InstanceRecord): boolean {
  return instance.State?.Name === 'pending' || instance.State?.Name === 'running';
}

/** Throws where the account's vCPU quota of the type's family has no room for `count` more. */
function assertVcpus(ec2: Ec2State, instanceType: string, count: number, spot: boolean): void {
  const wanted = vcpusOf(ec2, instanceType) * count;
  const bucket = vcpuBucketOf(instanceType);
  const limit = ec2.quota(`${spot ? 'spot' : 'on-demand'}-${bucket.name}-vcpus`, bucket.awsDefault);
  if (limit === Number.POSITIVE_INFINITY) return;
  let used = 0;
  for (const instance of ec2.instances.values()) {
    if (
      instance.spot === spot &&
      isLive(instance) &&
      vcpuBucketOf(instance.InstanceType).name === bucket.name
    ) {
      used += vcpusOf(ec2, instance.InstanceType);
    }
  }
  if (used + wanted <= limit) return;
  if (spot) throw new AwsError('MaxSpotInstanceCountExceeded', 'Max spot instance count exceeded');
  throw new AwsError(
    'VcpuLimitExceeded',
    `You have requested more vCPU capacity than your current vCPU limit of ${limit} allows for the instance bucket that the specified instance type belongs to. Please visit http://aws.amazon.com/contact-us/ec2-request to request an adjustment to this limit.`,
  );
}

function zoneOf(ec2: Ec2State, subnet: SubnetRecord) {
  const zone = ec2.zones.find((held) => held.name === subnet.AvailabilityZone);
  if (!zone)
    throw new AwsError('InvalidParameterValue', `Invalid availability zone: [${subnet.AvailabilityZone}]`);
  return zone;
}

/** EC2's refusal of one type in one zone, or undefined where it fits. */
function refusal(
  ec2: Ec2State,
  subnet: SubnetRecord,
  instanceType: string,
  spot: boolean,
): AwsError | undefined {
  const zone = zoneOf(ec2, subnet);
  vcpusOf(ec2, instanceType);
  if (!isOffered(zone, instanceType)) {
    const others = ec2.zones.filter(
      (held) => held.type === 'availability-zone' && isOffered(held, instanceType),
    );
    return new AwsError(
      'Unsupported',
      `Your requested instance type (${instanceType}) is not supported in your requested Availability Zone (${zone.name}). Please retry your request by not specifying an Availability Zone or choosing ${others.map((held) => held.name).join(', ')}.`,
    );
  }
  const { name: region, faults, kernel } = ec2.region;
  const ask = { region, zone: zone.name, instanceType, spot };
  if (faults.hasCapacity(ask)) return undefined;
  kernel.trace.record({ at: kernel.now(), kind: 'fault', fault: 'capacity-shortage', ...ask });
  if (spot) {
    return new AwsError(
      'InsufficientInstanceCapacity',
      'There is no Spot capacity available that matches your request.',
    );
  }
  const others = ec2.zones
    .filter(
      (held) => held.type === 'availability-zone' && held.name !== zone.name && isOffered(held, instanceType),
    )
    .map((held) => held.name);
  return new AwsError(
    'InsufficientInstanceCapacity',
    `We currently do not have sufficient ${instanceType} capacity in the Availability Zone you requested (${zone.name}). Our system will be working on provisioning additional capacity. You can currently get ${instanceType} capacity by not specifying an Availability Zone in your request or choosing ${others.join(', ')}.`,
  );
}

/** The subnet and type for one more instance: the emptiest zone first, the types in the order given. */
function place(
  ec2: Ec2State,
  request: LaunchRequest,
  counts: Map<string, number>,
): { subnet: SubnetRecord; instanceType: string } {
  let error: AwsError | undefined;
  const subnets = request.subnetIds
    .map((id) => ec2.subnet(id))
    .sort((a, b) => (counts.get(a.SubnetId) ?? 0) - (counts.get(b.SubnetId) ?? 0));
  for (const subnet of subnets) {
    if (ec2.freeAddresses(subnet) - (counts.get(subnet.SubnetId) ?? 0) < 1) {
      error ??= new AwsError(
        'InsufficientFreeAddressesInSubnet',
        `There are not enough free addresses in subnet '${subnet.SubnetId}' to satisfy the requested number of instances.`,
      );
      continue;
    }
    for (const instanceType of request.instanceTypes) {
      const refused = refusal(ec2, subnet, instanceType, request.spot);
      if (!refused) return { subnet, instanceType };
      error ??= refused;
    }
  }
  throw error ?? new AwsError('MissingParameter', 'The request must contain the parameter SubnetId');
}

function start(
  ec2: Ec2State,
  request: LaunchRequest,
  subnet: SubnetRecord,
  instanceType: string,
  reservation: string,
): InstanceRecord {
  const InstanceId = ec2.newId('i');
  const tags: Tag[] = Object.entries(request.tags).map(([Key, Value]) => ({ Key, Value }));
  const publicIp = subnet.MapPublicIpOnLaunch ? newPublicIp(ec2) : undefined;
  const networkInterface = addNetworkInterface(ec2, {
    subnetId: subnet.SubnetId,
    groupIds: request.groupIds,
    description: '',
    attachment: {
      kind: 'eni-attach',
      instanceId: InstanceId,
      ownerId: ec2.region.accountId,
      deviceIndex: 0,
      deleteOnTermination: true,
    },
    ...(publicIp !== undefined && { publicIp }),
  });
  const address = networkInterface.PrivateIpAddress ?? '';
  const dashed = address.replaceAll('.', '-');
  const domain = ec2.region.name === 'us-east-1' ? 'ec2.internal' : `${ec2.region.name}.compute.internal`;
  const architecture = instanceTypeInfo(instanceType)?.ProcessorInfo?.SupportedArchitectures?.[0];
  const image = request.imageId === undefined ? undefined : imageOf(ec2, request.imageId);
  const instance: InstanceRecord = {
    InstanceId,
    InstanceType: instanceType,
    ...(request.imageId !== undefined && { ImageId: request.imageId }),
    ...(request.keyName !== undefined && { KeyName: request.keyName }),
    ...(image?.Platform !== undefined && { Platform: image.Platform }),
    ...(architecture !== undefined && { Architecture: architecture as 'x86_64' }),
    State: { Code: 0, Name: 'pending' },
    StateTransitionReason: '',
    LaunchTime: ec2.now(),
    Placement: { AvailabilityZone: subnet.AvailabilityZone, Tenancy: 'default', GroupName: '' },
    PrivateIpAddress: address,
    PrivateDnsName: `ip-${dashed}.${domain}`,
    ...(publicIp !== undefined && { PublicIpAddress: publicIp }),
    SubnetId: subnet.SubnetId,
    VpcId: subnet.VpcId,
    SecurityGroups: networkInterface.Groups ?? [],
    NetworkInterfaces: [],
    ...(request.spot && { InstanceLifecycle: 'spot' as const }),
    Tags: tags,
    spot: request.spot,
    reservation,
  };
  ec2.addInstance(instance);
  return instance;
}

/**
 * Starts all of the instances or none, and resolves when all run. Throws EC2's refusals: of the type, the zone's
 * capacity, the vCPU quota, free addresses, the image and the key pair.
 */
export async function launchInstances(
  ec2: Ec2State,
  throttle: LaunchThrottle,
  request: LaunchRequest,
): Promise<InstanceRecord[]> {
  const { kernel, settings, name } = ec2.region;
  for (const id of request.groupIds) ec2.securityGroup(id);
  if (request.imageId !== undefined && !imageOf(ec2, request.imageId)) throw notFound('ami', request.imageId);
  if (request.keyName !== undefined && !ec2.keyPairs.has(request.keyName))
    throw notFound('key', request.keyName);
  const wait = throttle.take(kernel.now(), request.count);
  if (wait > 0) await kernel.sleep(wait);
  const counts = new Map<string, number>();
  const places: { subnet: SubnetRecord; instanceType: string }[] = [];
  for (let index = 0; index < request.count; index++) {
    const placed = place(ec2, request, counts);
    counts.set(placed.subnet.SubnetId, (counts.get(placed.subnet.SubnetId) ?? 0) + 1);
    places.push(placed);
  }
  for (const instanceType of new Set(places.map((placed) => placed.instanceType))) {
    const count = places.filter((placed) => placed.instanceType === instanceType).length;
    assertVcpus(ec2, instanceType, count, request.spot);
  }
  const reservation = ec2.newId('r');
  const started = places.map(({ subnet, instanceType }) =>
    start(ec2, request, subnet, instanceType, reservation),
  );
  const first = started[0];
  const span =
    first &&
    kernel.trace.span({
      id: first.InstanceId,
      kind: 'ec2/instance-launch',
      region: name,
      startedAt: kernel.now(),
      requires: [],
    });
  await kernel.sleep(sampleDurationMs(kernel, 'ec2/instance-launch', settings.durationScale));
  for (const instance of started) {
    if (instance.State?.Name === 'pending') instance.State = { Code: 16, Name: 'running' };
  }
  if (span) span.endedAt = kernel.now();
  return started;
}
