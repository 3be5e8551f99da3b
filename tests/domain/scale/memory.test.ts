import { describe, expect, it } from '@jest/globals';
import { keptWithPlan } from '../../../domain/scale/memory/kept.ts';
import { asleepDocument, asleepOf, lastSizesOf, type Memory } from '../../../domain/scale/memory/memory.ts';
import { whyOf } from '../../../domain/scale/outcome/why.ts';
import { returnSchedule } from '../../../domain/scale/until/return-schedule.ts';
import { configOf } from '../desired/fixtures.ts';
import { resizePlan } from './seen.fixtures.ts';

const sizes = { minSize: 1, desiredSize: 2, maxSize: 4 };
const ASLEEP = { minSize: 0, desiredSize: 0, maxSize: 4 };
const written = { minSize: 2, desiredSize: 3, maxSize: 6 };
const memory: Memory = {
  operationId: 'slept',
  capturedAt: '2026-11-24T20:00:00Z',
  groups: [
    { key: 'nodeGroup/web', name: 'web', sizes, document: written, nodes: [] },
    { key: 'nodeGroup/handmade', name: 'handmade', sizes, nodes: [] },
  ],
};

describe('a document that is applied to a sleeping cluster', () => {
  it('is applied by what is remembered of its groups and of Auto Mode’s own pools', () => {
    const groups = [{ key: 'nodeGroup/web', document: written }, { key: 'nodeGroup/handmade' }];
    expect(asleepOf(memory)).toEqual({ groups, hasNoBuiltInPools: false });
    const provisioning = { nodePools: [], nodes: [] };
    expect(asleepOf({ ...memory, provisioning }).hasNoBuiltInPools).toBe(false);
    const builtIn = { nodePools: ['system'], nodeRoleArn: 'arn:nodes' };
    expect(asleepOf({ ...memory, provisioning: { ...provisioning, builtIn } }).hasNoBuiltInPools).toBe(true);
  });

  it('changes no size of a group that sleeps, and begins a new one without nodes', () => {
    const config = configOf({
      managedNodeGroups: [
        { name: 'web', minSize: 5, desiredCapacity: 5, maxSize: 9 },
        { name: 'new', minSize: 1, desiredCapacity: 2, maxSize: 4 },
      ],
      nodeGroups: [
        { name: 'own', minSize: 5, desiredCapacity: 5, maxSize: 9 },
        { name: 'handmade', minSize: 1, desiredCapacity: 1, maxSize: 3 },
      ],
    });
    const groups = [
      { key: 'nodeGroup/web', document: written },
      { key: 'autoScalingGroup/own', document: sizes },
      { key: 'autoScalingGroup/handmade' },
    ];
    const asleep = asleepDocument(config, { groups, hasNoBuiltInPools: false });
    const named = (one: (typeof asleep.managedNodeGroups)[number] | (typeof asleep.nodeGroups)[number]) => [
      one.name,
      one.minSize,
      one.desiredCapacity,
      one.maxSize,
    ];
    expect(asleep.managedNodeGroups.map(named)).toEqual([
      ['web', 2, 3, 6],
      ['new', 0, 0, 4],
    ]);
    expect(asleep.nodeGroups.map(named)).toEqual([
      ['own', 1, 2, 4],
      ['handmade', 0, 0, 3],
    ]);
    expect(asleep.metadata).toEqual(config.metadata);
  });
});

describe('what is written down with a plan', () => {
  const plan = resizePlan(sizes, ASLEEP);

  it.each([
    ['nothing where no memory changes', {}, []],
    [
      'a capture, where nothing is remembered',
      { memory: { do: 'capture', memory } },
      [{ do: 'capture', memory }],
    ],
    [
      'other sizes to wake to',
      { memory: { do: 'replace', memory, changed: [] } },
      [{ do: 'replace', memory, captured: 'slept' }],
    ],
    [
      'a memory that another operation takes over',
      { memory: { do: 'replace', memory, changed: [], former: 'before' } },
      [{ do: 'replace', memory, captured: 'before' }],
    ],
    ['nothing of one that is to go: it is needed until the end', { memory: { do: 'forget', memory } }, []],
  ] as const)('is %s', (_, change, kept) => {
    expect(keptWithPlan({ ...plan, ...change })).toEqual(kept);
  });
});

it('the last sizes of a group are those of the operation that left it, or of the record', () => {
  const left = {
    operationId: 'o2',
    at: '2026-11-24T12:00:00Z',
    groups: { a: sizes, b: { ...sizes, operationId: 'o1', at: '2026-11-24T10:00:00Z', asked: written } },
  };
  expect(lastSizesOf(left, 'a')).toEqual({ operationId: 'o2', at: '2026-11-24T12:00:00Z', sizes });
  expect(lastSizesOf(left, 'b')).toEqual({
    operationId: 'o1',
    at: '2026-11-24T10:00:00Z',
    sizes,
    asked: written,
  });
  expect(lastSizesOf(left, 'c')).toBeUndefined();
  expect(lastSizesOf(undefined, 'a')).toBeUndefined();
});

it('the end of an `until` is a schedule of its own, which is gone once it has fired', () => {
  const cluster = {
    name: 'shop',
    region: 'us-west-2',
    arn: 'arn:aws:eks:us-west-2:111122223333:cluster/shop',
  } as const;
  const operation = { id: 'o1', kind: 'scale', cluster, epoch: 1 } as const;
  expect(returnSchedule(operation, '2026-11-26T20:00:00.000+02:00', 'prod')).toEqual({
    group: 'eks-fleet-prod_until',
    name: 'o1',
    description: 'brings back the sizes of shop from before operation o1',
    expression: 'at(2026-11-26T18:00:00)',
    timeZone: 'UTC',
    flexibleMinutes: 0,
    deletesItself: true,
    event: {
      detailType: 'ClusterScaleRequested',
      detail: {
        version: '1',
        requestId: 'until/o1',
        requestedBy: 'the end of operation o1',
        cluster: 'shop',
        action: 'return',
        operationId: 'o1',
      },
    },
  });
});

it.each([
  ['somebody asked for it', { action: 'wake' }],
  ['the time of operation o1 is up', { action: 'return', operationId: 'o1' }],
  [
    'nights of fleet retail is scheduled for 2026-11-24T20:00:00Z',
    {
      action: 'hibernate',
      schedule: { fleet: 'retail', entry: 'nights', scheduledAt: '2026-11-24T20:00:00Z' },
    },
  ],
] as const)('a scaling says why it is: %s', (why, request) => {
  expect(whyOf(request)).toBe(why);
});
