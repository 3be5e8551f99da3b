import type { Account } from '../account.ts';
import { dnsSuffix } from '../account.ts';
import type { Value } from '../template.ts';

/** An IAM policy as JSON; intrinsics may stand in it. */
export type PolicyDocument = { readonly [name: string]: Value };

type Condition = { readonly [operator: string]: { readonly [key: string]: Value } };

/** One Allow statement. */
export function allow(actions: readonly string[], resource: Value = '*', condition?: Condition): Value {
  const statement = { Effect: 'Allow', Action: actions, Resource: resource };
  return condition ? { ...statement, Condition: condition } : statement;
}

export function policy(...statements: readonly Value[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * A trust policy for services, each by its short name (`ec2`, `eks`, `eks-fargate-pods`). A service that works for
 * many clusters is bound by a condition.
 */
export function trustServices(
  account: Account,
  services: readonly string[],
  actions: readonly string[] = ['sts:AssumeRole'],
  condition?: Condition,
): PolicyDocument {
  // Only EC2's principal has China's suffix there; EKS's own are the same everywhere.
  const principals = services.map(
    (name) => `${name}.${name === 'ec2' ? dnsSuffix(account) : 'amazonaws.com'}`,
  );
  const statement = { Effect: 'Allow', Principal: { Service: principals }, Action: actions };
  return policy(condition ? { ...statement, Condition: condition } : statement);
}

/**
 * A condition that EKS works for a resource of this cluster's own, `cluster/<name>` or `fargateprofile/<name>/*`.
 * Without it EKS could be made to use the role for somebody else's cluster (EKS user guide, "Cross-service confused
 * deputy prevention in Amazon EKS"). The guide has this key alone for roles of clusters and of Fargate, and the ARN
 * says the account.
 */
export const forResource = ({ partition, region, accountId }: Account, resource: string): Condition => ({
  ArnLike: { 'aws:SourceArn': `arn:${partition}:eks:${region}:${accountId}:${resource}` },
});

/** The trust policy of a role for EKS Pod Identity. */
export function trustPodIdentity(account: Account, clusterName: string): PolicyDocument {
  const actions = ['sts:AssumeRole', 'sts:TagSession'];
  return trustServices(account, ['pods.eks'], actions, forResource(account, `cluster/${clusterName}`));
}

/** The trust policy of a role for IAM Roles for Service Accounts: it trusts the cluster's issuer, for one subject. */
export function trustServiceAccount(providerArn: string, issuer: string, subject: string): PolicyDocument {
  const host = issuer.replace('https://', '');
  const operator = /[*?]/.test(subject) ? 'StringLike' : 'StringEquals';
  const audience = { [`${host}:aud`]: 'sts.amazonaws.com' };
  const condition =
    operator === 'StringEquals'
      ? { StringEquals: { ...audience, [`${host}:sub`]: subject } }
      : { StringEquals: audience, StringLike: { [`${host}:sub`]: subject } };
  return policy({
    Effect: 'Allow',
    Principal: { Federated: providerArn },
    Action: ['sts:AssumeRoleWithWebIdentity'],
    Condition: condition,
  });
}
