import { describe, expect, it } from '@jest/globals';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';
import { instanceTypeProblems, namedInstanceTypes } from '../../../domain/desired/offered-instance-types.ts';

const offered = new Map([
  ['m5.large', ['us-west-2a', 'us-west-2b']],
  ['p5.48xlarge', ['us-west-2c']],
]);

function configOf(more: object) {
  const value = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region: 'us-west-2', version: '1.35' },
    ...more,
  };
  const { config, problems } = parseClusterConfig(value, 'shop.yaml', { today: '2026-11-24' });
  expect(problems).toBeUndefined();
  return config as NonNullable<typeof config>;
}
const pathsOf = (more: object) =>
  instanceTypeProblems(configOf(more), 'shop.yaml', offered).map(({ path, found }) => [path, found]);

describe('instance types that a document names', () => {
  it('are looked for once each', () => {
    const config = configOf({
      managedNodeGroups: [
        { name: 'web', instanceType: 'm5.large' },
        { name: 'api', instanceTypes: ['m5.large', 'a1.large'] },
      ],
    });
    expect(namedInstanceTypes(config)).toEqual(['a1.large', 'm5.large']);
  });

  it.each([
    ['one that is offered', { managedNodeGroups: [{ name: 'web', instanceType: 'm5.large' }] }, []],
    [
      'one that no zone offers',
      { managedNodeGroups: [{ name: 'web', instanceType: 'm9x.large' }] },
      [['managedNodeGroups[0].instanceType', '"m9x.large"']],
    ],
    [
      'one among several',
      { managedNodeGroups: [{ name: 'web', instanceTypes: ['m5.large', 'm9x.large'] }] },
      [['managedNodeGroups[0].instanceTypes', '"m9x.large"']],
    ],
    [
      'one of a self-managed group’s mix',
      {
        nodeGroups: [
          { name: 'own', instanceType: 'mixed', instancesDistribution: { instanceTypes: ['m9x.large'] } },
        ],
      },
      [['nodeGroups[0].instancesDistribution.instanceTypes', '"m9x.large"']],
    ],
    [
      'one that is offered elsewhere than the group is to run',
      {
        managedNodeGroups: [
          { name: 'gpu', instanceType: 'p5.48xlarge', availabilityZones: ['us-west-2a', 'us-west-2b'] },
        ],
      },
      [['managedNodeGroups[0].instanceType', '"p5.48xlarge"']],
    ],
  ] as const)('%s', (_, more, expected) => {
    expect(pathsOf(more)).toEqual(expected);
  });

  it('say where they are offered instead', () => {
    const group = { name: 'gpu', instanceType: 'p5.48xlarge', availabilityZones: ['us-west-2a'] };
    expect(
      instanceTypeProblems(configOf({ managedNodeGroups: [group] }), 'shop.yaml', offered)[0],
    ).toMatchObject({
      allowed: 'in us-west-2c',
      message: 'EC2 does not offer this instance type in us-west-2a',
    });
  });
});
