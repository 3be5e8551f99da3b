import { describe, expect, it } from '@jest/globals';
import { goesBefore, KINDS, workOf } from '../../../domain/operation/kinds.ts';
import { CARRIED_OUT, type CarriedOut, OPERATION_KINDS } from '../../../domain/operation/operation.ts';
import { STOPS } from '../../../domain/policy/stops.ts';
import { adoptCluster } from '../../../statemachines/adopt-cluster.ts';
import { applyFleet } from '../../../statemachines/apply-fleet.ts';
import { createCluster } from '../../../statemachines/create-cluster.ts';
import { deleteCluster } from '../../../statemachines/delete-cluster.ts';
import { releaseCluster } from '../../../statemachines/release-cluster.ts';
import { scaleCluster } from '../../../statemachines/scale-cluster.ts';
import type { Workflow } from '../../../statemachines/workflow.ts';

const WORKFLOWS: Readonly<Record<CarriedOut, Workflow>> = {
  'apply-fleet': applyFleet,
  release: releaseCluster,
  adopt: adoptCluster,
  create: createCluster,
  scale: scaleCluster,
  delete: deleteCluster,
};

describe('kinds of operations', () => {
  it('have a precedence each, so that of two one gives way', () => {
    const order = [...OPERATION_KINDS].sort((one, other) => (goesBefore(one, other) ? 1 : -1));
    expect(order).toEqual([
      'apply-fleet',
      'release',
      'adopt',
      'create',
      'scale',
      'upgrade',
      'delete',
      'failover',
    ]);
    expect(new Set(Object.values(KINDS).map(({ precedence }) => precedence)).size).toBe(order.length);
  });

  it.each(CARRIED_OUT)('%s ends as its workflow tells, and in no other way', (kind) => {
    const told = Object.values(workOf(kind).ends).flat();
    expect(WORKFLOWS[kind].facts.map(({ detailType }) => detailType).sort()).toEqual([...told].sort());
  });

  it('are stopped by what a freeze can name', () => {
    const stopped = Object.values(KINDS).flatMap(({ stoppedBy }) => stoppedBy ?? []);
    expect(STOPS.filter((stop) => !stopped.some((one) => one === stop))).toEqual(['drill']);
  });
});
