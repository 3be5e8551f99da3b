import type {
  CreateSecurityGroupRequest,
  DeleteSecurityGroupRequest,
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupsRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { dependencyViolation, invalidValue, missing, notFound } from '../errors.ts';
import type { Ec2State, SecurityGroupRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';
import { addSecurityGroup, type Rule, shownGroup } from './records.ts';
import { describeRules, groupOf, ruleOperations } from './rules.ts';

/** Characters that names and descriptions of groups in a VPC may have ("CreateSecurityGroup", EC2 API reference). */
const TEXT = /^[A-Za-z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/;

function createSecurityGroup(ec2: Ec2State, input: CreateSecurityGroupRequest) {
  if (!input.GroupName) throw missing('GroupName');
  if (!input.Description) throw missing('GroupDescription');
  const vpcId = input.VpcId ?? [...ec2.vpcs.values()].find((vpc) => vpc.IsDefault)?.VpcId;
  if (vpcId === undefined) {
    throw new AwsError('VPCIdNotSpecified', 'No default VPC for this user');
  }
  const vpc = ec2.vpc(vpcId);
  if (input.GroupName.startsWith('sg-')) {
    throw invalidValue(
      `Invalid value '${input.GroupName}' for groupName. Group names may not be in the format sg-*.`,
    );
  }
  for (const [parameter, value] of [
    ['groupName', input.GroupName],
    ['groupDescription', input.Description],
  ] as const) {
    if (!TEXT.test(value)) {
      throw invalidValue(
        `Value (${value}) for parameter ${parameter === 'groupName' ? 'GroupName' : 'GroupDescription'} is invalid. Character sets beyond ASCII are not supported.`,
      );
    }
  }
  const tags = tagsFor('security-group', input.TagSpecifications);
  for (const group of ec2.securityGroups.values()) {
    if (group.VpcId === vpc.VpcId && group.GroupName === input.GroupName) {
      throw new AwsError(
        'InvalidGroup.Duplicate',
        `The security group '${input.GroupName}' already exists for VPC '${vpc.VpcId}'`,
      );
    }
  }
  if (ec2.securityGroups.size >= ec2.quota('security-groups', 2500)) {
    throw new AwsError(
      'SecurityGroupLimitExceeded',
      'The maximum number of security groups for VPC has been reached.',
    );
  }
  const group = addSecurityGroup(ec2, {
    name: input.GroupName,
    description: input.Description,
    vpcId: vpc.VpcId,
    tags,
  });
  return { GroupId: group.GroupId, Tags: group.Tags, SecurityGroupArn: group.SecurityGroupArn };
}

/** Deletes a group. Throws `DependencyViolation` while an interface or another group's rule uses it. */
export function deleteSecurityGroup(ec2: Ec2State, id: string): void {
  const group = ec2.securityGroup(id);
  if (group.GroupName === 'default') {
    throw new AwsError(
      'CannotDelete',
      `the specified group: "${id}" name: "default" cannot be deleted by a user`,
    );
  }
  const isUsed = [...ec2.networkInterfaces.values()].some((held) =>
    held.Groups?.some((used) => used.GroupId === id),
  );
  const isReferenced = [...ec2.securityGroups.values()].some(
    (other) => other.GroupId !== id && other.rules.some((rule) => rule.ReferencedGroupInfo?.GroupId === id),
  );
  if (isUsed || isReferenced) throw dependencyViolation(`resource ${id} has a dependent object`);
  ec2.securityGroups.delete(id);
}

function describeGroups(ec2: Ec2State, input: DescribeSecurityGroupsRequest) {
  const rules =
    (isEgress: boolean, read: (rule: Rule) => string | number | undefined) => (group: SecurityGroupRecord) =>
      group.rules
        .filter((rule) => rule.IsEgress === isEgress)
        .map((rule) => {
          const value = read(rule);
          return value === undefined ? undefined : String(value);
        });
  const ruleFilters = (prefix: string, isEgress: boolean) => ({
    [`${prefix}ip-permission.cidr`]: rules(isEgress, (rule) => rule.CidrIpv4),
    [`${prefix}ip-permission.ipv6-cidr`]: rules(isEgress, (rule) => rule.CidrIpv6),
    [`${prefix}ip-permission.from-port`]: rules(isEgress, (rule) => rule.FromPort),
    [`${prefix}ip-permission.to-port`]: rules(isEgress, (rule) => rule.ToPort),
    [`${prefix}ip-permission.protocol`]: rules(isEgress, (rule) => rule.IpProtocol),
    [`${prefix}ip-permission.group-id`]: rules(isEgress, (rule) => rule.ReferencedGroupInfo?.GroupId),
    [`${prefix}ip-permission.prefix-list-id`]: rules(isEgress, (rule) => rule.PrefixListId),
  });
  const { found, NextToken } = describe<SecurityGroupRecord>(ec2, 'DescribeSecurityGroups', input, {
    records: ec2.securityGroups.values(),
    byId: {
      ids: input.GroupIds,
      parameter: 'groupIds',
      find: (id) => ec2.securityGroups.get(id),
      notFound: (id) => notFound('sg', id),
    },
    tags: (group) => group.Tags,
    filters: {
      description: (group) => [group.Description],
      'group-id': (group) => [group.GroupId],
      'group-name': (group) => [group.GroupName],
      'owner-id': (group) => [group.OwnerId],
      'vpc-id': (group) => [group.VpcId],
      ...ruleFilters('', false),
      ...ruleFilters('egress.', true),
    },
    unmodelledFilters: [
      'ip-permission.group-name',
      'ip-permission.user-id',
      'egress.ip-permission.group-name',
      'egress.ip-permission.user-id',
    ],
  });
  return { SecurityGroups: found.map((group) => shownGroup(ec2, group)), NextToken };
}

export function securityGroupOperations(ec2: Ec2State): Record<string, ModelledOperation> {
  return {
    CreateSecurityGroup: {
      members: ['GroupName', 'Description', 'VpcId', 'TagSpecifications'],
      run: (input: CreateSecurityGroupRequest) => createSecurityGroup(ec2, input),
    },
    DeleteSecurityGroup: {
      members: ['GroupId', 'GroupName'],
      run: (input: DeleteSecurityGroupRequest) => {
        const { GroupId } = groupOf(ec2, input);
        deleteSecurityGroup(ec2, GroupId);
        return { Return: true, GroupId };
      },
    },
    ...ruleOperations(ec2, 'Ingress'),
    ...ruleOperations(ec2, 'Egress'),
    DescribeSecurityGroups: {
      members: ['GroupIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeSecurityGroupsRequest) => describeGroups(ec2, input),
    },
    DescribeSecurityGroupRules: {
      members: ['SecurityGroupRuleIds', 'Filters', 'MaxResults', 'NextToken'],
      run: (input: DescribeSecurityGroupRulesRequest) => describeRules(ec2, input),
    },
  };
}
