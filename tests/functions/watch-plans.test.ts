import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TaskError } from '../../domain/errors.ts';
import type { Signal } from '../../domain/failover/signals.ts';
import type { Lease } from '../../domain/operation/lease.ts';
import { kept, P, plan, S, START, W, WatchedWorld } from './watch-plans.fixtures.ts';

const REQUEST = 'FailoverRequested';
const LOST_AT = 400;
/** A world in which the primary's region is lost from one second to another. */
function worldWith(begins: number, ends = Number.POSITIVE_INFINITY): WatchedWorld {
  const world = new WatchedWorld();
  world.reaches = (_from, to, second) => to !== P || second < begins || second >= ends;
  return world;
}

describe('observers of a plan', () => {
  it('say nothing while all is well, and read a plan’s item and readiness once a minute', async () => {
    const world = new WatchedWorld();
    await world.observed([S, W], 0, 900);
    expect(world.facts).toEqual([]);
    expect(world.guardReads).toBeGreaterThan(24);
    expect(world.guardReads).toBeLessThan(36);
    expect(world.written.every(({ isWell }) => isWell)).toBe(true);
  });

  it('ask for the failover within 45 to 75 s of the loss of its region, whenever that is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 70_000 }), async (ms) => {
        const lostAt = LOST_AT + ms / 1000;
        const world = worldWith(lostAt);
        await world.observed([S, W], 0, 560);
        const [first, ...rest] = world.told(REQUEST);
        const tookSeconds = (first?.second ?? 0) - lostAt;
        expect(tookSeconds).toBeGreaterThan(45);
        expect(tookSeconds).toBeLessThan(75);
        expect(rest.length).toBeGreaterThan(0);
        expect(world.told('FailoverAsked')).toEqual([]);
        expect(world.told('FailoverHeld')).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('ask under the name of plan, epoch and slot, with what was heard', async () => {
    const world = worldWith(LOST_AT);
    world.item = { plan: 'shop', owner: 'primary', epoch: 7, generation: 'g', claimId: 'c', at: '' };
    await world.observed([S, W], 0, 480);
    const [first, second] = world.told(REQUEST);
    const { sequence = 0 } = world.written.findLast(({ second: at }) => at <= (first?.second ?? 0)) ?? {};
    expect(first).toMatchObject({
      region: S,
      detail: {
        requestId: `failover-shop-e7-s${sequence}`,
        requestedBy: `observer of ${S}`,
        plan: 'shop',
        to: 'standby',
        raised: {
          heard: { [S]: { sequence, sinceRoseSeconds: 0 }, [W]: { sequence, sinceRoseSeconds: 0 } },
        },
      },
    });
    expect(second?.detail.requestId).toBe(`failover-shop-e7-s${sequence + 1}`);
  });

  it('ask for the plans of a lost region by their priority, each a head start after the higher', async () => {
    const world = worldWith(LOST_AT);
    const named = (name: string, priority?: number) => ({ ...plan, name, ...(priority ? { priority } : {}) });
    world.stored = [kept([named('third'), named('first', 9), named('second', 4), named('third-too')])];
    await world.observed([S, W], 0, 480);
    const [first, ...others] = world.told(REQUEST).slice(0, 4);
    const later = others.map(({ detail, second }) => [detail.plan, second - (first?.second ?? 0)]);
    expect(first?.detail.plan).toBe('first');
    expect(later).toEqual([
      ['second', 0.5],
      ['third', 1],
      ['third-too', 1],
    ]);
  });

  it('ask for nothing more once the plan moves', async () => {
    const world = worldWith(LOST_AT);
    await world.observed([S, W], 0, 480);
    const asked = world.told(REQUEST).length;
    expect(asked).toBeGreaterThan(0);
    world.item = {
      ...{
        plan: 'shop',
        owner: 'standby',
        epoch: 1,
        generation: 'g',
        claimId: 'c',
        at: new Date(START + 480_000).toISOString(),
      },
      moving: 'fencing',
    };
    await world.observed([S, W], 480, 770);
    expect(world.told(REQUEST)).toHaveLength(asked);
    // Five minutes later nobody is at work on it any more, or waits for a step of the user's: it is asked for now and then.
    await world.observed([S, W], 770, 1100);
    const more = new Set(
      world
        .told(REQUEST)
        .slice(asked)
        .map(({ detail }) => detail.requestId),
    );
    expect(more.size).toBeGreaterThan(0);
    expect(more.size).toBeLessThan(8);
  });

  it.each<[string, 'failover' | 'upgrade', boolean]>([
    ['and ask for the rest of it where nobody is at work on it', 'upgrade', true],
    ['and ask for nothing while somebody is at work on it', 'failover', false],
  ])('tell a person of a move that came to no end, %s', async (_what, kind, isAsked) => {
    const world = new WatchedWorld();
    const at = new Date(START).toISOString();
    world.item = {
      ...{ plan: 'shop', owner: 'standby', epoch: 2, generation: 'g', claimId: 'c', at },
      moving: 'serving',
    };
    world.lease = { epoch: 3, holder: { kind, operationId: 'op', executionArn: 'e' } } as Lease;
    await world.observed([S, W], 0, 290);
    expect(world.facts).toEqual([]);
    await world.observed([S, W], 290, 700);
    expect(world.told('FailoverHeld').map(({ detail }) => detail.why)).toEqual([
      `a move to the standby that was begun under epoch 2 is serving since ${at}`,
    ]);
    expect(world.told(REQUEST).length > 0).toBe(isAsked);
  });

  it('say nothing of a blip of 43 s, whenever it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 70_000 }), async (ms) => {
        const begins = LOST_AT + ms / 1000;
        const world = worldWith(begins, begins + 43);
        await world.observed([S, W], 0, 600);
        expect(world.facts).toEqual([]);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('ask a person, with the command, where the application alone fails; again a quarter of an hour later', async () => {
    const world = new WatchedWorld();
    world.serves = (url, second) => url !== plan.from.probe || second < 200;
    await world.observed([S, W], 0, 1500);
    expect(world.told(REQUEST)).toEqual([]);
    const asked = world.told('FailoverAsked');
    expect(asked[0]?.detail).toMatchObject({
      plan: 'shop',
      fleet: 'retail',
      region: S,
      why: expect.stringContaining('the application alone fails'),
      command: 'eks-fleet failover shop --reason …',
    });
    const [first = 0, second = 0, ...rest] = asked.map((fact) => fact.second);
    expect(first).toBeLessThan(290);
    expect(second - first).toBeGreaterThan(899);
    expect(second - first).toBeLessThan(915);
    expect(rest).toEqual([]);
  });

  it('ask a person where nobody has looked whether the standby is ready', async () => {
    const world = worldWith(LOST_AT);
    world.readiness = undefined;
    await world.observed([S, W], 0, 520);
    expect(world.told(REQUEST)).toEqual([]);
    expect(world.told('FailoverAsked')[0]?.detail.why).toContain('nobody has looked');
  });

  it('ask a person where somebody has paused failovers, and by themselves where the pause is of changes alone', async () => {
    const held = { scope: 'fleet', id: 'audit', owner: 'amy', reason: 'audit', at: '2026-12-02T00:00:00Z' };
    const ofChanges = worldWith(LOST_AT);
    ofChanges.pause = { holds: [held] };
    await ofChanges.observed([S, W], 0, 520);
    expect(ofChanges.told(REQUEST).length).toBeGreaterThan(0);
    const ofFailovers = worldWith(LOST_AT);
    ofFailovers.pause = { holds: [{ ...held, failovers: true }] };
    await ofFailovers.observed([S, W], 0, 520);
    expect(ofFailovers.told(REQUEST)).toEqual([]);
    expect(ofFailovers.told('FailoverAsked')[0]?.detail.why).toContain('paused by amy (audit)');
  });

  it('take no refusal of both sides for a loss', async () => {
    const world = new WatchedWorld();
    world.serves = (_url, second) => second < 200;
    await world.observed([S, W], 0, 400);
    expect(world.told(REQUEST)).toEqual([]);
    expect(world.told('FailoverHeld')[0]?.detail.why).toContain('nowhere to go');
  });

  it('watch a plan that is applied meanwhile, and no more one that is gone', async () => {
    const world = new WatchedWorld();
    const other = { ...plan, name: 'other' };
    await world.observed([S, W], 0, 120);
    world.stored = [kept([plan, other])];
    await world.observed([S, W], 120, 240);
    expect(Object.keys(world.written.at(-1)?.plans ?? {})).toEqual(['shop', 'other']);
    world.stored = [];
    await world.observed([S, W], 240, 400);
    const last = world.written.at(-1)?.second ?? 0;
    expect(last).toBeLessThan(360);
  });
});

describe('a plan that is first being prepared', () => {
  const applied = new Date(START).toISOString();
  const never = { at: applied, unready: ['no cluster'], since: applied };
  function newWorld(): WatchedWorld {
    const world = new WatchedWorld();
    world.stored = [kept([plan], applied)];
    world.readiness = undefined;
    return world;
  }

  it('wakes nobody while its table comes, and its other observer is not there', async () => {
    const world = newWorld();
    world.isGuardMade = (second) => second > 900;
    await world.observed([S], 0, 1800);
    expect(world.facts).toEqual([]);
  });

  it('wakes people once where it has come to no end within an hour', async () => {
    const world = newWorld();
    world.isGuardMade = () => false;
    const told = new Map();
    for (let minute = 0; minute < 6900; minute += 60) {
      await world.until(minute + 3);
      world.invoke(S, told);
    }
    const held = world.told('FailoverHeld');
    expect(held.map(({ detail }) => detail.why)).toEqual([expect.stringContaining('Guard does not answer')]);
    expect(held[0]?.second).toBeGreaterThan(3590);
    expect(held[0]?.second).toBeLessThan(3640);
  });

  it('asks all the same where it fails', async () => {
    const world = newWorld();
    world.readiness = never;
    world.reaches = (_from, to, second) => to !== P || second < LOST_AT;
    await world.observed([S, W], 0, 560);
    expect(world.told('FailoverAsked').length).toBeGreaterThan(0);
  });

  it('wakes people as ever once it was ready, or Guard is there and silent', async () => {
    const ready = newWorld();
    ready.readiness = { ...never, readyAt: applied };
    await ready.observed([S], 0, 900);
    expect(ready.told('FailoverHeld')[0]?.detail.why).toContain('the witness is silent');
    const silent = newWorld();
    silent.hasGuard = () => false;
    await silent.observed([S], 0, 300);
    expect(silent.told('FailoverHeld')[0]?.detail.why).toContain('Guard does not answer');
  });
});

describe('a standby’s region that is cut off', () => {
  it('writes slots that are not well, and asks for nothing', async () => {
    const world = new WatchedWorld();
    world.reaches = (from, to, second) => from !== S || to === S || second < 300;
    await world.observed([S, W], 0, 600);
    const late = world.written.filter(({ region, second }) => region === S && second > 310);
    expect(late.length).toBeGreaterThan(20);
    expect(late.every(({ isWell }) => !isWell)).toBe(true);
    expect(world.told(REQUEST)).toEqual([]);
    expect(world.told('FailoverAsked')).toEqual([]);
  });

  it('pages once an environment while Guard, which would remember it, does not answer', async () => {
    const world = new WatchedWorld();
    world.hasGuard = (from, second) => from !== S || second < 300;
    // Nobody hands over without Guard: invocations last for longer than a minute, in two environments by turns.
    const environments = [new Map(), new Map()];
    for (let minute = 0; minute < 900; minute += 60) {
      await world.until(minute + 3);
      world.invoke(S, environments[(minute / 60) % 2]);
      world.invoke(W);
    }
    await world.until(960);
    const held = world.told('FailoverHeld');
    const whys = (of: string) => held.filter(({ region }) => region === of).map(({ detail }) => detail.why);
    expect(whys(S)).toEqual(Array(2).fill(expect.stringContaining('Guard does not answer')));
    expect(whys(W)).toEqual([expect.stringContaining('silent')]);
  });

  it('pages nobody for one slot in which Guard was slow', async () => {
    const world = new WatchedWorld();
    world.hasGuard = (_from, second) => second < 300 || second > 312;
    await world.observed([S, W], 0, 600);
    expect(world.facts).toEqual([]);
  });
});

describe('a witness', () => {
  it('tells that the standby’s observer is silent for a minute, once', async () => {
    const world = new WatchedWorld();
    await world.observed([S, W], 0, 300);
    await world.observed([W], 300, 900);
    expect(world.facts).toHaveLength(1);
    const [{ region, second, detail, detailType } = {} as never] = world.facts;
    expect({ region, detailType }).toEqual({ region: W, detailType: 'FailoverHeld' });
    expect(detail.why).toContain(S);
    // The last invocation of the standby's region goes on for some time.
    expect(second).toBeGreaterThan(350 + 60);
    expect(second).toBeLessThan(480);
  });

  it('gives a standby’s observer four minutes to begin', async () => {
    const world = new WatchedWorld();
    await world.observed([W], 0, 230);
    expect(world.facts).toEqual([]);
    await world.observed([S, W], 230, 600);
    expect(world.facts).toEqual([]);
    const alone = new WatchedWorld();
    await alone.observed([W], 0, 420);
    expect(alone.told('FailoverHeld')).toHaveLength(1);
  });
});

describe('invocations of an observer', () => {
  it('go on where one has died in the middle, and the sequence rises', async () => {
    const world = worldWith(LOST_AT);
    await world.observed([W], 0, 0);
    for (let minute = 0; minute < 480; minute += 60) {
      await world.until(minute + 3);
      const one = world.invoke(S);
      world.invoke(W);
      if (minute === 360) {
        await world.until(minute + 45);
        one.die();
      }
    }
    await world.until(520);
    const sequences = world.written.filter(({ region }) => region === S).map(({ sequence }) => sequence);
    expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
    const [first] = world.told(REQUEST);
    // Two slots were missed: it takes the newer ones to make up for them.
    expect((first?.second ?? 0) - LOST_AT).toBeLessThan(100);
  });

  it('hand over to the one that began last, within two slots', async () => {
    const world = new WatchedWorld();
    await world.until(3);
    const older = world.invoke(S);
    await world.until(64);
    const newer = world.invoke(S);
    await world.until(95);
    expect(await older.ended).toEqual({ outcome: 'HandedOver', slots: expect.any(Number) });
    await world.until(200);
    expect(await newer.ended).toMatchObject({ outcome: 'Watched' });
    const bySequence = world.written.map(({ sequence }) => sequence);
    expect(Math.max(...bySequence) - Math.min(...bySequence) + 1).toBe(new Set(bySequence).size);
  });

  it('leave no gap where the next one comes 50 s late', async () => {
    const world = new WatchedWorld();
    await world.until(3);
    world.invoke(S);
    await world.until(3 + 60 + 40);
    world.invoke(S);
    await world.until(220);
    const sequences = new Set(world.written.map(({ sequence }) => sequence));
    expect(Math.max(...sequences) - Math.min(...sequences) + 1).toBe(sequences.size);
  });

  it('end at once where a region watches nothing', async () => {
    const world = new WatchedWorld();
    const { ended } = world.invoke('eu-west-1');
    await world.until(1);
    expect(await ended).toEqual({ outcome: 'NothingToWatch' });
  });

  it('watch on without a right, and say at their end which one is wanting', async () => {
    const world = worldWith(0);
    world.refusesFacts = new TaskError('AccessDenied', 'not authorized to perform events:PutEvents');
    world.denials = ['not authorized to perform sqs:GetQueueUrl'];
    const ended: Promise<unknown>[] = [];
    for (const region of [S, W]) ended.push(world.invoke(region).ended.catch((error: unknown) => error));
    await world.until(160);
    expect(world.written.filter(({ region }) => region === S)).toHaveLength(14);
    expect(await ended[0]).toMatchObject({
      name: 'AccessDenied',
      message: 'not authorized to perform events:PutEvents; not authorized to perform sqs:GetQueueUrl',
    });
  });

  it('put again in the next slot what the bus has not taken', async () => {
    const world = worldWith(LOST_AT);
    world.readiness = undefined;
    world.refusesFacts = new Error('no bus');
    await world.observed([S, W], 0, 490);
    world.refusesFacts = undefined;
    await world.observed([S, W], 490, 560);
    expect(world.told('FailoverAsked')).toHaveLength(1);
  });

  it('begin with what the last one has told', async () => {
    const world = new WatchedWorld();
    world.readiness = undefined;
    world.reaches = (_from, to, second) => to !== P || second < 200;
    await world.observed([S, W], 0, 900);
    expect(world.told('FailoverAsked')).toHaveLength(1);
  });
});

describe('what is said of a region', () => {
  const word = (second: number, more: Partial<Signal> = {}): Signal => ({
    ...{ id: 'one', region: P, zones: [], source: 'AWS Health', reason: 'power', status: 'open' },
    at: new Date(START + second * 1000).toISOString(),
    until: new Date(START + 86_400_000).toISOString(),
    ...more,
  });

  it('of a zone is told once, with what leaves it, and holds the plan', async () => {
    const world = new WatchedWorld();
    world.signals = [word(0, { zones: ['use1-az4'] })];
    await world.observed([S, W], 0, 1800);
    expect(world.facts).toHaveLength(1);
    expect(world.told('FailoverAsked')).toMatchObject([
      {
        region: S,
        detail: {
          plan: 'shop',
          zones: ['use1-az4'],
          why: expect.stringContaining('a zone is to be left, not a region'),
          command: expect.stringContaining('start-zonal-shift --region us-east-1 --away-from use1-az4'),
        },
      },
    ]);
  });

  it('of another region, or by AWS Health of one that answers, is told to nobody', async () => {
    const world = new WatchedWorld();
    world.signals = [word(0), word(0, { id: 'two', region: W, source: 'canary' })];
    await world.observed([S, W], 0, 600);
    expect(world.facts).toEqual([]);
  });

  it('by anybody else than AWS asks a person, and moves nothing', async () => {
    const world = new WatchedWorld();
    world.signals = [word(0, { source: 'canary' })];
    await world.observed([S, W], 0, LOST_AT);
    expect(world.told('FailoverAsked')).toHaveLength(1);
    expect(world.told(REQUEST)).toEqual([]);
  });

  it('is no vote: the failover of a lost region comes as soon without an answer to it, or with a wrong one', async () => {
    const firstRequest = async (tell: (world: WatchedWorld) => void) => {
      const world = worldWith(LOST_AT);
      tell(world);
      await world.observed([S, W], 0, 560);
      return world.told(REQUEST)[0]?.second;
    };
    const silent = await firstRequest(() => undefined);
    expect(silent).toBeGreaterThan(LOST_AT);
    const noAnswer = await firstRequest((world) => {
      world.hasSignals = false;
    });
    const zonesAlone = await firstRequest((world) => {
      world.signals = [word(0, { zones: ['use1-az4'] }), word(0, { id: 'two', status: 'closed' })];
    });
    expect([noAnswer, zonesAlone]).toEqual([silent, silent]);
  });
});
