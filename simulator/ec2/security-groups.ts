import type {
  AuthorizeSecurityGroupIngressRequest,
  CreateSecurityGroupRequest,
  DeleteSecurityGroupRequest,
  DescribeSecurityGroupRulesRequest,
  DescribeSecurityGroupsRequest,
  IpPermission,
  RevokeSecurityGroupIngressRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../aws-error.ts';
import type { ModelledOperation } from '../modelled-members.ts';
import { describe } from './describe.ts';
import { dependencyViolation, invalidValue, missing, notFound } from './errors.ts';
import { addSecurityGroup, identityOf, type Rule, rulesOf, shownGroup } from './security-group-records.ts';
import type { Ec2State, SecurityGroupRecord } from './state.ts';
import { tagsFor } from './tags.ts';

/** What AWS allows in names and descriptions of groups in a VPC ("CreateSecurityGroup", EC2 API reference). */
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

interface RuleInput {
  GroupId?: string;
  GroupName?: string;
  IpPermissions?: IpPermission[];
  IpProtocol?: string;
  FromPort?: number;
  ToPort?: number;
  CidrIp?: string;
}

function groupOf(
  ec2: Ec2State,
  { GroupId, GroupName }: { GroupId?: string | undefined; GroupName?: string | undefined },
): SecurityGroupRecord {
  if (GroupId !== undefined) return ec2.securityGroup(GroupId);
  if (GroupName === undefined) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter groupName or groupId');
  }
  const defaultVpc = [...ec2.vpcs.values()].find((vpc) => vpc.IsDefault)?.VpcId;
  for (const group of ec2.securityGroups.values()) {
    if (group.VpcId === defaultVpc && group.GroupName === GroupName) return group;
  }
  throw new AwsError(
    'InvalidGroup.NotFound',
    `The security group '${GroupName}' does not exist in default VPC '${defaultVpc}'`,
  );
}

function permissionsIn(input: RuleInput): IpPermission[] {
  if (input.IpPermissions) return input.IpPermissions;
  const { IpProtocol, FromPort, ToPort, CidrIp } = input;
  return [
    {
      ...(IpProtocol !== undefined && { IpProtocol }),
      ...(FromPort !== undefined && { FromPort }),
      ...(ToPort !== undefined && { ToPort }),
      ...(CidrIp !== undefined && { IpRanges: [{ CidrIp }] }),
    },
  ];
}

function peerText(rule: Rule): string {
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
  if (rule.IpProtocol === '-1') return `peer: ${peer}, ALL, ALLOW`;
  return `peer: ${peer}, ${rule.IpProtocol?.toUpperCase()}, from port: ${rule.FromPort}, to port: ${rule.ToPort}, ALLOW`;
}

/** Adds rules to a group; none is added where one is refused. */
export function authorizeRules(
  ec2: Ec2State,
  group: SecurityGroupRecord,
  permissions: readonly IpPermission[],
  isEgress: boolean,
): Rule[] {
  const rules = rulesOf(ec2, group, permissions, isEgress);
  const held = new Set(group.rules.map(identityOf));
  for (const rule of rules) {
    if (held.has(identityOf(rule))) {
      throw new AwsError(
        'InvalidPermission.Duplicate',
        `the specified rule "${peerText(rule)}" already exists`,
      );
    }
    held.add(identityOf(rule));
  }
  const count = group.rules.filter((rule) => rule.IsEgress === isEgress).length;
  if (count + rules.length > ec2.quota('rules-per-security-group', 60)) {
    throw new AwsError(
      'RulesPerSecurityGroupLimitExceeded',
      'The maximum number of rules per security group has been reached.',
    );
  }
  group.rules.push(...rules);
  return rules;
}

function revoke(ec2: Ec2State, input: RevokeSecurityGroupIngressRequest, isEgress: boolean) {
  const group = groupOf(ec2, input);
  const isMeant = (() => {
    if (input.SecurityGroupRuleIds) {
      const ids = new Set(input.SecurityGroupRuleIds);
      const missingId = input.SecurityGroupRuleIds.find(
        (id) => !group.rules.some((rule) => rule.SecurityGroupRuleId === id && rule.IsEgress === isEgress),
      );
      if (missingId !== undefined) throw notFound('sgr', missingId);
      return (rule: Rule) => ids.has(rule.SecurityGroupRuleId);
    }
    const wanted = rulesOf(ec2, group, permissionsIn(input as RuleInput), isEgress).map(identityOf);
    if (!wanted.every((identity) => group.rules.some((rule) => identityOf(rule) === identity))) {
      throw new AwsError(
        'InvalidPermission.NotFound',
        'The specified rule does not exist in this security group.',
      );
    }
    return (rule: Rule) => wanted.includes(identityOf(rule));
  })();
  const revoked = group.rules.filter(isMeant);
  group.rules = group.rules.filter((rule) => !isMeant(rule));
  return {
    Return: true,
    RevokedSecurityGroupRules: revoked.map(({ Tags, ...rule }) => rule),
  };
}

const RULE_MEMBERS = [
  'GroupId',
  'GroupName',
  'IpPermissions',
  'IpProtocol',
  'FromPort',
  'ToPort',
  'CidrIp',
  'TagSpecifications',
];

function ruleOperations(ec2: Ec2State, direction: 'Ingress' | 'Egress'): Record<string, ModelledOperation> {
  const isEgress = direction === 'Egress';
  return {
    [`AuthorizeSecurityGroup${direction}`]: {
      members: RULE_MEMBERS,
      run: (input: AuthorizeSecurityGroupIngressRequest) => {
        const tags = tagsFor('security-group-rule', input.TagSpecifications);
        const rules = authorizeRules(ec2, groupOf(ec2, input), permissionsIn(input as RuleInput), isEgress);
        for (const rule of rules) rule.Tags = tags;
        return { Return: true, SecurityGroupRules: rules };
      },
    },
    [`RevokeSecurityGroup${direction}`]: {
      members: [...RULE_MEMBERS.slice(0, -1), 'SecurityGroupRuleIds'],
      run: (input: RevokeSecurityGroupIngressRequest) => revoke(ec2, input, isEgress),
    },
  };
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

function describeRules(ec2: Ec2State, input: DescribeSecurityGroupRulesRequest) {
  const all = [...ec2.securityGroups.values()].flatMap((group) => group.rules);
  const { found, NextToken } = describe<Rule>(ec2, 'DescribeSecurityGroupRules', input, {
    records: all,
    byId: {
      ids: input.SecurityGroupRuleIds,
      parameter: 'securityGroupRuleIds',
      find: (id) => all.find((rule) => rule.SecurityGroupRuleId === id),
      notFound: (id) => notFound('sgr', id),
    },
    tags: (rule) => rule.Tags,
    filters: {
      'group-id': (rule) => [rule.GroupId],
      'security-group-rule-id': (rule) => [rule.SecurityGroupRuleId],
    },
  });
  return { SecurityGroupRules: found, NextToken };
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
