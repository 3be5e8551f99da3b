import { describe, expect, it } from '@jest/globals';
import type { Decision } from '../../../../domain/decide/decision.ts';
import { appliedCluster, driftOf, type Parts, type Plain, planOf } from './cluster.fixtures.ts';
import { contentRows } from './contents.rows.ts';
import { controlPlaneRows } from './control-plane.rows.ts';
import { DOCUMENTS, type Document } from './documents.fixtures.ts';
import type { Cell, Hand } from './row.ts';
import { membersOf, OPERATIONS, unknownOperations } from './sdk-members.ts';
import { changed } from './updates.fixtures.ts';

const ROWS = { ...controlPlaneRows, ...contentRows };
const documents = Object.keys(DOCUMENTS) as readonly Document[];
const applied = new Map<Document, Parts>();
for (const document of documents) applied.set(document, await appliedCluster(document));

const at = (part: Plain, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Plain | undefined)?.[name], part);

/** The cluster once somebody has changed one member of a part by hand. */
function byHand({ document, part, path, value }: Hand): Parts {
  const parts = structuredClone(applied.get(document) as Parts);
  const names = path.split('.');
  const last = names.pop() as string;
  const holder = names.reduce<Plain>((found, name) => {
    found[name] ??= {};
    return found[name] as Plain;
  }, parts[part] as Plain);
  if (value === undefined) delete holder[last];
  else holder[last] = value;
  return parts;
}

/** Applies the document, one change after the other, as EKS would make them; the last decision that is no change. */
async function applyTo(parts: Parts, { document, part }: Hand): Promise<Decision | undefined> {
  for (let changes = 0; changes < 5; changes++) {
    const [next] = await planOf(document, parts, part);
    if (next?.decision.do !== 'update') return next?.decision;
    parts[part] = changed(parts[part] as Plain, next.decision.change);
  }
  throw new Error(`${part} needs change after change`);
}

type Told = Exclude<Cell, { is: 'no state' }>;
const cells = Object.entries(ROWS).flatMap(([member, row]) =>
  row.flatMap((cell): readonly [string, string, Told][] =>
    cell.is === 'no state' ? [] : [[member, `${cell.is}, ${cell.document}: ${cell.part} ${cell.path}`, cell]],
  ),
);

describe('the table of what can be changed by hand', () => {
  it('has every operation of the SDK that changes what is there', () => {
    expect(unknownOperations()).toEqual([]);
  });

  it.each(OPERATIONS)('has a row for each member of %s, and no other', (operation) => {
    const members = membersOf(operation).map((member) => `${operation} ${member}`);
    expect(members.length).toBeGreaterThan(1);
    const rows = Object.keys(ROWS).filter((row) => row.startsWith(`${operation} `));
    expect([...rows].sort()).toEqual([...members].sort());
  });

  it('has something to say of each, or why not', () => {
    for (const [member, row] of Object.entries(ROWS)) expect([member, row.length]).not.toEqual([member, 0]);
  });
});

describe.each(documents)('a cluster as the document says (%s)', (document) => {
  const parts = applied.get(document) as Parts;

  it('has not drifted, and nothing is to be done about it', async () => {
    expect(await driftOf(document, parts)).toEqual([]);
    for (const key of Object.keys(parts)) expect(await planOf(document, parts, key)).toEqual([]);
  });
});

describe('one member that is changed by hand', () => {
  it.each(cells)('%s (%s)', async (_member, _how, cell) => {
    const parts = byHand(cell);
    const before = at(applied.get(cell.document)?.[cell.part] as Plain, cell.path);
    expect(at(parts[cell.part] as Plain, cell.path)).not.toEqual(before);

    const drift = await driftOf(cell.document, parts);
    const told = drift.filter(({ path }) => path.startsWith(cell.drift));
    if (cell.is === 'not told') expect(drift).toEqual([]);
    else expect(told).not.toEqual([]);
    for (const { wanted, found } of told) expect(wanted).not.toBe(found);

    const plan = await planOf(cell.document, parts, cell.part);
    if (cell.is === 'changed back' || cell.is === 'refused') expect(plan).not.toEqual([]);
    for (const { decision } of plan)
      expect('summary' in decision ? decision.summary : 'refused').not.toBe('');

    const end = await applyTo(parts, cell);
    if (cell.is === 'changed back') {
      expect(end).toBeUndefined();
      expect(await driftOf(cell.document, parts)).toEqual([]);
    }
    if (cell.is === 'refused') expect(end).toMatchObject({ do: 'refuse', path: cell.by });
    if (cell.is === 'left') expect(end).toBeUndefined();
  });
});
