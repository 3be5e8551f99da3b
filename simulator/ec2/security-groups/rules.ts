import type {
  AuthorizeSecurityGroupIngressRequest,
  DescribeSecurityGroupRulesRequest,
  IpPermission,
  RevokeSecurityGroupIngressRequest,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import { describe } from '../describe.ts';
import { notFound } from '../errors.ts';
import type { Ec2State, SecurityGroupRecord } from '../state.ts';
import { tagsFor } from '../tags.ts';
import { identityOf, type Rule, rulesOf } from './records.ts';

interface RuleInput {
  GroupId?: string;
  GroupName?: string;
  IpPermissions?: IpPermission[];
  IpProtocol?: string;
  FromPort?: number;
  ToPort?: number;
  CidrIp?: string;
}

export function groupOf(
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
    RevokedSecurityGroupRules: revoked.map(({ Tags, GroupOwnerId, ReferencedGroupInfo: peer, ...rule }) => ({
      ...rule,
      ...(peer && { ReferencedGroupId: peer.GroupId }),
    })),
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

export function ruleOperations(
  ec2: Ec2State,
  direction: 'Ingress' | 'Egress',
): Record<string, ModelledOperation> {
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

export function describeRules(ec2: Ec2State, input: DescribeSecurityGroupRulesRequest) {
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
