import { describe, expect, it } from '@jest/globals';
import {
  CARRIED_OUT,
  goesBefore,
  KINDS,
  kindsAbout,
  OPERATION_KINDS,
  workflowOf,
  workOf,
} from '../../../domain/operation/kinds.ts';
import { operationIdOf } from '../../../domain/operation/operation.ts';
import { toRequestProblem } from '../../../domain/operation/request.ts';
import { STOPS } from '../../../domain/policy/stops.ts';
import { WORKFLOWS } from '../../../statemachines/all.ts';

it('names an operation by the last part of its execution, also by the ARN of that', () => {
  const name = '6b1f_0000000a_op-1';
  expect(operationIdOf(name)).toBe('op-1');
  expect(operationIdOf(`arn:aws:states:us-east-1:111122223333:execution:eks-fleet:${name}`)).toBe('op-1');
});

it('tells a problem of a document by its path and in a sentence', () => {
  const problem = { document: 'a.yaml', path: 'metadata.name', found: '7', allowed: 'text', message: 'no' };
  const told = toRequestProblem(problem);
  expect(told.path).toBe('metadata.name');
  expect(told.message).toContain('text');
});

describe('kinds of operations', () => {
  it('are about clusters or about Fleet documents', () => {
    expect(kindsAbout('fleet')).toEqual(['apply-fleet', 'upgrade-fleet']);
    expect(kindsAbout('cluster')).toEqual([
      'release',
      'adopt',
      'create',
      'scale',
      'upgrade',
      'delete',
      'drill',
      'failover',
    ]);
  });

  it('have a precedence each, so that of two one gives way', () => {
    const order = [...OPERATION_KINDS].sort((one, other) => (goesBefore(one, other) ? 1 : -1));
    expect(order).toEqual([
      'upgrade-fleet',
      'apply-fleet',
      'release',
      'adopt',
      'create',
      'scale',
      'upgrade',
      'delete',
      'drill',
      'failover',
    ]);
    expect(new Set(Object.values(KINDS).map(({ precedence }) => precedence)).size).toBe(order.length);
  });

  it.each(CARRIED_OUT)('%s ends as its workflow tells, and in no other way', (kind) => {
    const told = Object.values(workOf(kind).ends).flat();
    const ofOthers = CARRIED_OUT.filter((other) => other !== kind).flatMap((other) => [
      ...workOf(other).ends.Failed,
      ...(workOf(other).ends.Superseded ?? []),
    ]);
    const workflow = WORKFLOWS.find(({ name }) => name === workflowOf(kind));
    const published = workflow?.tasks.flatMap(({ publishes = [] }) => publishes) ?? [];
    // A failure is published by one task for all kinds, and a request is no end, nor is a question on the way.
    const ends = published.filter((name) => !ofOthers.includes(name) && !/(Requested|Asked)$/.test(name));
    expect([...new Set(ends)].sort()).toEqual([...told].sort());
  });

  it('are what progress tells of step by step: of other workflows it tells failures alone', () => {
    const told = WORKFLOWS.filter(({ inProgress }) => inProgress === 'steps').map(({ name }) => name);
    const names = CARRIED_OUT.map(workflowOf);
    expect(told.sort()).toEqual(names.sort());
  });

  it('are stopped by what a freeze can name', () => {
    const stopped = Object.values(KINDS).flatMap(({ stoppedBy }) => stoppedBy ?? []);
    expect(STOPS.filter((stop) => !stopped.some((one) => one === stop))).toEqual([]);
  });
});
