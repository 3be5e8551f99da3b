import { describe, expect, it } from '@jest/globals';
import { isSamePerson, principalOf } from '../../../domain/proof/person.ts';

const A = '111122223333';
const role = (name: string, session: string, account = A) =>
  `arn:aws:sts::${account}:assumed-role/${name}/${session}`;
const sso = (set: string, session: string) => role(`AWSReservedSSO_${set}_0123456789abcdef`, session);
const user = (name: string) => `arn:aws:iam::${A}:user/${name}`;
const root = `arn:aws:iam::${A}:root`;

describe('a principal', () => {
  it.each([
    [role('ops', 'ann'), { account: A, kind: 'role', role: 'ops', session: 'ann' }],
    [user('eng/ann'), { account: A, kind: 'user', name: 'eng/ann' }],
    [root, { account: A, kind: 'root' }],
    [`arn:aws:sts::${A}:federated-user/ann`, { account: A, kind: 'federated', name: 'ann' }],
    [`arn:aws-cn:sts::${A}:assumed-role/ops/ann`, { account: A, kind: 'role', role: 'ops', session: 'ann' }],
    ['events.amazonaws.com', undefined],
    [`arn:aws:iam::${A}:role/ops`, undefined],
    [`arn:aws:sts::${A}:assumed-role/ops`, undefined],
    [`arn:aws:sts::${A}:assumed-role/ops/a/b`, undefined],
    ['', undefined],
  ])('is read from %s', (arn, principal) => {
    expect(principalOf(arn)).toEqual(principal);
  });
});

describe('two ARNs', () => {
  it.each([
    ['one role, whatever the sessions say', role('ops', 'ann'), role('ops', 'bob'), true],
    ['two roles', role('ops', 'ann'), role('dev', 'ann'), false],
    ['one role name in two accounts', role('ops', 'ann'), role('ops', 'ann', '444455556666'), false],
    ['two people of Identity Center', sso('Admin', 'ann@x.example'), sso('Admin', 'bob@x.example'), false],
    ['one of them, twice', sso('Admin', 'ann@x.example'), sso('Admin', 'ann@x.example'), true],
    ['one of them by two permission sets', sso('Admin', 'ann@x.example'), sso('Ops', 'Ann@x.example'), true],
    [
      'a role that only looks like one of Identity Center',
      role('AWSReservedSSO_Admin', 'a1'),
      role('AWSReservedSSO_Admin', 'b1'),
      true,
    ],
    ['one user', user('ann'), user('ann'), true],
    ['two users', user('ann'), user('bob'), false],
    [
      'two federated users, whose names their maker chose',
      `arn:aws:sts::${A}:federated-user/a`,
      `arn:aws:sts::${A}:federated-user/b`,
      true,
    ],
    ['root', root, root, true],
    ['root and a user', root, user('ann'), false],
    ['what cannot be read', 'ann', user('ann'), true],
  ])('of %s', (_, one, other, same) => {
    expect([isSamePerson(one, other), isSamePerson(other, one)]).toEqual([same, same]);
  });
});
