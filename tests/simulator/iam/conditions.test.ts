import { describe, expect, it } from '@jest/globals';
import { iamWorld } from './world.ts';

type Values = Readonly<Record<string, string | readonly string[] | boolean>>;

/** True where an allow under the condition lets a call with this context pass. */
async function passes(Condition: object, context: Values = {}): Promise<boolean> {
  const { iam, role } = iamWorld();
  const caller = await role('task', { Effect: 'Allow', Action: '*', Resource: '*', Condition });
  return iam.evaluate(caller, { action: 'ec2:CreateTags', resource: '*', context }).allowed;
}

describe('condition operators', () => {
  it.each<[string, object, Values, boolean]>([
    ['StringEquals of one of several values', { StringEquals: { 'x:k': ['a', 'b'] } }, { 'x:k': 'b' }, true],
    ['StringEquals with regard to case', { StringEquals: { 'x:k': 'A' } }, { 'x:k': 'a' }, false],
    ['keys without regard to case', { StringEquals: { 'X:K': 'a' } }, { 'x:k': 'a' }, true],
    ['StringEqualsIgnoreCase', { StringEqualsIgnoreCase: { 'x:k': 'A' } }, { 'x:k': 'a' }, true],
    ['StringLike', { StringLike: { 'x:k': 'a?c*' } }, { 'x:k': 'abcd' }, true],
    [
      'StringNotEquals of none of the values',
      { StringNotEquals: { 'x:k': ['a', 'b'] } },
      { 'x:k': 'b' },
      false,
    ],
    ['StringNotEquals where the key is absent', { StringNotEquals: { 'x:k': 'a' } }, {}, true],
    ['StringEquals where the key is absent', { StringEquals: { 'x:k': 'a' } }, {}, false],
    ['StringEqualsIfExists where the key is absent', { StringEqualsIfExists: { 'x:k': 'a' } }, {}, true],
    [
      'StringEqualsIfExists where it differs',
      { StringEqualsIfExists: { 'x:k': 'a' } },
      { 'x:k': 'b' },
      false,
    ],
    ['Null true where the key is absent', { Null: { 'x:k': 'true' } }, {}, true],
    ['Null true where the key is there', { Null: { 'x:k': 'true' } }, { 'x:k': 'a' }, false],
    ['Null false where the key is there', { Null: { 'x:k': 'false' } }, { 'x:k': 'a' }, true],
    ['Bool', { Bool: { 'x:k': 'true' } }, { 'x:k': true }, true],
    ['NumericLessThanEquals', { NumericLessThanEquals: { 'x:k': '10' } }, { 'x:k': '9' }, true],
    ['NumericGreaterThan', { NumericGreaterThan: { 'x:k': '10' } }, { 'x:k': '9' }, false],
    [
      'DateGreaterThan',
      { DateGreaterThan: { 'x:k': '2026-01-01T00:00:00Z' } },
      { 'x:k': '2026-01-02T00:00:00Z' },
      true,
    ],
    ['IpAddress', { IpAddress: { 'x:k': '10.0.0.0/8' } }, { 'x:k': '10.1.2.3' }, true],
    ['NotIpAddress', { NotIpAddress: { 'x:k': '10.0.0.0/8' } }, { 'x:k': '10.1.2.3' }, false],
    [
      'ArnLike',
      { ArnLike: { 'x:k': 'arn:aws:eks:*:*:cluster/*' } },
      { 'x:k': 'arn:aws:eks:r:1:cluster/a' },
      true,
    ],
    [
      'ArnNotEquals',
      { ArnNotEquals: { 'x:k': 'arn:aws:eks:r:1:cluster/a' } },
      { 'x:k': 'arn:aws:eks:r:1:cluster/a' },
      false,
    ],
    [
      'every operator of a block',
      { StringEquals: { 'x:k': 'a' }, Bool: { 'x:b': 'true' } },
      { 'x:k': 'a', 'x:b': false },
      false,
    ],
    [
      'ForAllValues of a subset',
      { 'ForAllValues:StringEquals': { 'x:k': ['a', 'b'] } },
      { 'x:k': ['a'] },
      true,
    ],
    [
      'ForAllValues of a value outside',
      { 'ForAllValues:StringEquals': { 'x:k': ['a'] } },
      { 'x:k': ['a', 'b'] },
      false,
    ],
    ['ForAllValues where the key is absent', { 'ForAllValues:StringEquals': { 'x:k': ['a'] } }, {}, true],
    [
      'ForAllValues of a negated operator, with one value that it excludes',
      { 'ForAllValues:StringNotLike': { 'x:k': '*d' } },
      { 'x:k': ['abc', 'abcd'] },
      false,
    ],
    [
      'ForAllValues of a negated operator, with none',
      { 'ForAllValues:StringNotLike': { 'x:k': '*d' } },
      { 'x:k': ['abc'] },
      true,
    ],
    [
      'ArnLike in any partition and account',
      { ArnLike: { 'x:k': 'arn:*:iam::*:policy/a/*' } },
      { 'x:k': 'arn:aws-cn:iam::111122223333:policy/a/b' },
      true,
    ],
    [
      'ArnNotEquals beside ArnLike, of the one that is left out',
      {
        ArnLike: { 'x:k': 'arn:aws:iam::*:policy/a/*' },
        ArnNotEquals: { 'x:k': 'arn:aws:iam::1:policy/a/b' },
      },
      { 'x:k': 'arn:aws:iam::1:policy/a/b' },
      false,
    ],
    [
      'ForAnyValue of one match',
      { 'ForAnyValue:StringEquals': { 'x:k': ['a'] } },
      { 'x:k': ['b', 'a'] },
      true,
    ],
    ['ForAnyValue where the key is absent', { 'ForAnyValue:StringNotEquals': { 'x:k': ['a'] } }, {}, false],
  ])('%s', async (_, condition, context, expected) => {
    expect(await passes(condition, context)).toBe(expected);
  });

  it('knows the global keys of the request', async () => {
    expect(await passes({ StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })).toBe(true);
    expect(await passes({ DateLessThan: { 'aws:CurrentTime': '2026-01-01T00:00:01Z' } })).toBe(true);
    expect(await passes({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/task' } })).toBe(true);
    expect(await passes({ Null: { 'aws:SourceIp': 'false' } })).toBe(false);
  });
});
