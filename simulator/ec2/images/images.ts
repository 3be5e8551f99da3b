import type {
  DeleteVolumeRequest,
  DescribeAvailabilityZonesRequest,
  DescribeImagesRequest,
  DescribeInstanceTypeOfferingsRequest,
  DescribeInstanceTypesRequest,
  DescribeVolumesRequest,
  InstanceTypeInfo,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { type ModelledOperation, refuseUnmodelled } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { invalidValue, notFound } from '../errors.ts';
import {
  instanceTypeInfo,
  isInstanceType,
  isOffered,
  modelledInstanceTypes,
} from '../instances/type-catalogue.ts';
import type { Ec2State, VolumeRecord } from '../state.ts';
import { usableZones } from '../vpcs/subnets.ts';
import type { Zone } from '../zones.ts';
import { describeImages } from './describe-images.ts';

/** Whoever filters by types that AWS has and the simulator has not would take them for types that AWS has not. */
function refuseUnmodelledTypes(ec2: Ec2State, filters: DescribeInstanceTypesRequest['Filters']): void {
  const names = (filters ?? [])
    .filter(({ Name }) => Name === 'instance-type')
    .flatMap((one) => one.Values ?? []);
  const unmodelled = names.find((name) => isInstanceType(name) && !instanceTypeInfo(name));
  if (unmodelled !== undefined) refuseUnmodelled(ec2.region.kernel, `the EC2 instance type ${unmodelled}`);
}

function describeInstanceTypes(ec2: Ec2State, input: DescribeInstanceTypesRequest) {
  refuseUnmodelledTypes(ec2, input.Filters);
  const infos = (names: readonly string[]): InstanceTypeInfo[] =>
    names.map((name) => {
      const info = instanceTypeInfo(name);
      if (info) return info;
      if (isInstanceType(name)) refuseUnmodelled(ec2.region.kernel, `the EC2 instance type ${name}`);
      throw new AwsError(
        'InvalidInstanceType',
        `The following supplied instance types do not exist: [${name}]`,
      );
    });
  const asked =
    input.InstanceTypes && input.InstanceTypes.length > 0 ? infos(input.InstanceTypes) : undefined;
  const { found, NextToken } = describe<InstanceTypeInfo>(
    ec2,
    'DescribeInstanceTypes',
    {
      Filters: input.Filters,
      MaxResults: asked ? undefined : (input.MaxResults ?? 100),
      NextToken: input.NextToken,
    },
    {
      records: asked ?? infos(modelledInstanceTypes()),
      filters: {
        'bare-metal': (info) => [String(info.BareMetal)],
        'burstable-performance-supported': (info) => [String(info.BurstablePerformanceSupported)],
        'current-generation': (info) => [String(info.CurrentGeneration)],
        'free-tier-eligible': (info) => [String(info.FreeTierEligible)],
        hypervisor: (info) => [info.Hypervisor],
        'instance-storage-supported': (info) => [String(info.InstanceStorageSupported)],
        'instance-type': (info) => [info.InstanceType],
        'memory-info.size-in-mib': (info) => [String(info.MemoryInfo?.SizeInMiB)],
        'processor-info.supported-architecture': (info) => info.ProcessorInfo?.SupportedArchitectures ?? [],
        'supported-usage-class': (info) => info.SupportedUsageClasses ?? [],
        'supported-virtualization-type': (info) => info.SupportedVirtualizationTypes ?? [],
        'vcpu-info.default-vcpus': (info) => [String(info.VCpuInfo?.DefaultVCpus)],
        'vcpu-info.default-cores': (info) => [String(info.VCpuInfo?.DefaultCores)],
      },
      unmodelledFilters: [
        'auto-recovery-supported',
        'dedicated-hosts-supported',
        'ebs-info.encryption-support',
        'hibernation-supported',
        'network-info.efa-supported',
        'network-info.ipv6-supported',
        'network-info.maximum-network-interfaces',
        'network-info.network-performance',
        'supported-boot-mode',
        'supported-root-device-type',
      ],
    },
  );
  return { InstanceTypes: found, NextToken };
}

function describeOfferings(ec2: Ec2State, input: DescribeInstanceTypeOfferingsRequest) {
  refuseUnmodelledTypes(ec2, input.Filters);
  const LocationType = input.LocationType ?? 'region';
  const places: readonly (readonly [location: string, zones: readonly Zone[]])[] = (() => {
    const regular = ec2.zones.filter((zone) => zone.type === 'availability-zone');
    if (LocationType === 'region') return [[ec2.region.name, regular] as const];
    if (LocationType === 'availability-zone')
      return usableZones(ec2).map((zone) => [zone.name, [zone]] as const);
    if (LocationType === 'availability-zone-id')
      return usableZones(ec2).map((zone) => [zone.id, [zone]] as const);
    refuseUnmodelled(ec2.region.kernel, `LocationType ${LocationType} of ec2:DescribeInstanceTypeOfferings`);
  })();
  const offerings = places.flatMap(([Location, zones]) =>
    modelledInstanceTypes()
      .filter((name) => zones.some((zone) => isOffered(zone, name)))
      .map((name) => ({ InstanceType: name, LocationType, Location })),
  );
  const { found, NextToken } = describe(
    ec2,
    'DescribeInstanceTypeOfferings',
    { Filters: input.Filters, MaxResults: input.MaxResults ?? 1000, NextToken: input.NextToken },
    {
      records: offerings,
      filters: {
        'instance-type': (offering) => [offering.InstanceType],
        location: (offering) => [offering.Location],
      },
    },
  );
  return { InstanceTypeOfferings: found, NextToken };
}

function describeZones(ec2: Ec2State, input: DescribeAvailabilityZonesRequest) {
  const zones = input.AllAvailabilityZones ? ec2.zones : usableZones(ec2);
  const { found } = describe<Zone>(
    ec2,
    'DescribeAvailabilityZones',
    { Filters: input.Filters },
    {
      records: zones,
      byId: {
        ids: input.ZoneNames?.length ? input.ZoneNames : input.ZoneIds,
        parameter: 'zoneNames',
        find: (name) => zones.find((zone) => zone.name === name || zone.id === name),
        notFound: (name) => invalidValue(`Invalid availability zone: [${name}]`),
      },
      filters: {
        'group-name': (zone) => [zone.group],
        'opt-in-status': (zone) => [optInOf(ec2, zone)],
        'parent-zone-id': (zone) => [zone.parentZoneId],
        'parent-zone-name': (zone) => [zone.parentZoneName],
        'region-name': () => [ec2.region.name],
        state: () => ['available'],
        'zone-id': (zone) => [zone.id],
        'zone-name': (zone) => [zone.name],
        'zone-type': (zone) => [zone.type],
      },
      unmodelledFilters: ['message'],
    },
  );
  return {
    AvailabilityZones: found.map((zone) => ({
      ZoneName: zone.name,
      ZoneId: zone.id,
      ZoneType: zone.type,
      GroupName: zone.group,
      NetworkBorderGroup: zone.type === 'local-zone' ? zone.group : ec2.region.name,
      RegionName: ec2.region.name,
      State: 'available',
      OptInStatus: optInOf(ec2, zone),
      Messages: [],
      ...(zone.parentZoneName !== undefined && {
        ParentZoneName: zone.parentZoneName,
        ParentZoneId: zone.parentZoneId,
      }),
    })),
  };
}

function optInOf(ec2: Ec2State, zone: Zone): string {
  if (zone.type === 'availability-zone') return 'opt-in-not-required';
  return ec2.scenario.optedInZoneGroups.has(zone.group) ? 'opted-in' : 'not-opted-in';
}

function describeVolumes(ec2: Ec2State, input: DescribeVolumesRequest) {
  const { found, NextToken } = describe<VolumeRecord>(ec2, 'DescribeVolumes', input, {
    records: ec2.volumes.values(),
    byId: {
      ids: input.VolumeIds,
      parameter: 'volumeIds',
      find: (id) => ec2.volumes.get(id),
      notFound: (id) => notFound('vol', id),
    },
    tags: (volume) => volume.Tags,
    filters: {
      'attachment.instance-id': (volume) => (volume.Attachments ?? []).map((held) => held.InstanceId),
      'availability-zone': (volume) => [volume.AvailabilityZone],
      status: (volume) => [volume.State],
      'volume-id': (volume) => [volume.VolumeId],
      'volume-type': (volume) => [volume.VolumeType],
    },
    unmodelledFilters: [
      'attachment.status',
      'create-time',
      'encrypted',
      'fast-restored',
      'multi-attach-enabled',
      'size',
      'snapshot-id',
    ],
  });
  return { Volumes: found, NextToken };
}

/** Operations that describe zones, instance types, images, and the volumes that Kubernetes leaves behind. */
export function catalogueOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    DescribeImages: {
      members: ['ImageIds', 'Owners', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeImagesRequest) => describeImages(ec2, input),
    },
    DescribeInstanceTypes: {
      members: ['InstanceTypes', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeInstanceTypesRequest) => describeInstanceTypes(ec2, input),
    },
    DescribeInstanceTypeOfferings: {
      members: ['LocationType', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeInstanceTypeOfferingsRequest) => describeOfferings(ec2, input),
    },
    DescribeAvailabilityZones: {
      members: ['ZoneNames', 'ZoneIds', 'AllAvailabilityZones', 'Filters'],
      run: (input: DescribeAvailabilityZonesRequest) => describeZones(ec2, input),
    },
    DescribeVolumes: {
      members: ['VolumeIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeVolumesRequest) => describeVolumes(ec2, input),
    },
    DeleteVolume: {
      members: ['VolumeId'],
      run: ({ VolumeId }: DeleteVolumeRequest) => {
        const volume = ec2.volumes.get(VolumeId ?? '');
        if (!volume) throw notFound('vol', VolumeId ?? '');
        if (volume.State !== 'available') {
          const instance = volume.Attachments?.[0]?.InstanceId;
          throw new AwsError('VolumeInUse', `Volume ${VolumeId} is currently attached to ${instance}`);
        }
        ec2.volumes.delete(volume.VolumeId);
        return {};
      },
    },
  };
}
