import { describe, expect, it } from '@jest/globals';
import { asked, blocked, factsOf, found, group, planned } from './fixtures.ts';

const AL2023 = 'amazon-eks-node-al2023-x86_64-standard-1.34-v20261105';
const UBUNTU = 'ubuntu-eks/k8s_1.34/images/hvm-ssd/ubuntu-24.04-amd64-server-20261105';
const own = (image = AL2023, more: object = {}, roles: readonly string[] = []) => ({
  ...{ name: 'asg-own', nodeGroup: 'own', isOfFleet: true, maxSize: 3, instances: [] },
  template: { id: 'lt-1', roles, version: 1, latest: 1, image: { id: 'ami-34', name: image, owner: '1' } },
  ...more,
});
const ownImages = { 'asg-own/1.35': 'ami-35' };
const pins = {
  addons: { coredns: 'v1.12.4-eksbuild.1' },
  releases: { AL2023_x86_64_STANDARD: '1.35.1-20261119' },
};
/** Findings about images, with their words. */
const told = (facts: object, more: object = {}) =>
  planned(asked({ pins, ...more }), factsOf(facts))
    .findings.filter(({ id }) => id.includes('image'))
    .map((one) => `${one.id}/${one.subject}: ${one.found}`);

describe('images in the upgrade of a fleet', () => {
  it('that have no pin are told, with what is installed instead', () => {
    const nodeGroups = [group('al'), group('rocket', { amiType: 'BOTTLEROCKET_ARM_64' })];
    expect(told({ nodeGroups })).toEqual([
      'image-not-pinned/rocket: BOTTLEROCKET_ARM_64 has no pin: 1.35.1-20261119 is installed',
    ]);
    expect(told({ ownGroups: [own(UBUNTU)], ownImages })).toEqual([
      `image-not-pinned/own: ${UBUNTU} has no pin: ami-35 is installed`,
    ]);
  });

  it.each([
    ['pinned', { ownGroups: [own()], ownImages }, asked({ pins })],
    ['there already', { ownGroups: [own(UBUNTU)], ownImages: { 'asg-own/1.35': 'ami-34' } }, asked({ pins })],
    ['of an upgrade alone', { ownGroups: [own(UBUNTU)], ownImages }, asked()],
  ])('are not told of where they are %s', (_, facts, request) => {
    expect(found(request, factsOf(facts))).not.toContain('image-not-pinned/own');
  });

  it('are not told of where a person has given them', () => {
    const image = { name: 'node', state: 'available', architecture: 'x86_64', isWindows: false };
    const facts = {
      nodeGroups: [group('golden', { amiType: 'CUSTOM' })],
      ownGroups: [own(UBUNTU)],
      ownImages,
      images: { 'ami-0123456789': image },
    };
    const images = ['golden', 'own'].map((nodeGroup) => ({ nodeGroup, image: 'ami-0123456789' }));
    expect(told(facts, { images })).toEqual([]);
    expect(told({ ...facts, nodeGroups: [] }, { images: images.slice(0, 0) })).toHaveLength(1);
  });

  it('that are gone stand in the way, of groups that the fleet may move alone', () => {
    const all = (one: ReturnType<typeof own>) => blocked(asked({ pins }), factsOf({ ownGroups: [one] }));
    expect(all(own())).toEqual(['pinned-image-gone/own']);
    expect(all(own(AL2023, { isOfFleet: false }))).toEqual([]);
    expect(all(own(AL2023, {}, ['arn:aws:iam::111122223333:role/mine']))).toEqual([]);
  });
});
