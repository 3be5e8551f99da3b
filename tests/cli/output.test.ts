import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { columns } from '../../cli/output.ts';
import { ProgressLines, sentence, WAITS } from '../../cli/progress.ts';
import { root } from '../project/project-files.ts';

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

  it("says of a wait in a person's words what is waited for", () => {
    expect(sentence('WaitForFormerOwner')).toBe(
      'wait until no task of the operation before it can still run',
    );
    expect(sentence('WaitForGroups')).toBe('wait for groups');
  });

  it.each(Object.keys(WAITS))('has words for %s, which a workflow waits in', (state) => {
    const folder = join(root, 'statemachines');
    const definitions = readdirSync(folder).filter((file) => file.endsWith('.asl.json'));
    expect(definitions.map((file) => readFileSync(join(folder, file), 'utf8')).join()).toMatch(
      new RegExp(`"${state}": \\{\\s*"Type": "Wait"`),
    );
  });
});
