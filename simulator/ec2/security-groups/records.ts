import type {
  IpPermission,
  IpRange,
  Ipv6Range,
  PrefixListId,
  SecurityGroup,
  UserIdGroupPair,
} from '@aws-sdk/client-ec2';
import { AwsError } from '../../aws-error.ts';
import { formatCidr, parseCidr } from '../cidr.ts';
import { invalidValue, notFound } from '../errors.ts';
import type { Ec2State, SecurityGroupRecord } from '../state.ts';

export type Rule = SecurityGroupRecord['rules'][number];

const PROTOCOLS: Readonly<Record<string, string>> = { '6': 'tcp', '17': 'udp', '1': 'icmp', '58': 'icmpv6' };

/** Creates a group with the rules that AWS gives each: everything out, and, in a default group, itself in. */
export function addSecurityGroup(
  ec2: Ec2State,
  given: {
    readonly id?: string;
    readonly name: string;
    readonly description: string;
    readonly vpcId: string;
    readonly tags: SecurityGroupRecord['Tags'];
    readonly managedBy?: string;
    /** Whether members of the group reach one another. */
    readonly letsItselfIn?: boolean;
  },
): SecurityGroupRecord {
  const GroupId = given.id ?? ec2.newId('sg');
  const group: SecurityGroupRecord = {
    GroupId,
    GroupName: given.name,
    Description: given.description,
    VpcId: given.vpcId,
    OwnerId: ec2.region.accountId,
    SecurityGroupArn: ec2.region.arn('ec2', `security-group/${GroupId}`),
    Tags: given.tags,
    rules: [],
    ...(given.managedBy !== undefined && { managedBy: given.managedBy }),
  };
  ec2.securityGroups.set(GroupId, group);
  const everyone = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
  group.rules.push(...rulesOf(ec2, group, [everyone], true));
  if (given.name === 'default' || given.letsItselfIn) {
    group.rules.push(...rulesOf(ec2, group, [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId }] }], false));
  }
  return group;
}

function portsOf(permission: IpPermission, protocol: string): { FromPort: number; ToPort: number } {
  const { FromPort, ToPort } = permission;
  if (protocol === '-1') return { FromPort: -1, ToPort: -1 };
  if (protocol === 'tcp' || protocol === 'udp') {
    if (FromPort === undefined || ToPort === undefined) {
      throw invalidValue(`Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`);
    }
    if (FromPort < 0 || ToPort > 65535 || FromPort > ToPort) {
      throw invalidValue(`Invalid TCP/UDP port range (${FromPort}:${ToPort})`);
    }
  }
  return { FromPort: FromPort ?? -1, ToPort: ToPort ?? -1 };
}

function cidrOf(text: string, family: 4 | 6): string {
  const cidr = parseCidr(text);
  if (cidr?.family !== family) throw invalidValue(`CIDR block ${text} is malformed`);
  return formatCidr(cidr);
}

