import { describe, expect, it } from '@jest/globals';
import { runCommand } from './running-dev.ts';

describe('what an option is given', () => {
  it.each([
    ['--seed', 'abc', 'a whole number from 0 on is wanted'],
    ['--seed', '1.5', 'a whole number from 0 on is wanted'],
    ['--seed', '', 'a whole number from 0 on is wanted'],
    ['--start-at', 'yesterday', 'a time such as 2026-11-24T08:00:00Z is wanted'],
  ])(
    'is refused where it is not what the option takes: %s %j',
    async (option, value, wanted) => {
      const { code, stdout, stderr } = await runCommand(['simulate', 'examples', option, value]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(wanted);
      expect(stderr.trimEnd().split('\n').at(-1)).toBe('(--help says what there is)');
    },
    30_000,
  );
});
