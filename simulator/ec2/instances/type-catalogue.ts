import { _InstanceType, type InstanceTypeInfo } from '@aws-sdk/client-ec2';
import { networkOf } from './type-network.ts';

/** vCPUs by size, in families of the usual shape. */
const SIZES: Readonly<Record<string, number>> = { medium: 1, large: 2, xlarge: 4 };
/** GiB a vCPU by the family's class letter. */
const MEMORY_PER_VCPU: Readonly<Record<string, number>> = { c: 2, m: 4, r: 8, i: 8, x: 16 };
/** Families whose ratio is their own. */
const OWN_RATIO: Readonly<Record<string, number>> = { c5n: 2.625, i3: 7.625, r4: 7.625 };
/** vCPUs of `metal` where it is not the family's largest of 96 (or of 64 for Graviton). */
const METAL_VCPUS: readonly (readonly [family: RegExp, vcpus: number])[] = [
  [/^c5n$/, 72],
  [/^(c|m|r)6a$/, 192],
  [/^((c|m|r)6i|i4i)/, 128],
  [/^[a-z]+\dg/, 64],
];

/** vCPUs and GiB of burstable sizes (T2, T3, T3a, T4g; T2 nano to small have one vCPU). */
const BURSTABLE: Readonly<Record<string, readonly [vcpus: number, gib: number]>> = {
  nano: [2, 0.5],
  micro: [2, 1],
  small: [2, 2],
  medium: [2, 4],
  large: [2, 8],
  xlarge: [4, 16],
  '2xlarge': [8, 32],
};

interface Accelerated {
  readonly vcpus: number;
  readonly gib: number;
  readonly gpus?: readonly [count: number, name: string, manufacturer: string, gibEach: number];
  readonly neuron?: readonly [count: number, name: string];
}

const gpu = (vcpus: number, gib: number, count: number, name: string, each: number): Accelerated => ({
  vcpus,
  gib,
  gpus: [count, name, 'NVIDIA', each],
});
const neuron = (vcpus: number, gib: number, count: number, name: string): Accelerated => ({
  vcpus,
  gib,
  neuron: [count, name],
});

