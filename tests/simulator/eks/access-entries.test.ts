import type { AccessEntry } from '@aws-sdk/client-eks';
import { describe, expect, it } from '@jest/globals';
import { ACCOUNT, role, worldWithCluster } from './world.ts';

const shop = { clusterName: 'shop' };

describe('access entries', () => {
  const person = { ...shop, principalArn: role('person') };
  const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy';

  it('exist from the start for the creator, as an administrator', async () => {
    const world = await worldWithCluster();
    const creator = `arn:aws:iam::${ACCOUNT}:user/admin`;
    expect(world.call('ListAccessEntries', shop)).toEqual({ accessEntries: [creator] });
    expect(world.call('ListAssociatedAccessPolicies', { ...shop, principalArn: creator })).toMatchObject({
      associatedAccessPolicies: [
        { policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy' },
      ],
    });
  });

  it('are unknown to a cluster that authenticates by config map', async () => {
    const world = await worldWithCluster({ accessConfig: { authenticationMode: 'CONFIG_MAP' } });
    expect(world.refusal('CreateAccessEntry', person)).toMatchObject({
      code: 'InvalidRequestException',
      message:
        "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    });
  });

  it('name a session user after the role, and refuse groups of the system', async () => {
    const world = await worldWithCluster();
    const { accessEntry } = world.call<{ accessEntry: AccessEntry }>('CreateAccessEntry', person);
    expect(accessEntry).toMatchObject({
      type: 'STANDARD',
      username: `arn:aws:sts::${ACCOUNT}:assumed-role/person/{{SessionName}}`,
    });
    expect(accessEntry.accessEntryArn).toMatch(
      /:access-entry\/shop\/role\/111122223333\/person\/[0-9a-f-]{36}$/,
    );
    expect(world.refusal('CreateAccessEntry', person).message).toBe(
      'The specified access entry resource is already in use on this cluster.',
    );
    expect(
      world.refusal('UpdateAccessEntry', { ...person, kubernetesGroups: ['system:masters'] }).message,
    ).toBe('The kubernetes group name system:masters is invalid, it cannot start with system:');
  });

  it('take names of sessions after a colon only, and none that AWS keeps', async () => {
    const world = await worldWithCluster();
    const named = (username: string) => ({ ...person, username });
    expect(world.refusal('CreateAccessEntry', named('aws:person')).message).toBe(
      'The username must not begin with aws:',
    );
    expect(world.refusal('CreateAccessEntry', named('person-{{SessionName}}'))).toMatchObject({
      code: 'InvalidParameterException',
    });
    world.call('CreateAccessEntry', named('person:{{SessionNameRaw}}'));
  });

  it('of nodes take no policies', async () => {
    const world = await worldWithCluster();
    world.call('CreateAccessEntry', { ...shop, principalArn: role('node'), type: 'EC2_LINUX' });
    const request = { ...shop, principalArn: role('node'), policyArn, accessScope: { type: 'cluster' } };
    expect(world.refusal('AssociateAccessPolicy', request).message).toBe(
      'This operation can only be performed on Access Entries with a type of "STANDARD".',
    );
  });

  it('refuse a principal that does not exist', async () => {
    const world = await worldWithCluster();
    expect(world.refusal('CreateAccessEntry', { ...shop, principalArn: role('nobody') }).message).toBe(
      'The specified principalArn is invalid: invalid principal.',
    );
  });

  it('take policies for the cluster or for namespaces', async () => {
    const world = await worldWithCluster();
    world.call('CreateAccessEntry', person);
    world.call('AssociateAccessPolicy', { ...person, policyArn, accessScope: { type: 'cluster' } });
    world.call('AssociateAccessPolicy', {
      ...person,
      policyArn,
      accessScope: { type: 'namespace', namespaces: ['web'] },
    });
    expect(world.call('ListAssociatedAccessPolicies', person)).toMatchObject({
      associatedAccessPolicies: [{ policyArn, accessScope: { type: 'namespace', namespaces: ['web'] } }],
    });
    expect(world.call('ListAccessEntries', { ...shop, associatedPolicyArn: policyArn })).toEqual({
      accessEntries: [role('person')],
    });
    world.call('DisassociateAccessPolicy', { ...person, policyArn });
    expect(world.refusal('DisassociateAccessPolicy', { ...person, policyArn }).code).toBe(
      'ResourceNotFoundException',
    );
  });
});
