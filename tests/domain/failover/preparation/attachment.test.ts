import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  attachmentOf,
  detachmentOf,
  unhealthyBecause,
  zoneNames,
} from '../../../../domain/failover/preparation/attachment.ts';
import type { RecordSet } from '../../../../domain/ports/dns.ts';

const record = (Failover: 'PRIMARY' | 'SECONDARY', more: Partial<RecordSet> = {}): RecordSet => ({
  ...{ Name: 'shop.example.com.', Type: 'A', TTL: 30, SetIdentifier: Failover, Failover },
  ...more,
});
const alias = (EvaluateTargetHealth: boolean) => ({
  AliasTarget: { HostedZoneId: 'Z1', DNSName: 'lb.example.com.', EvaluateTargetHealth },
});
const of = (...found: readonly RecordSet[]) => attachmentOf('shop.example.com', found, 'ours');
const secondary = record('SECONDARY');

describe('the place of a check', () => {
  it('is the primary record of each type, over what was read', () => {
    const [a, aaaa] = [record('PRIMARY'), record('PRIMARY', { Type: 'AAAA' })];
    expect(of(a, secondary, aaaa, record('SECONDARY', { Type: 'AAAA' }))).toEqual({
      changes: [a, aaaa].map((from) => ({ from, to: { ...from, HealthCheckId: 'ours' } })),
      unready: [],
    });
  });

  it('is an alias that does not evaluate the health of its target any more', () => {
    const { TTL: _, ...primary } = record('PRIMARY', alias(true));
    const { changes } = of(primary, secondary);
    expect(changes[0]?.to).toMatchObject({
      HealthCheckId: 'ours',
      AliasTarget: { EvaluateTargetHealth: false },
    });
  });

  it('is found, and nothing is changed', () => {
    expect(of(record('PRIMARY', { HealthCheckId: 'ours' }), secondary)).toEqual({ changes: [], unready: [] });
  });

  const OF = 'record of shop.example.com (A)';
  it.each([
    [
      'there is no pair',
      [{ Name: 'shop.example.com.', Type: 'A', TTL: 30 }],
      'shop.example.com has no failover pair of records',
    ],
    ['the primary is missing', [secondary], 'shop.example.com (A) has no primary record'],
    ['the secondary is missing', [record('PRIMARY')], 'shop.example.com (A) has no secondary record'],
    [
      "there is somebody's check",
      [record('PRIMARY', { HealthCheckId: 'theirs' }), secondary],
      `the primary ${OF} has health check theirs, which is not the plan's`,
    ],
    [
      'a traffic policy has it',
      [record('PRIMARY', { TrafficPolicyInstanceId: 'policy' }), secondary],
      `the primary ${OF} belongs to a traffic policy`,
    ],
  ] as const)('is not taken where %s', (_what, found, said) => {
    expect(of(...found)).toEqual({ changes: [], unready: [said] });
  });

  it.each([
    [
      'a secondary with a check',
      [record('PRIMARY'), record('SECONDARY', { HealthCheckId: 'x' })],
      `the secondary ${OF} has health check x; it must have none`,
    ],
    [
      'a secondary that evaluates its target',
      [record('PRIMARY'), record('SECONDARY', alias(true))],
      `the secondary ${OF} evaluates its target's health, which would bring traffic back by itself`,
    ],
    [
      'a long TTL',
      [record('PRIMARY', { TTL: 61 }), secondary],
      `the primary ${OF} has a TTL of 61 s, allowed 60`,
    ],
    [
      'nothing of a minute’s TTL',
      [record('PRIMARY', { TTL: 60 }), record('SECONDARY', alias(false))],
      undefined,
    ],
  ] as const)('is taken, and %s is told', (_what, found, said) => {
    const { changes, unready } = of(...found);
    expect(changes).toHaveLength(1);
    expect(unready).toEqual(said === undefined ? [] : [said]);
  });

  it('is taken again from an alias that evaluates its target since, though the check is there', () => {
    const primary = record('PRIMARY', { HealthCheckId: 'ours', ...alias(true) });
    expect(of(primary, secondary).changes).toEqual([{ from: primary, to: { ...primary, ...alias(false) } }]);
  });

  it('is left by the same change backwards, whatever the record is besides', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.constantFrom('A', 'AAAA', 'CNAME'), (TTL, Type) => {
        const primary = record('PRIMARY', { TTL, Type });
        const { changes } = of(primary, record('SECONDARY', { TTL, Type }));
        const after = changes.map(({ to }) => to);
        expect(detachmentOf(after, 'ours').map(({ to }) => to)).toEqual([primary]);
        expect(detachmentOf(after, 'theirs')).toEqual([]);
      }),
    );
  });
});

describe('a check of a word', () => {
  const some = (count: number, status: string) => Array.from({ length: count }, () => status);
  const ABSENT = 'Failure: The string "standby shop serves" was not found.';

  it.each([
    ['nobody has looked', [], 'no checker has looked yet'],
    [
      "its word is the standby's",
      [...some(4, 'Success: HTTP Status Code 200, OK'), ...some(12, ABSENT)],
      "standby's",
    ],
    [
      'checkers are refused',
      [...some(4, 'Failure: HTTP Status Code 403.'), ...some(12, ABSENT)],
      'cannot read its word',
    ],
  ] as const)('is not put on a record where %s', (_what, statuses, said) => {
    expect(unhealthyBecause(statuses)).toContain(said);
  });

  it.each([
    [
      'nearly all checkers find that the word is not there',
      [...some(14, ABSENT), ...some(2, 'Failure: HTTP Status Code 503.')],
    ],
    [
      'all of them do, and say by which status',
      some(16, 'Failure: HTTP Status Code 200, the string was not found'),
    ],
    [
      'no more than 18 of a hundred see the word',
      [...some(41, ABSENT), ...some(9, 'Success: HTTP Status Code 200, OK')],
    ],
    [
      'no more than 18 of a hundred are refused',
      [...some(41, ABSENT), ...some(9, 'Failure: HTTP Status Code: 403')],
    ],
    ['a failure is told as no success', some(16, 'Failure: no success')],
  ] as const)('is put there while %s', (_what, statuses) => {
    expect(unhealthyBecause(statuses)).toBeUndefined();
  });
});

it('looks for the zone with the longest name, and for none of a top-level domain', () => {
  expect(zoneNames('A.Shop.example.com.')).toEqual(['a.shop.example.com', 'shop.example.com', 'example.com']);
});
