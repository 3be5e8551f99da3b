import type { IpPermission, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { refuseUnmodelledMembers } from '../../modelled-members.ts';
import { generatedName, listOf, numberOf } from '../../resource-calls.ts';
import type { Properties, Provisioned } from '../../service.ts';
import type { Ec2State } from '../state.ts';
import { type Ec2Type, type Making, specifications } from './provider.ts';

const RULE = ['IpProtocol', 'FromPort', 'ToPort', 'CidrIp', 'CidrIpv6', 'Description'];
const INGRESS = [...RULE, 'SourceSecurityGroupId', 'SourceSecurityGroupOwnerId', 'SourcePrefixListId'];
const EGRESS = [...RULE, 'DestinationSecurityGroupId', 'DestinationPrefixListId'];

/** One rule of a template as the permission that the API takes. */
function permissionOf(rule: Properties): IpPermission {
  const description = rule.Description === undefined ? {} : { Description: String(rule.Description) };
  const groupId = rule.SourceSecurityGroupId ?? rule.DestinationSecurityGroupId;
  const prefixListId = rule.SourcePrefixListId ?? rule.DestinationPrefixListId;
  const from = numberOf(rule.FromPort);
  const to = numberOf(rule.ToPort);
  return {
    IpProtocol: String(rule.IpProtocol),
    ...(from !== undefined && { FromPort: from }),
    ...(to !== undefined && { ToPort: to }),
    ...(rule.CidrIp !== undefined && { IpRanges: [{ CidrIp: String(rule.CidrIp), ...description }] }),
    ...(rule.CidrIpv6 !== undefined && { Ipv6Ranges: [{ CidrIpv6: String(rule.CidrIpv6), ...description }] }),
    ...(groupId !== undefined && { UserIdGroupPairs: [{ GroupId: String(groupId), ...description }] }),
    ...(prefixListId !== undefined && {
      PrefixListIds: [{ PrefixListId: String(prefixListId), ...description }],
    }),
  };
}

function rulesIn(ec2: Ec2State, properties: Properties, direction: 'Ingress' | 'Egress'): Properties[] {
  const rules = listOf<Properties>(properties[`SecurityGroup${direction}`]) ?? [];
  for (const rule of rules) {
    const modelled = direction === 'Ingress' ? INGRESS : EGRESS;
    refuseUnmodelledMembers(ec2.region.kernel, `a rule of AWS::EC2::SecurityGroup`, rule, modelled);
  }
  return rules;
}

/** Brings the rules of one direction from `before` to `after`, touching only those that differ. */
async function changeRules(
  id: string,
  direction: string,
  before: readonly Properties[],
  after: readonly Properties[],
  { act }: Making,
): Promise<void> {
  const texts = (rules: readonly Properties[]) => new Set(rules.map((rule) => JSON.stringify(rule)));
  const gone = before.filter((rule) => !texts(after).has(JSON.stringify(rule)));
  const added = after.filter((rule) => !texts(before).has(JSON.stringify(rule)));
  if (gone.length > 0) {
    await act(`RevokeSecurityGroup${direction}`, { GroupId: id, IpPermissions: gone.map(permissionOf) });
  }
  if (added.length > 0) {
    await act(`AuthorizeSecurityGroup${direction}`, { GroupId: id, IpPermissions: added.map(permissionOf) });
  }
}

const EVERYTHING_OUT: Properties = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

function answer(ec2: Ec2State, id: string): Provisioned {
  return { physicalId: id, attributes: { Id: id, GroupId: id, VpcId: ec2.securityGroup(id).VpcId } };
}

export const securityGroup: Ec2Type = {
  modelled: ['GroupDescription', 'GroupName', 'VpcId', 'SecurityGroupIngress', 'SecurityGroupEgress', 'Tags'],
  replaced: ['GroupDescription', 'GroupName', 'VpcId'],
  create: async (properties, making) => {
    const { ec2, context, act } = making;
    const ingress = rulesIn(ec2, properties, 'Ingress');
    const egress = rulesIn(ec2, properties, 'Egress');
    const { GroupId } = await act<{ GroupId: string }>('CreateSecurityGroup', {
      GroupName: properties.GroupName ?? generatedName(ec2.region.kernel, context, 255),
      Description: properties.GroupDescription,
      VpcId: properties.VpcId,
      TagSpecifications: specifications('security-group', properties.Tags),
    });
    await changeRules(GroupId, 'Ingress', [], ingress, making);
    if (egress.length > 0) await changeRules(GroupId, 'Egress', [EVERYTHING_OUT], egress, making);
    await making.pause('ec2/small-resource');
    return answer(ec2, GroupId);
  },
  update: async (id, properties, previous, making) => {
    const { ec2 } = making;
    await changeRules(
      id,
      'Ingress',
      rulesIn(ec2, previous, 'Ingress'),
      rulesIn(ec2, properties, 'Ingress'),
      making,
    );
    const egressOf = (given: Properties): Properties[] => {
      const rules = rulesIn(ec2, given, 'Egress');
      return rules.length > 0 ? rules : [EVERYTHING_OUT];
    };
    await changeRules(id, 'Egress', egressOf(previous), egressOf(properties), making);
    await making.pause('ec2/small-resource');
    return answer(ec2, id);
  },
  delete: async (id, _properties, { act, pause }) => {
    await act('DeleteSecurityGroup', { GroupId: id });
    await pause('cloudformation/resource');
  },
  taggedId: ({ physicalId }) => physicalId,
};

function ruleType(direction: 'Ingress' | 'Egress', modelled: readonly string[]): Ec2Type {
  return {
    modelled: ['GroupId', ...modelled],
    replaced: ['GroupId', ...modelled],
    create: async (properties, { act, pause }) => {
      const { SecurityGroupRules } = await act<{ SecurityGroupRules: SecurityGroupRule[] }>(
        `AuthorizeSecurityGroup${direction}`,
        { GroupId: properties.GroupId, IpPermissions: [permissionOf(properties)] },
      );
      await pause('ec2/small-resource');
      const id = SecurityGroupRules[0]?.SecurityGroupRuleId ?? '';
      return { physicalId: id, attributes: { Id: id } };
    },
    delete: async (id, properties, { act, pause }) => {
      await act(`RevokeSecurityGroup${direction}`, {
        GroupId: properties.GroupId,
        SecurityGroupRuleIds: [id],
      });
      await pause('cloudformation/resource');
    },
  };
}

export const securityGroupIngress = ruleType('Ingress', INGRESS);
export const securityGroupEgress = ruleType('Egress', EGRESS);
