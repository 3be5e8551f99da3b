import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decideRaising } from '../../../domain/failover/capacity.ts';
import { CLAIM_SECONDS, decideClaim, decideMove, MOVES } from '../../../domain/failover/claim.ts';
import { decideFailover } from '../../../domain/failover/decide.ts';
import { decideMoveRequest } from '../../../domain/failover/decide-request.ts';
import { decideLowering } from '../../../domain/failover/drill/put-back.ts';
import { generationOf } from '../../../domain/failover/names.ts';
import { type Answer, type ObserverSeen, SLOT_SECONDS, type Slot } from '../../../domain/failover/votes.ts';
import { guard, LOST, SILENT, situation, slot, steady } from './fixtures.ts';
import { shopPlan } from './preparation/plan.ts';

const MACHINES = join(import.meta.dirname, '../../../statemachines');
const AT = '2026-12-02T10:00:00.000Z';
const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
const claim = {
  ...{ claimId: 'second', to: 'standby' as const, epoch: 4, generation: 'g1', raisedAt: AT },
  at: later(2),
};
const moves = (more: Parameters<typeof situation>[0]): boolean =>
  decideFailover(situation(more)).is === 'failOver';

/** An observer that sees the region fail from one second to another, with its slots off by so many seconds. */
function seeing(fromSecond: number, toSecond: number, offset: number, untilSecond: number): ObserverSeen {
  const slots: Slot[] = [];
  for (let sequence = 0; sequence * SLOT_SECONDS + offset <= untilSecond; sequence++) {
    const second = sequence * SLOT_SECONDS + offset;
    slots.push(slot(100 + sequence, second >= fromSecond && second < toSecond ? LOST : {}));
  }
  return { slots, sinceRoseSeconds: 2 };
}

