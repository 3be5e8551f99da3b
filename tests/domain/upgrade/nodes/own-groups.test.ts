import { describe, expect, it } from '@jest/globals';
import type { OwnGroup } from '../../../../domain/ports/own-groups.ts';
import {
  autoScalingGroupPins,
  imageKey,
  lookForOwnImages,
  successorName,
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
