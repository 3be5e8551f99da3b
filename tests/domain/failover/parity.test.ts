import { describe, expect, it } from '@jest/globals';
import {
  isOlder,
  parityFaults,
  principalsMissing,
  type SeenSides,
  stillStanding,
} from '../../../domain/failover/parity.ts';
import type { SideContents, SideGroup } from '../../../domain/ports/sides.ts';
import { shopPlan } from './preparation/plan.ts';

const group = (name: string, ...instanceTypes: readonly string[]): SideGroup => ({
  ...{ name, instanceTypes, subnets: [], isSpot: false },
  ...{ desiredSize: 1, maxSize: 4 },
});
const side = (more: Partial<SideContents> = {}): SideContents => ({
  addons: { coredns: 'v1.12.2-eksbuild.4', 'vpc-cni': 'v1.20.1-eksbuild.1' },
  groups: [group('web', 'm6i.large', 'm5.large')],
  principals: ['arn:aws:iam::111122223333:role/operators'],
  ...more,
});
const seen = (more: Partial<SeenSides> = {}): SeenSides => ({
  ...{ plan: shopPlan(), primary: side(), standby: side(), missing: [] },
  ...more,
});

describe('both sides of a plan', () => {
  it.each<[string, Partial<SeenSides>]>([
    ['are the same', {}],
    [
      'differ in a newer add-on of the standby',
      { standby: side({ addons: { ...side().addons, coredns: 'v1.12.10-eksbuild.1' } }) },
    ],
    [
      'differ in one that the standby has more',
      { standby: side({ addons: { ...side().addons, efs: 'v2.0.0' } }) },
    ],
    ['have groups with a type in common', { standby: side({ groups: [group('web', 'm5.large')] }) }],
    ['have a group whose launch template says the type', { standby: side({ groups: [group('web')] }) }],
    ['have no group of the name, of which the judge tells', { standby: side({ groups: [] }) }],
    [
      'have other types where the plan says how many nodes it wants',
      {
        plan: shopPlan({ capacity: { nodeGroups: { web: 4 } } }),
        standby: side({ groups: [group('web', 'c6i.xlarge')] }),
      },
    ],
  ])('%s: nothing is said', (_what, more) => {
    expect(parityFaults(seen(more))).toEqual([]);
  });

  it.each<[string, Partial<SeenSides>, string]>([
    [
      'lacks an add-on',
      { standby: side({ addons: { coredns: 'v1.12.2-eksbuild.4' } }) },
      'parity: shop-west in us-west-2 has no add-on vpc-cni, and shop-east in us-east-1 v1.20.1-eksbuild.1',
    ],
    [
      'has an older add-on',
      { standby: side({ addons: { ...side().addons, coredns: 'v1.12.2-eksbuild.3' } }) },
      'parity, beside traffic: shop-west in us-west-2 has add-on coredns v1.12.2-eksbuild.3, and shop-east in us-east-1 v1.12.2-eksbuild.4',
    ],
    [
      'has nodes of other types',
      { standby: side({ groups: [group('web', 't3.small')] }) },
      'parity: node group web of shop-west in us-west-2 has t3.small, and that of shop-east in us-east-1 m5.large, m6i.large',
    ],
    [
      'does not know who has access',
      { missing: ['arn:aws:iam::111122223333:role/operators'] },
      'parity, beside traffic: arn:aws:iam::111122223333:role/operators has access to shop-east in us-east-1, and none to shop-west in us-west-2',
    ],
  ])('a standby that %s is told of', (_what, more, said) => {
    expect(parityFaults(seen(more))).toEqual([said]);
  });

  it('are asked about principals of the primary alone', () => {
    const standby = side({ principals: ['arn:aws:iam::111122223333:role/nodes'] });
    expect(principalsMissing(side(), standby)).toEqual(['arn:aws:iam::111122223333:role/operators']);
    expect(principalsMissing(side({ principals: [] }), standby)).toEqual([]);
  });
});

it.each([
  ['v1.9.0-eksbuild.1', 'v1.10.0-eksbuild.1', true],
  ['v1.10.0-eksbuild.1', 'v1.9.0-eksbuild.1', false],
  ['v1.10.0-eksbuild.1', 'v1.10.0-eksbuild.1', false],
  ['v1.10.0-eksbuild.2', 'v1.10.0-eksbuild.10', true],
  ['v1.10.0', 'v1.10.0-eksbuild.1', true],
])('version %s before %s: %s', (one, other, is) => {
  expect(isOlder(one, other)).toBe(is);
});

it('sentences of a look before stand where their side is silent, and no others', () => {
  expect(stillStanding(['parity: a', 'traffic: b', 'c'], 'parity: ')).toEqual(['parity: a']);
});
