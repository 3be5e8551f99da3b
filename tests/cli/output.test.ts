import { describe, expect, it } from '@jest/globals';
import { columns } from '../../cli/output.ts';
import { ProgressLines } from '../../cli/progress.ts';

describe('what is printed', () => {
  it('pads columns to one another, and ends no line in blanks', () => {
    expect(
      columns(
        ['NAME', 'REASON'],
        [
          ['a', 'long enough'],
          ['longer', '-'],
        ],
      ).split('\n'),
    ).toEqual(['NAME    REASON', 'a       long enough', 'longer  -']);
  });

  it('tells steps with what they are about, and not the choices between them', () => {
    const lines: string[] = [];
    const progress = new ProgressLines((text) => lines.push(text));
    const at = { execution: 'one', region: 'us-east-1', virtualSeconds: 5 };
    progress.tell({ kind: 'operation', cluster: 'web', ...at });
    for (const state of ['Accepted', 'ApplyStack', 'RollsBack', 'ReleaseLease'])
      progress.tell({ kind: 'state', state, ...at });
    for (const key of ['addon/coredns', 'addon/vpc-cni'])
      progress.tell({ kind: 'state', state: 'ApplyAddon', key, ...at });
    expect(lines.map((line) => line.trim())).toEqual([
      '5s  us-east-1/web                apply stack',
      '5s  us-east-1/web                release lease',
      '5s  us-east-1/web                apply addon coredns',
      '5s  us-east-1/web                apply addon vpc-cni',
    ]);
  });
});
