import { expect, it } from '@jest/globals';
import type { ScalingRequest } from '../../../domain/scale/request.ts';
import { operationsBeneath } from '../../../domain/scale/until/restore-points.ts';
import { group, resizePlan } from './seen.fixtures.ts';

const { sizes } = group;
const groups = ['web', 'batch', 'new'].map((name) => ({ ...group, key: `nodeGroup/${name}`, name }));
const at = '2026-11-24T12:00:00Z';
const left = {
  operationId: 'o2',
  at,
  groups: {
    'nodeGroup/web': { ...sizes, operationId: 'o1', at },
    'nodeGroup/batch': { ...sizes, operationId: 'o2', at },
    'nodeGroup/gone': { ...sizes, operationId: 'o3', at },
  },
};
const memory = { operationId: 'asleep', capturedAt: at, groups: [] };
const until = '2026-11-24T20:00:00Z';
const resize = (over: object): ScalingRequest => ({
  action: 'resize',
  groups: [{ select: { nodeGroups: ['web', 'new'] }, maxSize: 6 }],
  ...over,
});
const ends: ScalingRequest = { action: 'return', operationId: 'o1' };
const ended = (operationId: string) => ({ operationId, plan: resizePlan(sizes, sizes) });

it.each<[string, ScalingRequest, Partial<Parameters<typeof operationsBeneath>[1]>, readonly string[]]>([
  ['a resize for a time asks who left the groups that it is of', resize({ until }), {}, ['o1']],
  ['a resize that is to stay asks for none', resize({}), {}, []],
  ['a sleep asks who left any group, for it remembers that', { action: 'hibernate' }, {}, ['o1', 'o2']],
  ['a wake asks for none: its memory says it', { action: 'wake' }, {}, []],
  ['nothing is asked of a cluster that sleeps', { action: 'hibernate' }, { memory }, []],
  ['an end asks who has left its groups since', ends, { ended: ended('o0') }, ['o1']],
  ['an end does not ask for itself', ends, { ended: ended('o1') }, []],
  ['an end of what is not on record asks for none', ends, {}, []],
])('%s', (_what, request, over, operations) => {
  expect([
    ...operationsBeneath(request, { groups, left, ended: undefined, memory: undefined, ...over }),
  ]).toEqual(operations);
});
