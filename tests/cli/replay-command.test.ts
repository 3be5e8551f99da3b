import { expect, it } from '@jest/globals';
import { replayCommand } from '../../cli/replay-command.ts';

it('is what was asked for, with the one seed in place of all', () => {
  const given = ['simulate', 'examples', '--runs', '20', '--seed=3', '--set', 'metadata.version=1.34'];
  expect(replayCommand(given, 7)).toBe('eks-fleet simulate examples --set metadata.version=1.34 --seed 7');
});

it('keeps what a shell would take apart together', () => {
  expect(replayCommand(['simulate', 'my fleet', "it's"], 1)).toBe(
    "eks-fleet simulate 'my fleet' 'it'\\''s' --seed 1",
  );
});
