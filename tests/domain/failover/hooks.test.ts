import { describe, expect, it } from '@jest/globals';
import {
  decideHook,
  decideHooks,
  type HookTry,
  hooksIn,
  runNames,
  tryOf,
} from '../../../domain/failover/hooks.ts';
import type { FailoverPlan } from '../../../domain/policy/failover.ts';

const AT = '2026-12-02T10:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const step = (name: string, more: object = {}) => ({
  name,
  functionArn: `arn:aws:lambda:us-west-2:111122223333:function:eks-hook-${name}`,
  timeout: '2m',
  ...more,
});
const plan = {
  name: 'shop',
  from: { cluster: 'a', region: 'us-east-1', probe: 'https://a.example.com/' },
  to: { cluster: 'b', region: 'us-west-2', probe: 'https://b.example.com/' },
  witness: 'us-east-2',
  rto: '5m',
  beforeTraffic: [step('promote'), step('warm', { required: false, retries: 0 })],
  traffic: { records: ['shop.example.com'] },
} as FailoverPlan;
const [promote, warm] = hooksIn(plan, 'beforeTraffic') as [
  ReturnType<typeof hooksIn>[0],
  ReturnType<typeof hooksIn>[0],
];
const failed = (startedAt = AT): HookTry => ({ status: 'failed', startedAt, why: 'no answer' });
const succeeded: HookTry = { status: 'succeeded', startedAt: AT };

describe('a hook', () => {
  it('is due at first, again while it has tries left, and done by one that succeeds', () => {
    expect(decideHook(promote, [], AT)).toEqual({ is: 'due', attempt: 0 });
    expect(decideHook(promote, [failed(), failed()], later(5))).toEqual({ is: 'due', attempt: 2 });
    expect(decideHook(promote, [failed(), succeeded], later(5))).toEqual({ is: 'done' });
  });

  it('is waited for while it runs, within the time of all its tries together', () => {
    const running: HookTry = { status: 'running', startedAt: later(100) };
    expect(decideHook(promote, [failed(), running], later(119))).toEqual({ is: 'running' });
    expect(decideHook(promote, [failed(), running], later(120))).toMatchObject({ is: 'failed' });
  });

  it('fails the move with its own words, or is passed over where it is not required', () => {
    expect(decideHook(promote, [failed(), failed(), failed()], later(9))).toEqual({
      is: 'failed',
      why: 'beforeTraffic/promote: 3 tries failed: no answer',
    });
    expect(decideHook(warm, [failed()], later(9))).toMatchObject({ is: 'passed' });
  });

  it('has one run a try of a state machine, whose status is the try’s', () => {
    expect(runNames('op', warm)).toEqual(['op-beforeTraffic-warm-0']);
    const run = { startedAt: AT, reason: 'Smoke: no' };
    expect(tryOf({ ...run, status: 'TIMED_OUT' })).toMatchObject({
      status: 'failed',
      why: 'it is TIMED_OUT: Smoke: no',
    });
    expect(tryOf({ startedAt: AT, status: 'RUNNING' }).status).toBe('running');
    expect(tryOf({ startedAt: AT, status: 'SUCCEEDED' }).status).toBe('succeeded');
  });
});

describe('the hooks of a part', () => {
  const decided = (tries: Readonly<Record<string, readonly HookTry[]>>) =>
    decideHooks([promote, warm], new Map(Object.entries(tries)), later(9));

  it('go one after the other, and tell what was passed over', () => {
    expect(decided({})).toEqual({ is: 'due', key: 'beforeTraffic/promote', attempt: 0 });
    expect(decided({ 'beforeTraffic/promote': [succeeded] })).toMatchObject({ key: 'beforeTraffic/warm' });
    expect(decided({ 'beforeTraffic/promote': [succeeded], 'beforeTraffic/warm': [failed()] })).toEqual({
      is: 'done',
      passed: ['beforeTraffic/warm: 1 tries failed: no answer'],
    });
    expect(decided({ 'beforeTraffic/promote': [failed(), failed(), failed()] })).toMatchObject({
      is: 'failed',
    });
  });

  it('of a part that has none are done', () => {
    expect(decideHooks(hooksIn(plan, 'fence'), new Map(), AT)).toEqual({ is: 'done', passed: [] });
  });
});