/** From the EC2 instance type pages "Accelerated computing". */
const ACCELERATED: Readonly<Record<string, Accelerated>> = {
  'p3.2xlarge': gpu(8, 61, 1, 'V100', 16),
  'p3.8xlarge': gpu(32, 244, 4, 'V100', 16),
  'p3.16xlarge': gpu(64, 488, 8, 'V100', 16),
  'p3dn.24xlarge': gpu(96, 768, 8, 'V100', 32),
  'p4d.24xlarge': gpu(96, 1152, 8, 'A100', 40),
  'p4de.24xlarge': gpu(96, 1152, 8, 'A100', 80),
  'p5.4xlarge': gpu(16, 256, 1, 'H100', 80),
  'p5.48xlarge': gpu(192, 2048, 8, 'H100', 80),
  'p5e.48xlarge': gpu(192, 2048, 8, 'H200', 141),
  'p5en.48xlarge': gpu(192, 2048, 8, 'H200', 141),
  'g3s.xlarge': gpu(4, 30.5, 1, 'M60', 8),
  'g3.4xlarge': gpu(16, 122, 1, 'M60', 8),
  'g3.8xlarge': gpu(32, 244, 2, 'M60', 8),
  'g3.16xlarge': gpu(64, 488, 4, 'M60', 8),
  'g4dn.xlarge': gpu(4, 16, 1, 'T4', 16),
  'g4dn.2xlarge': gpu(8, 32, 1, 'T4', 16),
  'g4dn.4xlarge': gpu(16, 64, 1, 'T4', 16),
  'g4dn.8xlarge': gpu(32, 128, 1, 'T4', 16),
  'g4dn.12xlarge': gpu(48, 192, 4, 'T4', 16),
  'g4dn.16xlarge': gpu(64, 256, 1, 'T4', 16),
  'g4dn.metal': gpu(96, 384, 8, 'T4', 16),
  'g5.xlarge': gpu(4, 16, 1, 'A10G', 22),
  'g5.2xlarge': gpu(8, 32, 1, 'A10G', 22),
  'g5.4xlarge': gpu(16, 64, 1, 'A10G', 22),
  'g5.8xlarge': gpu(32, 128, 1, 'A10G', 22),
  'g5.12xlarge': gpu(48, 192, 4, 'A10G', 22),
  'g5.16xlarge': gpu(64, 256, 1, 'A10G', 22),
  'g5.24xlarge': gpu(96, 384, 4, 'A10G', 22),
  'g5.48xlarge': gpu(192, 768, 8, 'A10G', 22),
  'g6.xlarge': gpu(4, 16, 1, 'L4', 22),
  'g6.2xlarge': gpu(8, 32, 1, 'L4', 22),
  'g6.4xlarge': gpu(16, 64, 1, 'L4', 22),
  'g6.8xlarge': gpu(32, 128, 1, 'L4', 22),
  'g6.12xlarge': gpu(48, 192, 4, 'L4', 22),
  'g6.16xlarge': gpu(64, 256, 1, 'L4', 22),
  'g6.24xlarge': gpu(96, 384, 4, 'L4', 22),
  'g6.48xlarge': gpu(192, 768, 8, 'L4', 22),
  'g6e.xlarge': gpu(4, 32, 1, 'L40S', 44),
  'g6e.2xlarge': gpu(8, 64, 1, 'L40S', 44),
  'g6e.4xlarge': gpu(16, 128, 1, 'L40S', 44),
  'g6e.8xlarge': gpu(32, 256, 1, 'L40S', 44),
  'g6e.12xlarge': gpu(48, 384, 4, 'L40S', 44),
  'g6e.16xlarge': gpu(64, 512, 1, 'L40S', 44),
  'g6e.24xlarge': gpu(96, 768, 4, 'L40S', 44),
  'g6e.48xlarge': gpu(192, 1536, 8, 'L40S', 44),
  'g5g.xlarge': gpu(4, 8, 1, 'T4g', 16),
  'g5g.2xlarge': gpu(8, 16, 1, 'T4g', 16),
  'g5g.4xlarge': gpu(16, 32, 1, 'T4g', 16),
  'g5g.8xlarge': gpu(32, 64, 1, 'T4g', 16),
  'g5g.16xlarge': gpu(64, 128, 2, 'T4g', 16),
  'inf1.xlarge': neuron(4, 8, 1, 'Inferentia'),
  'inf1.2xlarge': neuron(8, 16, 1, 'Inferentia'),
  'inf1.6xlarge': neuron(24, 48, 4, 'Inferentia'),
  'inf1.24xlarge': neuron(96, 192, 16, 'Inferentia'),
  'inf2.xlarge': neuron(4, 16, 1, 'Inferentia2'),
  'inf2.8xlarge': neuron(32, 128, 1, 'Inferentia2'),
  'inf2.24xlarge': neuron(96, 384, 6, 'Inferentia2'),
  'inf2.48xlarge': neuron(192, 768, 12, 'Inferentia2'),
  'trn1.2xlarge': neuron(8, 32, 1, 'Trainium'),
  'trn1.32xlarge': neuron(128, 512, 16, 'Trainium'),
  'trn1n.32xlarge': neuron(128, 512, 16, 'Trainium'),
  'trn2.48xlarge': neuron(192, 2048, 16, 'Trainium2'),
};

/** vCPUs and GiB of M4, C4 and R4, which are older than the usual ratios. */
const OLDER: Readonly<Record<string, readonly [vcpus: number, gib: number]>> = {
  'c4.large': [2, 3.75],
  'c4.xlarge': [4, 7.5],
  'c4.2xlarge': [8, 15],
  'c4.4xlarge': [16, 30],
  'c4.8xlarge': [36, 60],
  'm4.10xlarge': [40, 160],
  'c5n.9xlarge': [36, 96],
  'c5n.18xlarge': [72, 192],
  'c5n.metal': [72, 192],
  'i3.metal': [72, 512],
  'i3.16xlarge': [64, 488],
};

