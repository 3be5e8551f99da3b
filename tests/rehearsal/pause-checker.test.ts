import { describe, expect, it } from '@jest/globals';
import { holdsChanges, PauseChecker } from '../../rehearsal/checkers/rights/pauses.ts';
import type { CallFacts } from '../../simulator/fault.ts';

/*
 * Each rule is kept once and broken once, on purpose: a checker that never fails proves nothing.
 */

const region = 'us-east-1';
const arn = `arn:aws:eks:${region}:111122223333:cluster/web`;
const OF_FLEET = 'pause#fleet';
const OF_WEB = `pause#${arn}`;

const call = (
  service: string,
  operation: string,
  input: CallFacts['input'],
  by: Partial<CallFacts> = {},
): CallFacts => ({
  region,
  service,
  operation,
  input,
  caller: { kind: 'administrator', arn: 'tests', accountId: '111122223333' },
  functionName: undefined,
  ...by,
});

/** Calls one after the other, each with its second; `table` has the pauses that hold. */
function watched() {
  const table = new Set<string>();
  let nowMs = 0;
  const checker = new PauseChecker(
    () => nowMs,
    (_region, pk) => table.has(pk),
  );
  const made = (seconds: number, facts: CallFacts, effect: () => unknown = () => undefined) => {
    nowMs = seconds * 1000;
    checker.observe(facts, 'begun');
    effect();
    checker.observe(facts, 'done');
  };
  const write = (seconds: number, pk: string, effect: () => unknown) =>
    made(seconds, call('dynamodb', 'UpdateItem', { Key: { pk: { S: pk } } }), effect);
  return {
    checker,
    pause: (seconds: number, pk: string) => write(seconds, pk, () => table.add(pk)),
    resume: (seconds: number, pk: string) => write(seconds, pk, () => table.delete(pk)),
    look: (seconds: number, invokedWith: object, during?: () => unknown) => {
      const Get = (pk: string) => ({ Get: { Key: { pk: { S: pk } } } });
      const input = { TransactItems: [Get(`lease#${arn}`), Get(OF_FLEET), Get(OF_WEB)] };
      made(seconds, call('dynamodb', 'TransactGetItems', input, { functionName: 'f', invokedWith }), during);
    },
    change: (seconds: number, invokedWith: object, functionName = 'eks-fleet-prod-createApplyAddon') =>
      made(seconds, call('eks', 'CreateAddon', { clusterName: 'web' }, { functionName, invokedWith })),
  };
}

describe('no change while a pause holds', () => {
  const event = {};

  it('holds where a task looked before the pause was laid, and where it was lifted before it looked', () => {
    const { checker, pause, resume, look, change } = watched();
    look(1, event);
    pause(2, OF_FLEET);
    change(3, event);
    resume(4, OF_FLEET);
    look(5, event);
    change(6, event);
    expect(checker.violations).toEqual([]);
    expect(checker.checked).toEqual(['nothing is changed while a pause holds it']);
  });

  it('is broken by whatever comes after a pause that is older than any task, whatever it had seen', () => {
    const { checker, pause, look, change } = watched();
    look(1, event);
    pause(2, OF_WEB);
    change(44, event);
    expect(checker.violations).toEqual([]);
    change(45, event);
    expect(checker.violations).toHaveLength(1);
  });

  it('holds where a pause is laid while a task looks, or anew after it was lifted', () => {
    const { checker, pause, resume, look, change } = watched();
    look(1, event, () => pause(1, OF_WEB));
    change(2, event);
    look(3, event, () => resume(3, OF_WEB));
    pause(4, OF_WEB);
    change(5, event);
    expect(checker.violations).toEqual([]);
  });

  it.each([OF_FLEET, OF_WEB])('is broken by a change after a look that must have seen %s', (pk) => {
    const { checker, pause, look, change } = watched();
    pause(1, pk);
    look(2, event);
    change(3, event);
    expect(checker.violations).toEqual([
      `eks-fleet-prod-createApplyAddon called CreateAddon on us-east-1/web while ${pk.slice(6)} was paused`,
    ]);
  });

  it('is broken where one of two pauses is lifted', () => {
    const { checker, pause, resume, look, change } = watched();
    pause(1, OF_FLEET);
    pause(2, OF_WEB);
    resume(3, OF_FLEET);
    look(4, event);
    change(5, event);
    expect(checker.violations).toHaveLength(1);
  });

  it('is broken by who does not look at all, once nothing can be under way any more', () => {
    const { checker, pause, change } = watched();
    pause(1, OF_FLEET);
    change(31, event);
    expect(checker.violations).toEqual([]);
    change(62, event);
    expect(checker.violations).toHaveLength(1);
  });

  it('is none of a cluster whose name ends alike, nor of who takes the administrator out', () => {
    const { checker, pause, look, change } = watched();
    pause(1, `pause#${arn.replace('web', 'other-web')}`);
    look(2, event);
    change(3, event);
    pause(4, OF_WEB);
    look(5, event);
    change(6, event, 'eks-fleet-prod-accessEndBootstrap');
    expect(checker.violations).toEqual([]);
  });
});

describe('an item of pauses', () => {
  it.each([
    ['is not there', undefined, false],
    ['has an empty map', { pk: { S: OF_FLEET }, holds: { M: {} } }, false],
    ['has a hold', { pk: { S: OF_FLEET }, holds: { M: { p1: { M: {} } } } }, true],
    ['is of a former release', { pk: { S: OF_FLEET }, reason: { S: 'an incident' } }, true],
    ['has nothing but its key', { pk: { S: OF_FLEET } }, true],
    ['has more than its map', { pk: { S: OF_FLEET }, holds: { M: {} }, until: { S: 'x' } }, true],
  ])('that %s holds: %s', (_what, item, holds) => {
    expect(holdsChanges(item)).toBe(holds);
  });
});
