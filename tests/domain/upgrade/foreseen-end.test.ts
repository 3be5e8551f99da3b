import { describe, expect, it } from '@jest/globals';
import { foreseenEnd } from '../../../domain/upgrade/foreseen-end.ts';

const AT = '2026-11-24T10:00:00.000Z';
const item = (key: string, maxSeconds: number) => ({ key, expected: { minSeconds: 0, maxSeconds } });
const items = [item('a', 600), item('b', 1800), item('c', 7200)];

describe('the end that is foreseen of what may start', () => {
  it('is that of the longest of it, half an hour of tries later', () => {
    expect(foreseenEnd(items, [{ key: 'a' }, { key: 'b' }], AT)).toBe('2026-11-24T11:00:00.000Z');
    expect(foreseenEnd(items, [{ key: 'a' }], AT)).toBe('2026-11-24T10:40:00.000Z');
  });

  it('is that of the tries where nothing is known of it', () => {
    expect(foreseenEnd(items, [], AT)).toBe('2026-11-24T10:30:00.000Z');
  });
});
