import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { FLEET_ITEMS, LEASE_ITEMS } from '../../aws/dynamodb/item-types.ts';
import { fromItem, toItem } from '../../aws/dynamodb/items.ts';

const plan = { targets: [{ key: 'managed/web', sizes: { minSize: 0, desiredSize: 0 } }], 'until?': null };
const { operation: OPERATION } = FLEET_ITEMS;
const record = {
  id: 'o1',
  epoch: 3,
  plan,
  regions: ['us-east-1'],
  tags: { team: 'web' },
  endedAt: undefined,
};

const types = Object.entries({ ...LEASE_ITEMS, ...FLEET_ITEMS });
/** Each key with the same names in it, as its prefix tells it from others. */
const keyOf = (key: (...of: never[]) => { readonly table: string; readonly key: object }) =>
  JSON.stringify((key as (...of: string[]) => object)('a', 'b', 'c'));

describe('the types of items', () => {
  it('are told apart by where they are', () => {
    expect(new Set(types.map(([, { key }]) => keyOf(key))).size).toBe(types.length);
  });

  it('know no attribute that is a part of the key', () => {
    for (const [name, { attributes }] of types)
      expect([name, Object.keys(attributes).filter((one) => one === 'pk' || one === 'sk')]).toEqual([
        name,
        [],
      ]);
  });
});

/**
 * Releases that are deployed read these as JSON, and everything else as it is: to change one takes two releases (ADR
 * 13).
 */
const JSON_IN = {
  waiting: ['waiting'],
  claim: ['requester'],
  operation: ['cluster', 'identity', 'failure', 'cancellation', 'request', 'plan', 'observed', 'report'],
  cluster: ['cluster', 'config', 'observed', 'notDescribed'],
  listing: ['cluster'],
  memory: ['groups', 'provisioning'],
  left: ['groups'],
  rejection: ['requester'],
  signal: ['zones'],
  fleetUpgrade: ['upgrade'],
  document: ['document'],
};

it('is as deployed code reads it', () => {
  const json = types.map(([name, { attributes }]) => [
    name,
    Object.entries(attributes).flatMap(([attribute, as]) => (as === 'json' ? [attribute] : [])),
  ]);
  expect(Object.fromEntries(json.filter(([, names = []]) => names.length > 0))).toEqual(JSON_IN);
});

describe('an item', () => {
  it('holds its documents as JSON, and all else as values of DynamoDB', () => {
    expect(toItem(OPERATION, record)).toEqual({
      id: { S: 'o1' },
      epoch: { N: '3' },
      plan: { S: JSON.stringify(plan) },
      regions: { L: [{ S: 'us-east-1' }] },
      tags: { M: { team: { S: 'web' } } },
    });
  });

  it('gives what was put into it', () => {
    const { endedAt: _, ...kept } = record;
    expect(fromItem(OPERATION, toItem(OPERATION, record))).toEqual(kept);
  });

  it('has the documents of an expression under their own names', () => {
    expect(toItem(OPERATION, { ':plan': plan, ':status': 'Running', ':failure': null })).toEqual({
      ':plan': { S: JSON.stringify(plan) },
      ':status': { S: 'Running' },
      ':failure': { NULL: true },
    });
  });

  it('may have a document that somebody wrote as a map', () => {
    expect(fromItem(OPERATION, marshall({ plan }))).toEqual({ plan });
  });

  it('keeps a text that looks like JSON where it is none of its documents', () => {
    const named = { reason: '{"not": "a document"}', failure: null };
    expect(fromItem(OPERATION, toItem(OPERATION, named))).toEqual(named);
  });

  it('has a document where its own type says so, whatever it is in another', () => {
    const groups = { web: { minSize: 1 } };
    expect(toItem(FLEET_ITEMS.left, { groups })).toEqual({ groups: { S: JSON.stringify(groups) } });
    expect(toItem(LEASE_ITEMS.pause, { holds: { p1: { reason: 'fire', request: {} } } })).toEqual({
      holds: { M: { p1: { M: { reason: { S: 'fire' }, request: { M: {} } } } } },
    });
    expect(toItem(FLEET_ITEMS.listing, { tags: groups })).toEqual({
      tags: { M: { web: { M: { minSize: { N: '1' } } } } },
    });
  });

  it('is told without where it is', () => {
    expect(fromItem(OPERATION, marshall({ pk: 'cluster#web', sk: 'operation#o1', id: 'o1' }))).toEqual({
      id: 'o1',
    });
  });
});
