import { describe, expect, it } from '@jest/globals';
import type { OwnGroup } from '../../../../domain/ports/own-groups.ts';
import { successorName } from '../../../../domain/upgrade/nodes/image-names.ts';
import {
  autoScalingGroupPins,
  imageKey,
  lookForOwnImages,
} from '../../../../domain/upgrade/nodes/own-groups.ts';

const AL2023 = 'amazon-eks-node-al2023-x86_64-standard-1.35-v20261029';
const workers = (more: Partial<OwnGroup> = {}): OwnGroup => ({
  name: 'asg-workers',
  nodeGroup: 'workers',
  isOfFleet: true,
  instances: ['i-1'],
  maxSize: 4,
  template: {
    id: 'lt-1',
    roles: [],
    version: 1,
    latest: 3,
    image: { id: 'ami-35', name: AL2023, owner: '6024' },
  },
  ...more,
});
const custom = workers({
  name: 'asg-custom',
  template: {
    id: 'lt-1',
    roles: [],
    version: 1,
    latest: 1,
    image: { id: 'ami-00', name: 'golden', owner: '1111' },
  },
});
const images = { 'asg-workers/1.36': 'ami-36', 'asg-workers/1.37': 'ami-37' };
const GIVEN = [{ nodeGroup: 'workers', image: 'ami-0a' }];
const MINORS = ['1.36', '1.37'];

describe('the images for a minor that are else like one', () => {
  it.each([
    [AL2023, 'amazon-eks-node-al2023-x86_64-standard-1.36-v*'],
    ['amazon-eks-arm64-node-1.32-v20261029', 'amazon-eks-arm64-node-1.36-v*'],
    [
      'bottlerocket-aws-k8s-1.35-nvidia-fips-arm64-v1.50.0-6d9ef7b8',
      'bottlerocket-aws-k8s-1.36-nvidia-fips-arm64-v*',
    ],
    [
      'Windows_Server-2022-English-Core-EKS_Optimized-1.35-2026.10.29',
      'Windows_Server-2022-English-Core-EKS_Optimized-1.36-*',
    ],
    [
      'ubuntu-eks-pro/k8s_1.35/images/hvm-ssd/ubuntu-24.04-amd64-server-20261029',
      'ubuntu-eks-pro/k8s_1.36/images/hvm-ssd/ubuntu-24.04-amd64-server-*',
    ],
    ['golden', undefined],
    ['golden-1.35-v20261029', undefined],
    ['golden-v12', undefined],
    ['golden-1.35', undefined],
  ])('of %s are named %p', (name, wanted) => {
    expect(successorName({ id: 'ami-1', name }, '1.36')).toBe(wanted);
  });

  it('are asked for of the account that owns it, for each minor, and of custom ones not at all', async () => {
    const names: string[] = [];
    const found = await lookForOwnImages([workers(), custom], ['1.36', '1.37'], {
      newestImage: async (owner, name) => {
        names.push(`${owner} ${name}`);
        return name.includes('1.36') ? 'ami-36' : undefined;
      },
    });
    expect(names).toEqual([
      '6024 amazon-eks-node-al2023-x86_64-standard-1.36-v*',
      '6024 amazon-eks-node-al2023-x86_64-standard-1.37-v*',
    ]);
    expect(found).toEqual({ [imageKey(workers(), '1.36')]: 'ami-36' });
  });
});

/** The newest images by their names, as AWS would have them. */
const offering = (...names: readonly string[]) => ({
  newestImage: async (_owner: string, wanted: string) => names.find((name) => name === wanted),
});
const pinsOf = (releases: Readonly<Record<string, string>>) => ({ to: '1.36', addons: {}, releases });
const running = (name: string) =>
  workers({
    template: { id: 'lt-1', roles: [], version: 1, latest: 1, image: { id: 'ami-now', name, owner: '6024' } },
  });

