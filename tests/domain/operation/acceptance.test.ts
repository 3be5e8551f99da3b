import { describe, expect, it } from '@jest/globals';
import {
  freezeProblem,
  isHeldAgainstCluster,
  lowLevelProblem,
  mayBeFrozen,
} from '../../../domain/operation/acceptance.ts';
import { OPERATION_KINDS, type OperationKind } from '../../../domain/operation/kinds.ts';
import type { FleetDocument } from '../../../domain/policy/schema.ts';
import type { StoredFleet } from '../../../domain/ports/fleets.ts';
import { LEVELS, type Level } from '../../../domain/registry/level.ts';
import { registered } from '../firings/on-agenda.ts';
import { fleetOf, OFFICE, OTHER, SALE } from '../policy/documents.ts';

const stops = ['apply', 'scale', 'upgrade', 'drill', 'delete'];
const freeze = (over: object = {}) => ({ from: '2026-11-20', to: '2026-12-27', zone: 'UTC', stops, ...over });
const stored = (...documents: readonly FleetDocument[]): readonly StoredFleet[] =>
  documents.map((document) => ({
    name: document.metadata.name,
    revision: 1,
    home: document.spec.home,
    document,
    regions: document.spec.regions,
    writtenBy: 'op',
    writtenAt: '',
    requestedBy: '',
  }));
const NOON = '2026-11-26T12:00:00Z';
const frozen = (
  documents: readonly StoredFleet[],
  over: Partial<Parameters<typeof freezeProblem>[0]> = {},
  at = NOON,
  until = at,
) =>
  freezeProblem(
    {
      kind: 'delete',
      cluster: { name: 'shop', region: OTHER },
      registered: registered(),
      ...over,
    },
    documents,
    at,
    until,
  );

describe('levels', () => {
  const neededBy = (kind: OperationKind) =>
    LEVELS.find((level: Level) => !lowLevelProblem({ kind, registered: registered({ level }) }));

  it('that each kind of operation needs at least', () => {
    expect(Object.fromEntries(OPERATION_KINDS.map((kind) => [kind, neededBy(kind)]))).toEqual({
      'apply-fleet': 'observe',
      'upgrade-fleet': 'observe',
      release: 'observe',
      adopt: 'observe',
      create: 'all',
      scale: 'scale',
      upgrade: 'upgrade',
      delete: 'all',
      drill: 'scale',
      failover: 'scale',
    });
  });

  it('are told with the way to the one that is needed', () => {
    expect(lowLevelProblem({ kind: 'scale', registered: registered({ level: 'observe' }) })).toEqual({
      path: '',
      message:
        'shop in us-east-1 is managed at level observe, and this needs scale: eks-fleet adopt shop --region us-east-1 --level scale; if there is no such cluster any more: eks-fleet release shop --region us-east-1',
    });
    expect(lowLevelProblem({ kind: 'delete', registered: undefined })).toBeUndefined();
  });
});

it('reads documents for what a freeze can hold, and a cluster where its level or a freeze counts', () => {
  expect(OPERATION_KINDS.filter(mayBeFrozen)).toEqual(['create', 'scale', 'upgrade', 'delete', 'drill']);
  expect(OPERATION_KINDS.filter(isHeldAgainstCluster)).toEqual([
    ...['create', 'scale', 'upgrade', 'delete', 'drill', 'failover'],
  ]);
});