/* Rules that outages of the past have taught: each is held by its own name, whatever else holds it as well. */
describe('what outages have taught', () => {
  it('the other side is fenced before one is promoted: no order of steps leaves the fence out', () => {
    const steps = fc.array(fc.constantFrom(...MOVES, 'done' as const), { maxLength: 12 });
    fc.assert(
      fc.property(steps, (asked) => {
        let item: Parameters<typeof decideMove>[0] = { ...guard, owner: 'standby', moving: 'fencing' };
        let isFenced = false;
        for (const next of asked) {
          const decision = decideMove(item, item, next, AT);
          if (decision.do !== 'write') continue;
          item = decision.item;
          isFenced ||= item.moving === 'fenced';
          if (item.moving === 'serving' || item.moving === undefined) expect(isFenced).toBe(true);
        }
      }),
    );
  });

  it('a blip of 43 seconds never promotes, wherever it begins within a slot and whoever is a slot ahead', () => {
    const second = fc.integer({ min: 0, max: SLOT_SECONDS - 1 });
    fc.assert(
      fc.property(fc.integer({ min: 60, max: 80 }), second, second, (begun, ofStandby, ofWitness) => {
        for (let until = begun; until < begun + 120; until += SLOT_SECONDS) {
          const standby = seeing(begun, begun + 43, ofStandby, until);
          const witness = seeing(begun, begun + 43, ofWitness, until);
          expect(moves({ standby, witness })).toBe(false);
        }
      }),
    );
    // The same of a region that stays away does.
    expect(moves({ standby: seeing(60, 999, 0, 130), witness: seeing(60, 999, 0, 130) })).toBe(true);
  });

  it('a minority never acts: one observer alone, or one without a majority of Guard', () => {
    expect(moves({ standby: steady(LOST), witness: SILENT })).toBe(false);
    expect(moves({ standby: SILENT, witness: steady(LOST) })).toBe(false);
    expect(moves({ standby: steady(LOST), witness: steady() })).toBe(false);
    expect(moves({ standby: steady(LOST), witness: steady(LOST), guard: undefined })).toBe(false);
  });

  it('the plan is held against the one that was decided on as it is applied', () => {
    const edited = generationOf(shopPlan({ rto: '9m' }));
    const decision = decideClaim(
      { ...guard, generation: edited },
      { ...claim, generation: generationOf(shopPlan()) },
    );
    expect(decision).toMatchObject({ do: 'refuse', why: expect.stringContaining('another one since') });
  });

  it('a sign that is missing is neither well nor dead: it moves nothing, and makes no failing region well', () => {
    const answers = fc.constantFrom<Answer>('answers', 'unknown');
    fc.assert(
      fc.property(answers, answers, answers, answers, (primary, region, other, more) => {
        const standby = steady({ primary, region });
        const witness = steady({ primary: other, region: more });
        expect(moves({ standby, witness })).toBe(false);
      }),
    );
    // Of the seven slots one may be missing; the rest decides.
    const holed = { ...steady(LOST), slots: steady(LOST).slots.toSpliced(3, 1) };
    expect(moves({ standby: holed, witness: holed })).toBe(true);
  });

  it.each([
    ['the application', { ...LOST, region: 'answers' }],
    ['the region', { ...LOST, primary: 'answers' }],
  ] as const)('two kinds of signs from outside move, and %s alone does not', (_what, seen) => {
    expect(moves({ standby: steady(seen), witness: steady(seen) })).toBe(false);
    expect(moves({ standby: steady(LOST), witness: steady(LOST) })).toBe(true);
  });

  it.each([
    ['by its epoch', { epoch: 3 }],
    ['by its age', { at: later(CLAIM_SECONDS + 1) }],
  ])('an event that comes late is refused %s', (_how, more) => {
    expect(decideClaim(guard, claim).do).toBe('write');
    expect(decideClaim(guard, { ...claim, ...more }).do).toBe('refuse');
  });

  it('what removes capacity has a floor: a move makes nothing smaller, and a drill stops at what was there', () => {
    const size = fc.integer({ min: 0, max: 9 });
    fc.assert(
      fc.property(size, size, size, size, (minSize, now, wanted, before) => {
        const sizes = { minSize, desiredSize: Math.max(minSize, now), maxSize: 20 };
        const target = {
          ...{ key: 'web', kind: 'selfManaged' as const, name: 'web', isWindows: false, nodes: [] },
          ...{ before: sizes, sizes: { ...sizes, desiredSize: wanted }, reach: 'started' as const },
        };
        const group = {
          ...{ key: 'web', kind: 'selfManaged' as const, name: 'web', status: 'ACTIVE', sizes, labels: {} },
          ...{ isWindows: false, tags: {}, autoScalingGroupName: 'web', issues: [] },
        };
        const raised = decideRaising(target, group, 'shop');
        if (raised.do === 'update')
          expect((raised.change.request as { DesiredCapacity: number }).DesiredCapacity).toBeGreaterThan(
            sizes.desiredSize,
          );
        const drill = {
          before: { groups: { web: { ...sizes, desiredSize: before } }, replicas: {} },
          raisedTo: { groups: { web: sizes }, replicas: {} },
        };
        const lowered = decideLowering(target, drill, group, 'shop');
        if (lowered.do === 'update')
          expect((lowered.change.request as { DesiredCapacity: number }).DesiredCapacity).toBe(
            Math.max(minSize, before),
          );
      }),
    );
  });

  it('tries are spread out: each that asks AWS again has jitter', () => {
    const retries: { readonly state: string; readonly JitterStrategy?: string }[] = [];
    const gather = (value: unknown, state: string): void => {
      if (typeof value !== 'object' || value === null) return;
      const { Retry = [] } = value as { readonly Retry?: readonly object[] };
      retries.push(...Retry.map((retry) => ({ ...retry, state })));
      for (const [key, inside] of Object.entries(value)) gather(inside, key);
    };
    for (const file of readdirSync(MACHINES).filter((name) => name.endsWith('.asl.json')))
      gather(JSON.parse(readFileSync(join(MACHINES, file), 'utf8')), file);
    // A state that waits for a person by a token asks nobody as it begins again.
    const asking = retries.filter(({ state }) => !state.startsWith('AwaitResumeOf'));
    expect(asking.length).toBeGreaterThan(100);
    expect(asking.filter(({ JitterStrategy }) => JitterStrategy !== 'FULL')).toEqual([]);
  });

  it('the loss of a zone is a shift of that zone, and no failover, while the region answers', () => {
    const zones = ['use1-az4'];
    const grey = steady({ primary: 'unknown' });
    for (const seen of [steady(), grey])
      expect(decideFailover(situation({ standby: seen, witness: seen, zones }))).toEqual({
        is: 'shiftZone',
        zones,
      });
    const region = steady({ region: 'fails' });
    expect(moves({ standby: region, witness: region, zones })).toBe(false);
  });

  it('nothing brings a plan back by itself, though its primary is well again or never returns', () => {
    const sign = fc.constantFrom<Answer>('answers', 'fails', 'unknown');
    fc.assert(
      fc.property(sign, sign, sign, (primary, standby, region) => {
        const seen = steady({ primary, standby, region });
        const away = { ...guard, owner: 'standby' as const };
        expect(moves({ standby: seen, witness: seen, guard: away })).toBe(false);
      }),
    );
    const back = decideMoveRequest({
      ...{
        to: 'primary',
        planned: true,
        guard: { ...guard, owner: 'standby' },
        soakSeconds: 0,
        servedSeconds: 1,
      },
      decision: { is: 'failOver', why: 'forged' },
    });
    expect(back).toMatchObject({ do: 'refuse', path: 'detail.raised' });
  });
});