describe("an image of a fleet's release", () => {
  it.each([
    [AL2023, 'AL2023_x86_64_STANDARD', '1.36.1-20261119', AL2023.replace('1.35-v20261029', '1.36-v20261119')],
    [
      'amazon-eks-node-al2023-arm64-nvidia-1.35-v20261029',
      'AL2023_ARM_64_NVIDIA',
      '1.36.1-20261119',
      'amazon-eks-node-al2023-arm64-nvidia-1.36-v20261119',
    ],
    ['amazon-eks-node-1.31-v20261029', 'AL2_x86_64', '1.36.1-20261119', 'amazon-eks-node-1.36-v20261119'],
    [
      'amazon-eks-gpu-node-1.31-v20261029',
      'AL2_x86_64_GPU',
      '1.36.1-20261119',
      'amazon-eks-gpu-node-1.36-v20261119',
    ],
    [
      'amazon-eks-arm64-node-1.31-v20261029',
      'AL2_ARM_64',
      '1.36.1-20261119',
      'amazon-eks-arm64-node-1.36-v20261119',
    ],
    [
      'bottlerocket-aws-k8s-1.35-nvidia-fips-aarch64-v1.50.0-6d9ef7b8',
      'BOTTLEROCKET_ARM_64_NVIDIA_FIPS',
      '1.51.0-12345678',
      'bottlerocket-aws-k8s-1.36-nvidia-fips-aarch64-v1.51.0-12345678',
    ],
    [
      'bottlerocket-aws-k8s-1.35-x86_64-v1.50.0-6d9ef7b8',
      'BOTTLEROCKET_x86_64',
      '1.51.0-12345678',
      'bottlerocket-aws-k8s-1.36-x86_64-v1.51.0-12345678',
    ],
    [
      'Windows_Server-2022-English-Core-EKS_Optimized-1.35-2026.10.29',
      'WINDOWS_CORE_2022_x86_64',
      '1.36-2026.11.12',
      'Windows_Server-2022-English-Core-EKS_Optimized-1.36-2026.11.12',
    ],
  ])('is found by its name for a group of %s', async (name, amiType, release, wanted) => {
    const group = running(name);
    const found = await lookForOwnImages([group], ['1.36'], offering(wanted), pinsOf({ [amiType]: release }));
    expect(found).toEqual({ [imageKey(group, '1.36')]: wanted });
  });

  const UBUNTU = 'ubuntu-eks/k8s_1.35/images/hvm-ssd/ubuntu-24.04-amd64-server-20261029';
  const AL2023_PIN = { AL2023_x86_64_STANDARD: '1.36.1-20261119' };
  const NEWEST = 'amazon-eks-node-al2023-x86_64-standard-1.36-v*';

  it.each([
    ['of another type', AL2023, pinsOf({ AL2023_ARM_64_STANDARD: '1.36.1-20261119' }), NEWEST],
    ['of another minor', AL2023, { ...pinsOf(AL2023_PIN), to: '1.37' }, NEWEST],
    [
      "of Canonical's image",
      UBUNTU,
      pinsOf(AL2023_PIN),
      UBUNTU.replace('1.35', '1.36').replace(/\d{8}$/, '*'),
    ],
  ])('is none %s: the newest is taken', async (_of, name, pins, wanted) => {
    const group = running(name);
    const found = await lookForOwnImages([group], ['1.36'], offering(wanted), pins);
    expect(found).toEqual({ [imageKey(group, '1.36')]: wanted });
  });

  it('is not replaced by the newest where the region has it no more', async () => {
    const found = await lookForOwnImages([running(AL2023)], ['1.36'], offering(NEWEST), pinsOf(AL2023_PIN));
    expect(found).toEqual({});
    const [pin] = autoScalingGroupPins(
      [running(AL2023)],
      '1.36',
      { minors: ['1.36'], given: [], pins: pinsOf(AL2023_PIN) },
      found,
    );
    expect(pin).toEqual({
      name: 'workers',
      leftBehind:
        'amazon-eks-node-al2023-x86_64-standard-1.36-v20261119, the image of release 1.36.1-20261119 of AL2023_x86_64_STANDARD, is not public here any more',
    });
  });

  it.each([
    ['later', '20261126', 'ami-now'],
    ['earlier', '20261112', 'pinned'],
    ['like', '20261119', 'pinned'],
  ])('is for a group of a %s one of the minor: %s', async (_which, date, wanted) => {
    const group = running(AL2023.replace('1.35-v20261029', `1.36-v${date}`));
    const own = { newestImage: async () => 'pinned' };
    expect(await lookForOwnImages([group], ['1.36'], own, pinsOf(AL2023_PIN))).toEqual({
      [imageKey(group, '1.36')]: wanted,
    });
  });

  it.each([
    ['1.51.0-6d9ef7b8', 'ami-now'],
    ['1.9.0-6d9ef7b8', 'pinned'],
  ])("is older or newer than Bottlerocket's %s by its numbers", async (release, wanted) => {
    const group = running(`bottlerocket-aws-k8s-1.36-x86_64-v${release}`);
    const own = { newestImage: async () => 'pinned' };
    const pins = pinsOf({ BOTTLEROCKET_x86_64: '1.50.0-6d9ef7b8' });
    expect(Object.values(await lookForOwnImages([group], ['1.36'], own, pins))).toEqual([wanted]);
  });
});