describe('freezes', () => {
  it.each([
    ['create', 'apply'],
    ['scale', 'scale'],
    ['upgrade', 'upgrade'],
    ['delete', 'delete'],
    ['drill', 'drill'],
  ] as const)('hold %s where they stop %s, and only there', (kind, stop) => {
    const by = (named: readonly string[]) =>
      frozen(stored(fleetOf({ freezes: [freeze({ stops: named })] })), { kind });
    expect(by([stop])).toEqual({
      path: 'Fleet retail: spec.freezes[0].stops',
      message: `shop in us-east-1 is frozen: fleet retail stops ${stop} from 2026-11-20 to 2026-12-27 (UTC); ask again after 2026-12-27, or take ${stop} out of the stops of that freeze and apply the Fleet document`,
    });
    expect(by(stops.filter((one) => one !== stop))).toBeUndefined();
  });

  it.each(['apply-fleet', 'adopt', 'release', 'failover'] as const)('never hold %s', (kind) => {
    expect(frozen(stored(fleetOf({ freezes: [freeze()] })), { kind })).toBeUndefined();
  });

  it('hold on both of their days, by the clocks of their zone', () => {
    const sydney = stored(fleetOf({ freezes: [freeze({ zone: 'Australia/Sydney' })] }));
    const at = (time: string) => frozen(sydney, {}, time) !== undefined;
    expect(
      ['2026-11-19T12:59:59Z', '2026-11-19T13:00:00Z', '2026-12-27T12:59:59Z', '2026-12-27T13:00:00Z'].map(
        at,
      ),
    ).toEqual([false, true, true, false]);
  });

  it('hold what would still be under way when they begin, however short they are', () => {
    const oneDay = stored(
      fleetOf({ freezes: [freeze({ from: '2026-11-28', to: '2026-11-28', zone: 'Australia/Sydney' })] }),
    );
    const during = (from: string, until: string) => frozen(oneDay, {}, from, until) !== undefined;
    // In Sydney it begins at 13:00 of the day before, by UTC.
    expect(during('2026-11-27T10:00:00Z', '2026-11-27T12:59:59Z')).toBe(false);
    expect(during('2026-11-27T10:00:00Z', '2026-11-27T13:00:00Z')).toBe(true);
    expect(during('2026-11-27T10:00:00Z', '2026-11-30T00:00:00Z')).toBe(true);
    expect(during('2026-11-28T12:59:59Z', '2026-11-30T00:00:00Z')).toBe(true);
    expect(during('2026-11-28T13:00:00Z', '2026-11-30T00:00:00Z')).toBe(false);
  });

  it('are told by the one that ends last', () => {
    const freezes = [freeze({ to: '2026-11-27' }), freeze({ to: '2026-11-29' })];
    const longer = fleetOf({ freezes: [freeze({ to: '2026-11-28' })] }, 'longer');
    expect(frozen(stored(longer, fleetOf({ freezes })))).toMatchObject({
      path: 'Fleet retail: spec.freezes[1].stops',
    });
  });

  it('of a document that is deleted hold nothing', () => {
    const [one] = stored(fleetOf({ freezes: [freeze()] }));
    const { document: _gone, ...deleted } = one as StoredFleet;
    expect(frozen([deleted])).toBeUndefined();
  });
});

describe('a freeze holds', () => {
  const retail = fleetOf({ freezes: [freeze()], sleep: [OFFICE] });
  const other = (spec: Readonly<Record<string, unknown>>) => fleetOf(spec, 'payments');
  const untagged = registered();
  const config = { ...untagged.config, metadata: { ...untagged.config.metadata, tags: { env: 'prod' } } };
  const prod = registered({ config });

  it.each<[string, readonly FleetDocument[], Parameters<typeof frozen>[1], boolean]>([
    ['a cluster that an entry of its document selects', [retail], {}, true],
    ['a cluster of its regions that no document means', [retail], { registered: prod }, true],
    ['no cluster of another region', [retail], { cluster: { name: 'shop', region: 'eu-west-1' } }, false],
    [
      'no cluster that only the entries of another document mean',
      [retail, other({ sleep: [{ ...OFFICE, select: { env: 'prod' } }] })],
      { registered: prod },
      false,
    ],
    [
      'no cluster that only a wave of another document means',
      [retail, other({ upgrades: { waves: [{ select: { env: 'prod' } }] } })],
      { registered: prod },
      false,
    ],
    [
      'no cluster that only a failover plan of another document means',
      [
        retail,
        other({
          failover: [{ from: { cluster: 'x', region: OTHER }, to: { cluster: 'shop', region: OTHER } }],
        }),
      ],
      { registered: prod },
      false,
    ],
    [
      'every cluster of its regions, where its document means none in particular',
      [other({ freezes: [freeze()] }), fleetOf({ sleep: [OFFICE] })],
      {},
      true,
    ],
    [
      'a cluster that is yet to be made, by the tags that it is to have',
      [retail, other({ scale: [{ ...SALE, select: { env: 'prod' } }] })],
      { kind: 'create', registered: undefined, tags: { env: 'dev' } },
      true,
    ],
    [
      'a cluster whose tags a request would take away',
      [retail, other({ scale: [{ ...SALE, select: { env: 'prod' } }] })],
      { kind: 'create', tags: { env: 'prod' } },
      true,
    ],
    [
      'a cluster that a request would bring under it',
      [retail, other({ scale: [{ ...SALE, select: { env: 'prod' } }] })],
      { kind: 'create', registered: prod, tags: { env: 'dev' } },
      true,
    ],
    [
      'no cluster that another document means by its tags, where the request says none',
      [retail, other({ sleep: [{ ...OFFICE, select: { env: 'prod' } }] })],
      { kind: 'create', registered: prod },
      false,
    ],
    [
      'no cluster that the fleet does not have and another document names',
      [retail, other({ sleep: [{ ...OFFICE, select: { name: 'shop' } }] })],
      { registered: undefined },
      false,
    ],
  ])('%s', (_what, documents, over, holds) => {
    expect(frozen(stored(...documents), over) !== undefined).toBe(holds);
  });
});
