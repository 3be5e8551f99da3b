import { contains, parseCidr } from '../cidr.ts';
import type { Rule } from '../security-groups/records.ts';
import type { Ec2State, NetworkInterfaceRecord } from '../state.ts';

/** One end of a connection: a network interface, and which rules of its groups count. */
interface End {
  readonly held: NetworkInterfaceRecord;
  readonly rules: readonly Rule[];
}

function endOf(ec2: Ec2State, id: string, isEgress: boolean): End | undefined {
  const held = ec2.networkInterfaces.get(id);
  if (!held) return undefined;
  const groups = (held.Groups ?? []).flatMap(({ GroupId }) => ec2.securityGroups.get(GroupId ?? '') ?? []);
  return { held, rules: groups.flatMap(({ rules }) => rules.filter((rule) => rule.IsEgress === isEgress)) };
}

function covers(rule: Rule, port: number): boolean {
  if (rule.IpProtocol === '-1') return true;
  return rule.IpProtocol === 'tcp' && (rule.FromPort ?? 0) <= port && port <= (rule.ToPort ?? 65_535);
}

function names(rule: Rule, other: NetworkInterfaceRecord): boolean {
  const group = rule.ReferencedGroupInfo?.GroupId;
  if (group !== undefined) return other.Groups?.some(({ GroupId }) => GroupId === group) ?? false;
  const block = parseCidr(rule.CidrIpv4 ?? '');
  const address = parseCidr(`${other.PrivateIpAddress}/32`);
  return block !== undefined && address !== undefined && contains(block, address);
}

/**
 * Whether a TCP connection from one interface to another of its VPC is possible: the groups of the first must let it
 * out, those of the second let it in (VPC user guide, "Security group rules": what no rule allows is refused; answers
 * need no rule).
 */
function isAdmitted(ec2: Ec2State, fromId: string, toId: string, port: number): boolean {
  const [from, to] = [endOf(ec2, fromId, true), endOf(ec2, toId, false)];
  if (!from || !to || from.held.VpcId !== to.held.VpcId) return false;
  return (
    from.rules.some((rule) => covers(rule, port) && names(rule, to.held)) &&
    to.rules.some((rule) => covers(rule, port) && names(rule, from.held))
  );
}

/** Whether any of the interfaces reaches any of the others. */
export const admits = (
  ec2: Ec2State,
  from: readonly string[],
  to: readonly string[],
  port: number,
): boolean => from.some((one) => to.some((other) => isAdmitted(ec2, one, other, port)));