describe('the targets of a group of self-managed nodes', () => {
  const pins = (group: OwnGroup, to = '1.36', given: typeof GIVEN = []) =>
    autoScalingGroupPins([group], to, { minors: MINORS, given }, images);

  it('are an image of its kind, and a version of its launch template beyond all that there are', () => {
    expect(pins(workers())).toEqual([
      {
        name: 'asg-workers',
        change: { image: 'ami-36', like: { id: 'lt-1', version: '1' } },
        newFrom: 4,
        maxSize: 4,
      },
    ]);
  });

  it('come one version later with each minor', () => {
    expect(pins(workers(), '1.37')).toMatchObject([{ change: { image: 'ami-37' }, newFrom: 5 }]);
  });

  it('need no change where the group starts from that image already', () => {
    const template = {
      id: 'lt-1',
      roles: [],
      version: 2,
      latest: 3,
      image: { id: 'ami-36', name: AL2023, owner: '6024' },
    };
    const ready = workers({ template });
    expect(pins(ready)).toEqual([{ name: 'asg-workers', newFrom: 2, maxSize: 4 }]);
    expect(pins(ready, '1.37')).toMatchObject([{ change: { image: 'ami-37' }, newFrom: 4 }]);
  });

  it('of an image that was given come with the last minor alone', () => {
    expect(pins(custom, '1.36', GIVEN)).toEqual([]);
    expect(pins(custom, '1.37', GIVEN)).toMatchObject([{ change: { image: 'ami-0a' }, newFrom: 2 }]);
  });

  it.each([
    ['the fleet has not made its Auto Scaling group', workers({ isOfFleet: false })],
    ['its AMI is a custom one, and no image was given for it', custom],
    ['there is no image of its kind for 1.36', workers({ name: 'other' })],
    ['its instances start from no launch template', (({ template: _, ...rest }) => rest)(workers())],
  ])('are none where %s', (leftBehind, group) => {
    expect(pins(group)).toEqual([{ name: 'workers', leftBehind }]);
  });

  it('with a role that the fleet may not hand on are left behind, but where the image is there already', () => {
    const { template } = workers();
    const of = (role: string, image = template?.image) =>
      workers(
        template && image ? { template: { ...template, image, roles: [`arn:aws:iam::1:role/${role}`] } } : {},
      );
    expect(pins(of('eks-fleet/shop-workers'))).toMatchObject([{ change: { image: 'ami-36' } }]);
    expect(pins(of('workers'))).toEqual([
      {
        name: 'workers',
        leftBehind: expect.stringMatching(/^its nodes have arn:aws:iam::1:role\/workers, and/),
      },
    ]);
    expect(pins(of('workers', { id: 'ami-36', name: AL2023, owner: '6024' }))).toEqual([
      { name: 'asg-workers', newFrom: 1, maxSize: 4 },
    ]);
  });

  it('are none with a minor with which no nodes move', () => {
    expect(pins(workers(), '1.35')).toEqual([]);
  });
});
