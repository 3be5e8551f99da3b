import { describe, expect, it } from '@jest/globals';
import { decideScaling } from '../../../domain/scale/decide-scaling.ts';
import { afterwards, changesNothing } from '../../../domain/scale/expected.ts';
import type { ScalingPlan } from '../../../domain/scale/plan.ts';
import type { ScalingRequest } from '../../../domain/scale/request.ts';
import type { SeenForScaling } from '../../../domain/scale/seen.ts';
import { group, pool, seen } from './seen.fixtures.ts';

const batch = { ...group, key: 'nodeGroup/batch', name: 'batch' };
const awake = seen({}, { groups: [group, batch] });
const sleep: ScalingRequest = { action: 'hibernate' };
const resize = (nodeGroups: string[], maxSize: number): ScalingRequest => ({
  action: 'resize',
  groups: [{ select: { nodeGroups }, maxSize }],
});

function planOf(request: ScalingRequest, at: SeenForScaling): ScalingPlan {
  const decided = decideScaling(request, at);
  if (decided.outcome !== 'Planned') throw new Error(JSON.stringify(decided));
  return decided.plan;
}
const carriedOut = (request: ScalingRequest, at: SeenForScaling) => afterwards(planOf(request, at), at);
const asleep = carriedOut(sleep, awake);
const withPools = seen({ nodePools: [pool('default')] }, { groups: [group] });
const raised = (at: SeenForScaling) => ({
  ...at,
  groups: at.groups.map((one) =>
    one.name === 'web' ? { ...one, sizes: { ...one.sizes, desiredSize: 1 } } : one,
  ),
});
const schedule = { fleet: 'retail', entry: 'nights', scheduledAt: '2026-11-25T20:00:00Z' };

describe('a scaling of a cluster as it is expected', () => {
  it.each<[string, ScalingRequest, SeenForScaling, string | undefined]>([
    ['changes something', resize(['web', 'batch'], 6), awake, undefined],
    [
      'changes nothing once it was carried out',
      resize(['web', 'batch'], 6),
      carriedOut(resize(['web', 'batch'], 6), awake),
      'its groups have these sizes already',
    ],
    [
      'changes something where it was carried out of one group',
      resize(['web', 'batch'], 6),
      carriedOut(resize(['web'], 6), awake),
      undefined,
    ],
    ['changes nothing where it is a second sleep', sleep, asleep, 'it sleeps already'],
    [
      'changes something where the first came to nothing',
      sleep,
      { ...asleep, memory: asleep.memory && ({ ...asleep.memory, asleepSince: undefined } as never) },
      undefined,
    ],
    ['changes something where a group is up again', sleep, raised(asleep), undefined],
    [
      'says which group it leaves alone where a person has raised it',
      { ...sleep, schedule },
      raised(asleep),
      undefined,
    ],
    ['changes what a sleeping cluster wakes to', resize(['web'], 6), asleep, undefined],
    ['stops what starts nodes', sleep, { ...withPools, groups: [] }, undefined],
    ['has stopped that already', sleep, carriedOut(sleep, withPools), 'it sleeps already'],
    ['starts it again', { action: 'wake' }, carriedOut(sleep, withPools), undefined],
  ])('%s', (_what, request, at, nothing) => {
    expect(changesNothing(planOf(request, at), at)).toBe(nothing);
  });
});
