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

  it.each([
    [['--desired', '451'], 'give a number of nodes from 0 to 450'],
    [['--min', '8', '--max', '5'], '--min says 8, and --max 5; give sizes that rise'],
    [['--desired', '3', '--max', '2'], '--desired says 3, and --max 2; give sizes that rise'],
  ])(
    'is refused where it can be no size of a node group: %j',
    async (sizes, wanted) => {
      const { code, stdout, stderr } = await runCommand(['scale', 'web', '--all', ...sizes]);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain(wanted);
    },
    30_000,
  );

  it('is refused by name where it would move a plan that nobody could tell the owner of', async () => {
    const asked = ['failover', 'shop', '--without-guard', '--reason', 'us-east-1 is gone'];
    const { code, stdout, stderr } = await runCommand(asked);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('--without-guard: shop does not move without a majority of Guard');
  }, 30_000);

  // The bus of stage `a-home` and the home bus of `a` are both `eks-fleet-a-home`; roles of `a` end in `eks-fleet-a-*`.
  it.each(['production', 'Prod', '1st', '', 'prod-eu', 'a-home', 'global'])(
    'is refused where names of it would be too long, wrongly written or those of another fleet: --stage %j',
    async (stage) => {
      const { code, stderr } = await runCommand(['get', 'clusters', '--stage', stage]);
      expect(code).toBe(1);
      expect(stderr).toContain(
        'at most 9 small letters and digits are wanted, a letter first, and not "global"',
      );
    },
    30_000,
  );
});
