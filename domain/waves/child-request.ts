import { minorOf } from '../kubernetes-versions.ts';
import { elapsedSeconds } from '../phase-contract.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import { type UpgradeRequest, upgradeActions } from '../upgrade/request.ts';
import { type ClusterKey, type FleetUpgrade, type Member, parentOf, requestIdOf } from './record.ts';
import type { Answer } from './seen.ts';
import { signOf } from './signs.ts';

const unfit = (reason: string): Answer => ({ outcome: 'Unfit', reason });

/**
 * Whether a cluster's request is put, by the version that EKS has it at. One that is there already is left, unless an attempt
 * before has moved it: its nodes may be behind.
 */
export function fitnessOf(
  { to }: FleetUpgrade,
  { is, attempt }: Member,
  cluster: Pick<DescribedCluster, 'version'> | undefined,
): Answer {
  if (!cluster) return unfit('EKS has no such cluster any more');
  const { version } = cluster;
  const [target, now] = [minorOf(to), minorOf(version)];
  if (is === 'askedBack')
    return now < target
      ? { outcome: 'AlreadyThere', reason: `it is at ${version}` }
      : { outcome: 'Asked', reason: '' };
  if (now > target || (now === target && attempt === 1))
    return { outcome: 'AlreadyThere', reason: `it was at ${version} before` };
  if (now < target - 1)
    return unfit(
      `it is at ${version}: bring it to 1.${target - 1} first, since a fleet goes up by one minor at a time`,
    );
  return { outcome: 'Asked', reason: '' };
}

/** A request that comes later than this after it was put is not asked for any more: it is put again where it is. */
const ASKED_SECONDS = 900;

/** True where a cluster's request may be put: a person's pause stops all of them but the ways back. */
export const mayPut = ({ is }: Pick<FleetUpgrade, 'is'>, member: Member | undefined): member is Member =>
  member?.is === 'askedBack' || (member?.is === 'asked' && is === 'running');

/** The request that an upgrade on record asks for a cluster at this moment (ISO 8601); undefined where it asks for none. */
export function askedChild(upgrade: FleetUpgrade, key: ClusterKey, cluster: string, at: string) {
  const member = upgrade.members[key];
  if (!mayPut(upgrade, member) || member.putAt === undefined) return undefined;
  if (elapsedSeconds({ since: member.putAt, at }) > ASKED_SECONDS) return undefined;
  return childRequest(upgrade, key, member, cluster);
}

/** The way forward of a cluster, with the signs of its own. */
function forward({ signs, to, soakMinutes, waivers, pins }: FleetUpgrade, key: ClusterKey) {
  const health = {
    alarms: signs.alarms.map((one) => signOf(one, key)),
    ...(signs.probes.length > 0 ? { probes: signs.probes.map((one) => ({ url: signOf(one, key) })) } : {}),
  };
  return { action: 'upgrade' as const, to, soakMinutes, waivers: [...waivers], health, pins };
}

/** The request of a cluster as its operation will keep it, where it is asked for. */
export const foreseenRequest = (upgrade: FleetUpgrade, key: ClusterKey): UpgradeRequest =>
  upgradeActions[0].parse(forward(upgrade, key));

/** The request of one attempt, with the members that every request has but its version. */
export function childRequest(upgrade: FleetUpgrade, key: ClusterKey, member: Member, cluster: string) {
  const { id, waivers } = upgrade;
  const of = {
    requestId: requestIdOf(upgrade, key, member),
    requestedBy: `fleet upgrade ${id}`,
    parent: parentOf(upgrade, member),
    cluster,
  };
  return member.is === 'askedBack'
    ? { ...of, action: 'rollBack' as const, waivers: [...waivers] }
    : { ...of, ...forward(upgrade, key) };
}
