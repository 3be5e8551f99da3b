import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { edited } from '../../scripts/planted/bug.ts';
import { BUGS } from '../../scripts/planted/bugs/all.ts';
import { nearTests } from '../../scripts/planted/near.ts';
import { rounds } from '../../scripts/planted/rounds.ts';
import { type Result, rowsOf, table } from '../../scripts/planted/table.ts';

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

  it.each(BUGS)('$verb: $name: has tests that are near', (bug) => {
    const near = nearTests(root, bug);
    expect(near.length).toBeGreaterThan(0);
    for (const path of near)
      expect(existsSync(join(root, path)) || existsSync(join(root, `${path}.test.ts`))).toBe(true);
  });
});

describe('the table of who finds them', () => {
  const [one, other] = BUGS.slice(0, 2).map((bug) => ({
    verb: 'create',
    name: bug.name,
    hurts: '',
    edits: [],
  }));
  const bugs = [one, other] as [Result['bug'], Result['bug']];
  const seed = { hunter: 'campaign' as const, found: ['7', '8'], seconds: 1 };

  it('goes on with what was known of other bugs and hunters', () => {
    const first = [
      { bug: bugs[0], asked: ['rules'] as const, catches: [], at: 'aaaa' },
      { bug: bugs[1], asked: ['rules'] as const, catches: [], at: 'aaaa' },
    ];
    const before = rowsOf(table(bugs, first, new Map(), 'one'));
    const text = table(
      bugs,
      [{ bug: bugs[0], asked: ['campaign'], catches: [seed], at: 'bbbb' }],
      before,
      'two',
    );
    expect(text).toContain(`| create | ${bugs[0].name} | no |  | seed 7, 8 |  |  | bbbb |`);
    expect(text).toContain(`| create | ${bugs[1].name} | no |  |  |  |  | aaaa |`);
    expect(text).toContain(
      'rules 0 of 2, near 0 of 0, campaign 1 of 1, failovers 0 of 0, tests 0 of 0. Found by nobody so far: 1 of 2.',
    );
  });
});
