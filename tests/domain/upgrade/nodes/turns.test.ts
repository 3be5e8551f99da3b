import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Decision, fail, nothing, update, wait } from '../../../../domain/decide/decision.ts';
import { decidePhase, type Unseen } from '../../../../domain/phase.ts';
import type { NodeGroupPin } from '../../../../domain/upgrade/hop.ts';
import {
  type Decided,
  inOrder,
  itemsInTurn,
  nextToLookAt,
  nodeGroupKey,
  READY,
} from '../../../../domain/upgrade/nodes/turns.ts';
import { pin } from './fixtures.ts';

const expected = { minSeconds: 260, maxSeconds: 660 };
const CHANGE = update({ operation: 'UpdateNodegroupVersion', request: {} }, 'move it');
const MOVING = wait('UpdateNodegroupVersion');

/** One look at groups that are as they are told: the names that were looked at, and those that begin. */
function look(
  pins: readonly NodeGroupPin[],
  as: Readonly<Record<string, Decision | Unseen>>,
  atOnce = 2,
  ready: readonly string[] = [],
) {
  const decided = new Map<string, Decided>(ready.map((name) => [name, READY]));
  const looked: string[] = [];
  for (let next = nextToLookAt(pins, decided, atOnce); next; next = nextToLookAt(pins, decided, atOnce)) {
    looked.push(next.name);
    decided.set(next.name, { decision: as[next.name] ?? CHANGE, expected });
  }
  const items = itemsInTurn(pins, decided);
  const progress = decidePhase(items, { elapsedSeconds: 0, spread: 0 });
  const begun = progress.outcome === 'Waiting' ? progress.start.map(({ key }) => key.split('/')[1]) : [];
  return { looked, begun, items, progress };
}

const ABCD = ['a', 'b', 'c', 'd'].map((name) => pin(name));

describe('node groups', () => {
  it('move in the order of the plan, Windows last, without those that are left behind', () => {
    const windows = pin('w', { isWindows: true });
    const left = pin('l', { leftBehind: 'its image is yours to give' });
    expect(inOrder([windows, ...ABCD, left]).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'w']);
  });

  it('begin with one alone, and nobody looks at the others meanwhile', () => {
    expect(look(ABCD, {})).toMatchObject({ looked: ['a'], begun: ['a'] });
    expect(look(ABCD, { a: MOVING })).toMatchObject({ looked: ['a'], begun: [] });
  });

  it('go on side by side within the limit once the first is there', () => {
    expect(look(ABCD, { a: nothing })).toMatchObject({ looked: ['a', 'b', 'c'], begun: ['b', 'c'] });
    expect(look(ABCD, { a: nothing, b: MOVING })).toMatchObject({ begun: ['c'] });
    expect(look(ABCD, { a: nothing, b: MOVING, c: MOVING })).toMatchObject({ begun: [] });
    expect(look(ABCD, { a: nothing, b: nothing, c: MOVING })).toMatchObject({ begun: ['d'] });
  });

  it('that an earlier look found ready are not looked at', () => {
    const { looked, begun, progress } = look(ABCD, { c: MOVING }, 2, ['a', 'b']);
    expect([looked, begun]).toEqual([['c', 'd'], ['d']]);
    expect(progress).toMatchObject({ ready: ['nodeGroup/a', 'nodeGroup/b'] });
  });

  it('of Windows wait until all others are there', () => {
    const pins = [pin('w', { isWindows: true }), pin('a'), pin('b')];
    expect(look(pins, { a: nothing, b: MOVING })).toMatchObject({ looked: ['a', 'b'], begun: [] });
    expect(look(pins, { a: nothing, b: nothing })).toMatchObject({ begun: ['w'] });
  });

  it('of Windows alone begin with one of them', () => {
    const pins = [pin('v', { isWindows: true }), pin('w', { isWindows: true })];
    expect(look(pins, {})).toMatchObject({ begun: ['v'] });
    expect(look(pins, { v: nothing })).toMatchObject({ begun: ['w'] });
  });

  it('are not begun anew where one has failed', () => {
    expect(look(ABCD, { a: nothing, b: fail('held'), c: CHANGE }).progress).toEqual({
      outcome: 'Failed',
      failures: [{ key: 'nodeGroup/b', reason: 'held' }],
    });
  });

  it('are all done at the end, and where there are none', () => {
    const all = { a: nothing, b: nothing, c: nothing, d: nothing };
    expect(look(ABCD, all).progress).toEqual({ outcome: 'Done' });
    expect(look([], {}).progress).toEqual({ outcome: 'Done' });
  });

  it('are looked at no further where AWS throttles', () => {
    expect(look(ABCD, { a: nothing, b: { do: 'unseen' } })).toMatchObject({ looked: ['a', 'b'], begun: [] });
  });

  it('wait for the first of those ahead: a look comes when that could be over', () => {
    const { progress } = look(ABCD, { a: nothing, b: MOVING, c: MOVING });
    expect(progress).toMatchObject({ outcome: 'Waiting', waitSeconds: 260 });
  });
});