/** One rule for each source or destination of the permissions, as DescribeSecurityGroupRules lists them. */
export function rulesOf(
  ec2: Ec2State,
  group: SecurityGroupRecord,
  permissions: readonly IpPermission[],
  isEgress: boolean,
): Rule[] {
  const rules: Rule[] = [];
  for (const permission of permissions) {
    const given = (permission.IpProtocol ?? '').toLowerCase();
    const protocol = PROTOCOLS[given] ?? given;
    if (protocol === '')
      throw new AwsError('MissingParameter', 'The request must contain the parameter ipProtocol');
    if (!/^(-1|tcp|udp|icmp|icmpv6|\d{1,3})$/.test(protocol)) {
      throw invalidValue(`Invalid value '${permission.IpProtocol}' for IP protocol. Unknown protocol.`);
    }
    const ports = portsOf(permission, protocol);
    const add = (peer: Partial<Rule>, description: string | undefined): void => {
      rules.push({
        SecurityGroupRuleId: ec2.newId('sgr'),
        GroupId: group.GroupId,
        GroupOwnerId: ec2.region.accountId,
        IsEgress: isEgress,
        IpProtocol: protocol,
        ...ports,
        ...peer,
        ...(description !== undefined && { Description: description }),
        Tags: [],
      });
    };
    for (const range of permission.IpRanges ?? [])
      add({ CidrIpv4: cidrOf(range.CidrIp ?? '', 4) }, range.Description);
    for (const range of permission.Ipv6Ranges ?? []) {
      add({ CidrIpv6: cidrOf(range.CidrIpv6 ?? '', 6) }, range.Description);
    }
    for (const list of permission.PrefixListIds ?? []) {
      if (!list.PrefixListId)
        throw new AwsError('MissingParameter', 'The request must contain the parameter prefixListId');
      add({ PrefixListId: list.PrefixListId }, list.Description);
    }
    for (const pair of permission.UserIdGroupPairs ?? []) {
      const other = ec2.securityGroups.get(pair.GroupId ?? '');
      if (!other) throw notFound('sg', pair.GroupId ?? '');
      if (other.VpcId !== group.VpcId) {
        throw new AwsError(
          'InvalidGroup.NotFound',
          'You have specified two resources that belong to different networks.',
        );
      }
      add(
        { ReferencedGroupInfo: { GroupId: other.GroupId, UserId: ec2.region.accountId } },
        pair.Description,
      );
    }
  }
  if (rules.length === 0)
    throw new AwsError('MissingParameter', 'Source group or CIDR range must be specified');
  return rules;
}

/** The members by which two rules are the same: all but id, description and tags. */
export function identityOf(rule: Rule): string {
  const peer = rule.CidrIpv4 ?? rule.CidrIpv6 ?? rule.PrefixListId ?? rule.ReferencedGroupInfo?.GroupId;
  return [rule.IsEgress, rule.IpProtocol, rule.FromPort, rule.ToPort, peer].join('|');
}

interface GatheredPermission extends IpPermission {
  IpRanges: IpRange[];
  Ipv6Ranges: Ipv6Range[];
  PrefixListIds: PrefixListId[];
  UserIdGroupPairs: UserIdGroupPair[];
}

/** The rules gathered into IpPermissions, as DescribeSecurityGroups shows them. */
function permissionsOf(ec2: Ec2State, rules: readonly Rule[]): IpPermission[] {
  const gathered = new Map<string, GatheredPermission>();
  for (const rule of rules) {
    const key = `${rule.IpProtocol}|${rule.FromPort}|${rule.ToPort}`;
    const permission: GatheredPermission = gathered.get(key) ?? {
      IpProtocol: rule.IpProtocol,
      ...(rule.IpProtocol !== '-1' && { FromPort: rule.FromPort, ToPort: rule.ToPort }),
      IpRanges: [],
      Ipv6Ranges: [],
      PrefixListIds: [],
      UserIdGroupPairs: [],
    };
    gathered.set(key, permission);
    const description = rule.Description === undefined ? {} : { Description: rule.Description };
    if (rule.CidrIpv4) permission.IpRanges.push({ CidrIp: rule.CidrIpv4, ...description });
    if (rule.CidrIpv6) permission.Ipv6Ranges.push({ CidrIpv6: rule.CidrIpv6, ...description });
    if (rule.PrefixListId) permission.PrefixListIds.push({ PrefixListId: rule.PrefixListId, ...description });
    if (rule.ReferencedGroupInfo) {
      permission.UserIdGroupPairs.push({
        UserId: ec2.region.accountId,
        GroupId: rule.ReferencedGroupInfo.GroupId,
        ...description,
      });
    }
  }
  return [...gathered.values()];
}

export function shownGroup(ec2: Ec2State, record: SecurityGroupRecord): SecurityGroup {
  const { rules, managedBy, ...group } = record;
  return {
    ...group,
    IpPermissions: permissionsOf(
      ec2,
      rules.filter((rule) => !rule.IsEgress),
    ),
    IpPermissionsEgress: permissionsOf(
      ec2,
      rules.filter((rule) => rule.IsEgress),
    ),
  };
}
