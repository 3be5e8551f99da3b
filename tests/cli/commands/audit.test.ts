import { describe, expect, it } from '@jest/globals';
import { auditRange, auditTable } from '../../../cli/commands/audit.ts';

const NOW = Date.parse('2026-12-02T09:00:00Z');

describe('the range of an audit', () => {
  it('takes days as a whole, times with their offset, and now as its end', () => {
    expect(auditRange({ from: '2026-12-01', to: '2026-12-01' }, NOW)).toEqual({
      from: '2026-12-01T00:00:00.000Z',
      to: '2026-12-01T23:59:59.999Z',
    });
    expect(auditRange({ from: '2026-12-01T08:00:00+01:00' }, NOW)).toEqual({
      from: '2026-12-01T07:00:00.000Z',
      to: '2026-12-02T09:00:00.000Z',
    });
  });

  it.each([
    ['yesterday', undefined],
    ['2026-02-31', undefined],
    ['2026-12-01T08:00:00', undefined],
    ['12/01/2026', undefined],
    ['2026-12-01', '2026-13-01'],
    ['', undefined],
  ])('is refused where it cannot be read: %j to %j', (from, to) => {
    expect(() => auditRange({ from, ...(to === undefined ? {} : { to }) }, NOW)).toThrow('which is no time');
  });

  it.each([
    ['2026-12-02', '2026-12-01'],
    ['2026-12-03', undefined],
  ])('is refused where it is backwards: %s to %s', (from, to) => {
    expect(() => auditRange({ from, ...(to === undefined ? {} : { to }) }, NOW)).toThrow('is later than');
  });
});

it('prints nothing of what somebody sent that steers a terminal', () => {
  const row = {
    ...{ at: 't', by: 'a\u001b[2Jb', proven: true, what: 'delete', about: 'web\n', region: 'r', why: '' },
    ...{ outcome: 'Rejected' as const, because: '\u009b31m', approvedBy: '' },
  };
  expect(auditTable([row])).not.toMatch(/(?!\n)\p{Cc}/u);
  expect(auditTable([])).toBe('no requests');
});
