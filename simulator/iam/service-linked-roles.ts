import { NotSimulated } from '../aws-error.ts';
import type { Operation } from '../service.ts';
import type { Account } from './account.ts';
import { invalidInput } from './iam-errors.ts';
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
  'replication.dynamodb.amazonaws.com': 'AWSServiceRoleForDynamoDBReplication',
};

export function serviceLinkedRoleName(servicePrincipal: string, suffix?: string): string {
  const name = ROLE_NAMES[servicePrincipal];
  if (!name) throw new NotSimulated(`the service-linked role of ${servicePrincipal}`);
  return suffix ? `${name}_${suffix}` : name;
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
      const trust = {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: input.AWSServiceName }, Action: 'sts:AssumeRole' },
        ],
      };
      const role = addRole(
        account,
        {
          RoleName,
          AssumeRolePolicyDocument: JSON.stringify(trust),
          Path: `/aws-service-role/${input.AWSServiceName}/`,
          ...(input.Description === undefined ? {} : { Description: input.Description }),
        },
        0,
      );
      return { Role: roleOutput(role, true) };
    },
  };
}