function usualVcpus(size: string): number | undefined {
  const metal = /^metal-(\d+)xl$/.exec(size);
  if (metal) return Number(metal[1]) * 4;
  const many = /^(\d+)xlarge$/.exec(size);
  return many ? Number(many[1]) * 4 : SIZES[size];
}

function shapeOf(name: string): Accelerated | undefined {
  const [family = '', size = ''] = name.split('.');
  const accelerated = ACCELERATED[name];
  if (accelerated) return accelerated;
  const older = OLDER[name];
  if (older) return { vcpus: older[0], gib: older[1] };
  if (/^(t2|t3|t3a|t4g)$/.test(family)) {
    const held = BURSTABLE[size];
    if (!held) return undefined;
    return {
      vcpus: family === 't2' && ['nano', 'micro', 'small'].includes(size) ? 1 : held[0],
      gib: held[1],
    };
  }
  if (!/^(c5|c6|c7|c8|m4|m5|m6|m7|m8|r4|r5|r6|r7|r8|i3|i4|i7|i8|x2g)/.test(family)) return undefined;
  // Network-optimised variants of the eighth generation have limits of their own, which are not modelled.
  if (/^([cmr]8(ib|in|idn|idb|gb|gn|azn)|m5zn|r7iz|i8ge|i[34]en\b.*metal)/.test(family)) return undefined;
  const ratio = OWN_RATIO[family] ?? MEMORY_PER_VCPU[family[0] ?? ''];
  const vcpus = size === 'metal' ? metalVcpus(family) : usualVcpus(size);
  return ratio === undefined || vcpus === undefined ? undefined : { vcpus, gib: vcpus * ratio };
}

function metalVcpus(family: string): number {
  return METAL_VCPUS.find(([pattern]) => pattern.test(family))?.[1] ?? 96;
}

const isArm = (family: string): boolean => /^(a1|t4g|g5g|im4gn|is4gen|[a-z]+\d+g)/.test(family);
const XEN = /^(t2|m4|c4|r4|i3$|p2|p3$|g3)/;

const catalogue = new Map<string, InstanceTypeInfo>();

/** The type as DescribeInstanceTypes tells it, or undefined for one that AWS has and the simulator has not. */
export function instanceTypeInfo(name: string): InstanceTypeInfo | undefined {
  const held = catalogue.get(name);
  if (held) return held;
  const shape = shapeOf(name);
  if (!shape || !isInstanceType(name)) return undefined;
  const [family = '', size = ''] = name.split('.');
  const arm = isArm(family);
  const threads = arm || family === 't2' || /^(c|m|r)[78]a/.test(family) ? 1 : 2;
  const [interfaces, addresses] = networkOf(family, size, shape.vcpus);
  const info: InstanceTypeInfo = {
    InstanceType: name as InstanceTypeInfo['InstanceType'],
    CurrentGeneration: !/^(c4|c5|c6gn|m4|m5|m6i|r4|r5|r6i|g3|g3s)$/.test(family),
    FreeTierEligible: name === 't3.micro' || name === 't2.micro',
    SupportedUsageClasses: ['on-demand', 'spot'],
    SupportedRootDeviceTypes: ['ebs'],
    SupportedVirtualizationTypes: ['hvm'],
    BareMetal: size.startsWith('metal'),
    ...(!size.startsWith('metal') && {
      Hypervisor: XEN.test(family) ? ('xen' as const) : ('nitro' as const),
    }),
    ProcessorInfo: { SupportedArchitectures: [arm ? 'arm64' : 'x86_64'] },
    VCpuInfo: {
      DefaultVCpus: shape.vcpus,
      DefaultCores: Math.max(1, shape.vcpus / threads),
      DefaultThreadsPerCore: shape.vcpus === 1 ? 1 : threads,
    },
    MemoryInfo: { SizeInMiB: shape.gib * 1024 },
    InstanceStorageSupported: /^(i\d|g4dn|g5$|g6|p3dn|p4d|p5|trn)|^[cmrx]\d[a-z]*d/.test(family),
    EbsInfo: {
      EbsOptimizedSupport: family === 't2' ? 'unsupported' : 'default',
      EncryptionSupport: 'supported',
    },
    NetworkInfo: {
      MaximumNetworkInterfaces: interfaces,
      Ipv4AddressesPerInterface: addresses,
      Ipv6AddressesPerInterface: addresses,
      Ipv6Supported: true,
      EfaSupported: shape.vcpus >= 96 && !XEN.test(family),
      MaximumNetworkCards: 1,
    },
    PlacementGroupInfo: {
      SupportedStrategies: /^t/.test(family) ? ['partition', 'spread'] : ['cluster', 'partition', 'spread'],
    },
    HibernationSupported: false,
    BurstablePerformanceSupported: /^t\d/.test(family),
    DedicatedHostsSupported: !/^t2/.test(family),
    AutoRecoverySupported: !size.startsWith('metal'),
    ...(shape.gpus && {
      GpuInfo: {
        Gpus: [
          {
            Count: shape.gpus[0],
            Name: shape.gpus[1],
            Manufacturer: shape.gpus[2],
            MemoryInfo: { SizeInMiB: shape.gpus[3] * 1024 },
          },
        ],
        TotalGpuMemoryInMiB: shape.gpus[0] * shape.gpus[3] * 1024,
      },
    }),
    ...(shape.neuron && {
      NeuronInfo: { NeuronDevices: [{ Count: shape.neuron[0], Name: shape.neuron[1] }] },
    }),
  };
  catalogue.set(name, info);
  return info;
}