/** A cluster whose groups move for some looks each, of which looks may fail to see some. */
const worlds = fc.record({
  atOnce: fc.integer({ min: 1, max: 4 }),
  groups: fc.array(
    fc.record({
      isWindows: fc.boolean(),
      isLeft: fc.boolean(),
      isThere: fc.boolean(),
      looks: fc.integer({ min: 1, max: 5 }),
    }),
    { maxLength: 7 },
  ),
  unseen: fc.array(fc.boolean(), { maxLength: 60 }),
});

describe('node groups, however they move', () => {
  it('never begin two first ones, more than may at once, or Windows before others; and all get there', () => {
    fc.assert(
      fc.property(worlds, ({ atOnce, groups, unseen }) => {
        const pins = groups.map(({ isWindows, isLeft }, index) =>
          pin(`g${index}`, { isWindows, ...(isLeft ? { leftBehind: 'x' } : {}) }),
        );
        const left = new Map(pins.map(({ name }, index) => [name, groups[index]?.isThere ? 0 : -1]));
        const isThere = ({ name }: NodeGroupPin) => left.get(name) === 0;
        const moving = () => pins.filter(({ name }) => (left.get(name) ?? 0) > 0);
        const order = inOrder(pins);
        let ready: readonly string[] = [];
        let isOver = false;
        for (let round = 0; round < 100 && !isOver; round++) {
          const as: Record<string, Decision | Unseen> = {};
          for (const { name } of pins) {
            const looks = left.get(name) ?? 0;
            as[name] = looks === 0 ? nothing : looks > 0 ? MOVING : CHANGE;
          }
          const blind = unseen[round] ? order.find(({ name }) => !ready.includes(name)) : undefined;
          if (blind && order.some((one) => one !== blind && !ready.includes(one.name)))
            as[order.findLast(({ name }) => !ready.includes(name))?.name ?? ''] = { do: 'unseen' };
          let seen: ReturnType<typeof look>;
          try {
            seen = look(pins, as, atOnce, ready);
          } catch {
            continue;
          }
          for (const name of seen.begun) {
            const index = pins.findIndex((one) => one.name === name);
            left.set(name ?? '', groups[index]?.looks ?? 1);
            expect(pins[index]?.leftBehind).toBeUndefined();
            const others = pins.filter(({ isWindows, leftBehind }) => !isWindows && !leftBehind);
            if (pins[index]?.isWindows && order[0]?.name !== name) expect(others.every(isThere)).toBe(true);
          }
          if (order[0] && !isThere(order[0])) expect(moving().length).toBeLessThanOrEqual(1);
          expect(moving().length).toBeLessThanOrEqual(Math.max(1, atOnce));
          isOver = seen.progress.outcome === 'Done';
          if (seen.progress.outcome === 'Waiting')
            ready = seen.progress.ready.map((key) => key.slice(nodeGroupKey('').length));
          for (const { name } of moving()) left.set(name, (left.get(name) ?? 0) - 1);
        }
        expect(isOver).toBe(true);
        expect(order.every(isThere)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
