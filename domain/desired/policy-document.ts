import type { Account } from './account.ts';
import { dnsSuffix } from './account.ts';
import type { Value } from './template.ts';

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

/** A trust policy for services, each by its short name (`ec2`, `eks`, `eks-fargate-pods`). */
export function trustServices(
  account: Account,
  services: readonly string[],
  actions = ['sts:AssumeRole'],
): PolicyDocument {
  // Only EC2's principal has China's suffix there; EKS's own are the same everywhere.
  const principals = services.map(
    (name) => `${name}.${name === 'ec2' ? dnsSuffix(account) : 'amazonaws.com'}`,
  );
  return policy({ Effect: 'Allow', Principal: { Service: principals }, Action: actions });
}

/** What a role for EKS Pod Identity must trust. */
export function trustPodIdentity(account: Account): PolicyDocument {
  return trustServices(account, ['pods.eks'], ['sts:AssumeRole', 'sts:TagSession']);
}

/** What a role for IAM Roles for Service Accounts must trust: the cluster's issuer, for one subject. */
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