const NAMES: ReadonlySet<string> = new Set(Object.values(_InstanceType));

/** Whether AWS has an instance type of this name (the SDK's own list). */
export function isInstanceType(name: string): boolean {
  return NAMES.has(name);
}

let modelled: readonly string[] | undefined;

/** All names that are modelled, in order. */
export function modelledInstanceTypes(): readonly string[] {
  modelled ??= [...NAMES].filter((name) => instanceTypeInfo(name) !== undefined).sort();
  return modelled;
}

/** Families that use1-az3, one of the oldest zones, offers; newer ones are refused there (public threads). */
const OLD_ZONE = /^(t2|t3|m4|m5|m5d|c4|c5|c5d|r4|r5|r5d|i3)\./;
/** Types that Local Zones offer (the AWS Local Zones features page; Los Angeles has more than most). */
const LOCAL_ZONE =
  /^(t3\.(medium|xlarge|2xlarge|large|small|micro)|c5d?\.(large|x|2x|4x|9x|12x|18x)|m5d?\.(large|x|2x|4x|8x|12x|24x)|r5d?\.(large|x|2x|4x|8x|12x|24x)|g4dn\.(2|4|8|12)xl)/;

/** Whether a zone offers a type at all (DescribeInstanceTypeOfferings), whatever its capacity is. */
export function isOffered(
  zone: { readonly id: string; readonly type: string },
  instanceType: string,
): boolean {
  if (instanceTypeInfo(instanceType) === undefined) return false;
  if (zone.type === 'local-zone') return LOCAL_ZONE.test(instanceType);
  return zone.id !== 'use1-az3' || OLD_ZONE.test(instanceType);
}

/** The vCPU quota that a type counts against, with the default of the 2019 announcement of vCPU-based limits. */
export function vcpuBucketOf(instanceType: string): { readonly name: string; readonly awsDefault: number } {
  const family = instanceType.split('.')[0] ?? '';
  if (/^(g|vt)/.test(family)) return { name: 'g-vt', awsDefault: 128 };
  if (/^p\d/.test(family)) return { name: 'p', awsDefault: 128 };
  if (/^inf/.test(family)) return { name: 'inf', awsDefault: 128 };
  if (/^trn/.test(family)) return { name: 'trn', awsDefault: 128 };
  if (/^x/.test(family)) return { name: 'x', awsDefault: 128 };
  if (/^f\d/.test(family)) return { name: 'f', awsDefault: 128 };
  return { name: 'standard', awsDefault: 1152 };
}
