import { NotSimulated } from '../../aws-error.ts';
import type { RolePort } from '../../region.ts';
import type { Operation } from '../../service.ts';
import type { Account } from '../account.ts';
import { invalidInput } from '../errors.ts';
import { accessDenied } from '../evaluation/denial.ts';
import type { Evaluate } from '../evaluation/evaluate.ts';
import type { Role } from '../state.ts';
import { addRole, roleOutput } from './roles.ts';

/** Names of service-linked roles, from each service's guide ("Using service-linked roles"). */
const ROLE_NAMES: Readonly<Record<string, string>> = {
  'eks.amazonaws.com': 'AWSServiceRoleForAmazonEKS',
  'eks-nodegroup.amazonaws.com': 'AWSServiceRoleForAmazonEKSNodegroup',
  'eks-fargate.amazonaws.com': 'AWSServiceRoleForAmazonEKSForFargate',
  'eks-connector.amazonaws.com': 'AWSServiceRoleForAmazonEKSConnector',
  'autoscaling.amazonaws.com': 'AWSServiceRoleForAutoScaling',
  'elasticloadbalancing.amazonaws.com': 'AWSServiceRoleForElasticLoadBalancing',
  'spot.amazonaws.com': 'AWSServiceRoleForEC2Spot',
  'pullthroughcache.ecr.amazonaws.com': 'AWSServiceRoleForECRPullThroughCache',
  'replication.dynamodb.amazonaws.com': 'AWSServiceRoleForDynamoDBReplication',
};

export function serviceLinkedRoleName(servicePrincipal: string, suffix?: string): string {
  const name = ROLE_NAMES[servicePrincipal];
  if (!name) throw new NotSimulated(`the service-linked role of ${servicePrincipal}`);
  return suffix ? `${name}_${suffix}` : name;
}

const pathOf = (servicePrincipal: string): string => `/aws-service-role/${servicePrincipal}/`;

function add(account: Account, servicePrincipal: string, RoleName: string, Description?: string): Role {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: servicePrincipal }, Action: 'sts:AssumeRole' }],
  };
  return addRole(
    account,
    {
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify(trust),
      Path: pathOf(servicePrincipal),
      ...(Description === undefined ? {} : { Description }),
    },
    0,
  );
}

/**
 * Service-linked roles. A service makes its role with the identity of the first caller that needs it (IAM guide,
 * "Create a service-linked role").
 */
export function serviceLinkedRoles(account: Account, evaluate: Evaluate): RolePort['serviceLinked'] {
  return (servicePrincipal) => {
    const name = serviceLinkedRoleName(servicePrincipal);
    const arn = account.arn(`role${pathOf(servicePrincipal)}${name}`);
    return {
      name,
      arn,
      make: (caller) => {
        if (account.state.roles.has(name)) return;
        const verdict = evaluate(caller, {
          action: 'iam:CreateServiceLinkedRole',
          resource: arn,
          context: { 'iam:AWSServiceName': servicePrincipal },
        });
        if (!verdict.allowed) throw accessDenied('iam', verdict.reason);
        add(account, servicePrincipal, name);
      },
    };
  };
}

export function serviceLinkedRoleOperations(account: Account): Record<string, Operation> {
  return {
    CreateServiceLinkedRole: (input: {
      AWSServiceName: string;
      Description?: string;
      CustomSuffix?: string;
    }) => {
      const RoleName = serviceLinkedRoleName(input.AWSServiceName, input.CustomSuffix);
      if (account.state.roles.has(RoleName)) {
        throw invalidInput(
          `Service role name ${RoleName} has been taken in this account, please try a different suffix.`,
        );
      }
      const role = add(account, input.AWSServiceName, RoleName, input.Description);
      return { Role: roleOutput(role, true) };
    },
  };
}
