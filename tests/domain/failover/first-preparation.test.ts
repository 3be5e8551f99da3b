import { describe, expect, it } from '@jest/globals';
import {
  firstPreparation,
  latenessOf,
  type Preparation,
  readinessAfter,
} from '../../../domain/failover/first-preparation.ts';
import type { Readiness } from '../../../domain/failover/readiness.ts';

const KEPT = '2026-12-02T10:00:00.000Z';
const at = (minutes: number): string => new Date(Date.parse(KEPT) + minutes * 60_000).toISOString();
const look = (minutes: number, more: Partial<Readiness> = {}): Readiness => ({
  ...{ at: at(minutes), unready: ['no cluster'], since: KEPT },
  ...more,
});

describe('the first preparation of a plan', () => {
  it.each<[string, Omit<Preparation, 'keptAt'>, number, string]>([
    ['has an hour until a table of Guard is there', { guard: 'missing' }, 59, 'underWay'],
    ['is late where it is not there by then', { guard: 'missing' }, 60, 'late'],
    ['has an hour until somebody has looked', { guard: 'answers' }, 59, 'underWay'],
    ['is late where nobody has by then', { guard: 'answers' }, 60, 'late'],
    ['goes on while looks find something', { guard: 'answers', readiness: look(20) }, 59, 'underWay'],
    ['is late where they still do', { guard: 'answers', readiness: look(50) }, 60, 'late'],
    [
      'is over once one has found nothing',
      { guard: 'answers', readiness: look(20, { readyAt: at(20) }) },
      21,
      'over',
    ],
    [
      'stays over when something breaks, and the document is another one',
      { guard: 'answers', readiness: look(-10, { readyAt: at(-900), since: at(-950) }) },
      1,
      'over',
    ],
    [
      'begins when the plan came, and not with each edit of its document',
      { guard: 'answers', readiness: look(-10, { since: at(-55) }) },
      5,
      'late',
    ],
    [
      'is another one for a plan that was taken away and comes back',
      { guard: 'answers', readiness: look(-61, { readyAt: at(-900) }) },
      10,
      'underWay',
    ],
    [
      'is over for a record of an earlier release',
      { guard: 'answers', readiness: { at: at(-5), unready: ['no cluster'] } },
      1,
      'over',
    ],
    ['hides nothing of a Guard that is there and silent', { guard: 'silent' }, 1, 'over'],
  ])('%s', (_what, preparation, minutes, state) => {
    expect(firstPreparation({ keptAt: KEPT, ...preparation }, Date.parse(at(minutes)))).toBe(state);
  });
});

describe('a look that is remembered', () => {
  const ready = { at: at(30), unready: [] };
  const unready = { at: at(30), unready: ['no cluster'] };

  it('keeps when the plan came, when it was ready first, and whether people know that it was not', () => {
    const first = readinessAfter(undefined, unready, KEPT, false);
    expect(first).toEqual({ ...unready, since: KEPT });
    const told = readinessAfter(first, { ...unready, at: at(75) }, at(70), true);
    expect(told).toEqual({ at: at(75), unready: ['no cluster'], since: KEPT, toldLateAt: at(75) });
    const mended = readinessAfter(told, { at: at(90), unready: [] }, at(70), false);
    expect(mended).toMatchObject({ readyAt: at(90), toldLateAt: at(75) });
    expect(readinessAfter(mended, { at: at(105), unready: [] }, at(70), false).readyAt).toBe(at(90));
  });

  it('knows nothing of a plan of the same name that was there before', () => {
    const before = look(-120, { readyAt: at(-900), toldLateAt: at(-950) });
    expect(readinessAfter(before, unready, KEPT, false)).toEqual({ ...unready, since: KEPT });
    expect(readinessAfter(before, ready, KEPT, false)).toEqual({ ...ready, since: KEPT, readyAt: at(30) });
  });

  it('leaves a record of an earlier release without a beginning', () => {
    expect(readinessAfter({ at: at(15), unready: [] }, unready, KEPT, false)).toEqual(unready);
  });
});

describe('people who are woken for a plan that was never ready', () => {
  const found = { at: at(75), unready: ['no cluster', 'no sizes'] };

  it('are told what stands in the way', () => {
    expect(latenessOf(look(60), found, KEPT)).toBe(
      `it was applied at ${KEPT} and was never ready: no cluster; no sizes`,
    );
  });

  it.each<[string, Readiness | undefined, Parameters<typeof latenessOf>[1]]>([
    ['sleep through the first hour', look(45), { at: at(59), unready: ['no cluster'] }],
    ['hear it once', look(60, { toldLateAt: at(60) }), found],
    ['hear nothing of a plan that was ready once', look(60, { readyAt: at(20) }), found],
    ['hear nothing where it is ready now', look(60), { at: at(75), unready: [] }],
    ['hear nothing by a first look, which is news by itself', undefined, found],
  ])('%s', (_what, before, now) => {
    expect(latenessOf(before, now, KEPT)).toBeUndefined();
  });
});
