import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { edited } from '../../scripts/planted/bug.ts';
import { BUGS } from '../../scripts/planted/bugs/all.ts';
import { rounds } from '../../scripts/planted/rounds.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

describe('the bugs that are planted to see who finds them', () => {
  it('are sixty at least, each with a name of its own', () => {
    expect(new Set(BUGS.map(({ name }) => name)).size).toBe(BUGS.length);
    expect(BUGS.length).toBeGreaterThanOrEqual(60);
  });

  it.each(BUGS)('$verb: $name: has its place in the product as it is', ({ edits }) => {
    expect(edits.length).toBeGreaterThan(0);
    for (const file of new Set(edits.map((edit) => edit.file)))
      expect(edited(read(file), file, edits)).not.toBe(read(file));
  });

  it('are planted together only where none of them is in another’s place', () => {
    const all = rounds(BUGS);
    expect(all.flat()).toHaveLength(BUGS.length);
    for (const round of all) {
      const edits = round.flatMap((bug) => bug.edits);
      for (const file of new Set(edits.map((edit) => edit.file)))
        expect(() => edited(read(file), file, edits)).not.toThrow();
    }
  });

  it('refuse a place that is not there, or twice', () => {
    const edit = { file: 'a.ts', from: 'x', to: 'y' };
    expect(() => edited('z', 'a.ts', [edit])).toThrow('a.ts has 0 times, not once: x');
    expect(() => edited('x x', 'a.ts', [edit])).toThrow('a.ts has 2 times, not once: x');
  });
});
