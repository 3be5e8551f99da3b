import { describe, expect, it } from '@jest/globals';
import type { HookRun } from '../../../domain/ports/hooks.ts';
import { decideAnswer, decideRun, hookOf, isStateMachine, runName } from '../../../domain/upgrade/hook.ts';
import { upgradeActions } from '../../../domain/upgrade/request.ts';
import type { StepKind } from '../../../domain/upgrade/steps.ts';

const [upgrade, rollBack] = upgradeActions;
const machine = 'arn:aws:states:us-west-2:111122223333:stateMachine:eks-hook-check';
const fn = 'arn:aws:lambda:us-west-2:111122223333:function:eks-hook-check';
const hook = (arn: string) => ({ arn, timeoutMinutes: 10 });
const request = upgrade.parse({
  action: 'upgrade',
  to: '1.35',
  hooks: { before: hook(machine), afterNodes: hook(fn) },
});
const step = (kind: StepKind) => ({ key: `1.35/${kind}`, kind, to: '1.35' });
const named = { name: 'before' as const, hook: hook(machine) };

describe('the hook of a step', () => {
  it('is that of the request', () => {
    expect(hookOf(request, step('hookBefore'))).toEqual(named);
    expect(hookOf(request, step('hookAfterNodes'))).toEqual({ name: 'afterNodes', hook: hook(fn) });
    expect(hookOf(request, step('hookAfterControlPlane'))).toBeUndefined();
    expect(hookOf(request, step('soak'))).toBeUndefined();
    expect(hookOf(rollBack.parse({ action: 'rollBack' }), step('hookBefore'))).toBeUndefined();
  });

  it('is a state machine or a function', () => {
    expect([machine, fn].map((arn) => isStateMachine(hook(arn)))).toEqual([true, false]);
  });

  it('runs under a name of its own, which Step Functions takes', () => {
    const id = '0b9f2a7c-6d1e-4b52-9f0e-3c1d2e4f5a6b';
    const names = ['1.35/hookAfterControlPlane', '1.36/hookAfterControlPlane'].map((key) =>
      runName(id, { key, kind: 'hookAfterControlPlane', to: '' }),
    );
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9-]{1,80}$/);
  });
});

const BEGAN = '2026-11-24T10:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(BEGAN) + seconds * 1000).toISOString();
const run = (status: HookRun['status'], reason?: string): HookRun => ({
  status,
  startedAt: BEGAN,
  ...(reason === undefined ? {} : { reason }),
});

describe('the run of a state machine', () => {
  it.each([
    ['is started', undefined, 0, { do: 'create' }],
    ['is waited for', run('RUNNING'), 599, { do: 'wait' }],
    [
      'is too late',
      run('RUNNING'),
      600,
      { do: 'fail', reason: expect.stringContaining('within 10 minutes') },
    ],
    ['is done', run('SUCCEEDED'), 9999, { do: 'nothing' }],
    [
      'has failed',
      run('FAILED', 'Smoke: no answer'),
      1,
      { do: 'fail', reason: 'hook before is FAILED: Smoke: no answer' },
    ],
    ['was stopped', run('ABORTED'), 1, { do: 'fail', reason: 'hook before is ABORTED' }],
    ['took too long by itself', run('TIMED_OUT'), 1, { do: 'fail', reason: 'hook before is TIMED_OUT' }],
  ])('%s', (_what, seen, seconds, expected) => {
    expect(decideRun(named, seen, after(seconds))).toEqual(
      'operation' in expected ? expected : expect.objectContaining(expected),
    );
  });
});

describe('the answer of a function', () => {
  it.each([
    ['is asked for', undefined, 0, { do: 'create' }],
    ['is asked for again until its time is up', undefined, 599, { do: 'create' }],
    [
      'came too late',
      undefined,
      600,
      { do: 'fail', reason: 'hook before has not answered within 10 minutes' },
    ],
    ['is on record', BEGAN, 9999, { do: 'nothing' }],
  ])('%s', (_what, answeredAt, seconds, expected) => {
    expect(decideAnswer(named, answeredAt, { since: BEGAN, at: after(seconds) })).toEqual(expected);
  });
});
