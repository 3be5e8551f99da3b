import { describe, expect, it } from '@jest/globals';
import { trustPodIdentity } from '../../../domain/desired/roles/policy-document.ts';
import { desiredRoles } from '../../../domain/desired/roles/roles.ts';
import { account, configOf } from './fixtures.ts';

const config = configOf({
  fargateProfiles: [{ name: 'batch', selectors: [{ namespace: 'batch' }] }],
  managedNodeGroups: [{ name: 'web' }],
});
const { partition, region, accountId } = account;
const eks = (resource: string) => ({
  ArnLike: { 'aws:SourceArn': `arn:${partition}:eks:${region}:${accountId}:${resource}` },
});

/** The condition of the statement by which a role of the cluster trusts a service. */
const conditionOf = (purpose: string): unknown => {
  const trust = desiredRoles(config, account).find((role) => role.purpose === purpose)?.trust as unknown as {
    readonly Statement: readonly { readonly Condition?: unknown }[];
  };
  return trust.Statement[0]?.Condition;
};

describe('a role that EKS uses', () => {
  const { name } = config.metadata;

  it.each([
    ['service', `cluster/${name}`],
    ['fargate', `fargateprofile/${name}/*`],
  ])('is used for its own cluster alone (%s)', (purpose, resource) => {
    expect(conditionOf(purpose)).toEqual(eks(resource));
  });

  it('is used for its own cluster alone (of pods)', () => {
    expect(trustPodIdentity(account, name)).toMatchObject({
      Statement: [{ Condition: eks(`cluster/${name}`) }],
    });
  });

  it('and instances are made by the account itself: EC2 has no such key', () => {
    expect(conditionOf('nodegroup-web')).toBeUndefined();
  });
});
