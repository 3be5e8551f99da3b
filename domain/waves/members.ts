import { elapsedSeconds } from '../phase-contract.ts';
import { type ClusterKey, type FleetUpgrade, isUnderWay, type Member, parentOf } from './record.ts';
import type { AttemptSeen, Seen } from './seen.ts';

/** A request of which no operation comes for so long is taken for lost: it is refused each time, and put again each time. */
const LOST_SECONDS = 6 * 3600;

const isBack = ({ is }: Member): boolean => is === 'askedBack' || is === 'goingBack';

/** A cluster by the operation of its attempt. */
function byOperation(member: Member, seen: AttemptSeen, at: string): Member {
  const { operationId, status, endedAt = at, reason, turnedBack } = seen;
  const of = { attempt: member.attempt, operationId };
  if (status === 'Running') return { ...of, is: isBack(member) ? 'goingBack' : 'running', at: member.at };
  const ended = { ...of, at: endedAt };
  if (status === 'Succeeded' && !turnedBack) return { ...ended, is: isBack(member) ? 'back' : 'upgraded' };
  const why = reason ?? `its upgrade ended ${status}`;
  return { ...ended, is: 'failed', reason: turnedBack ? `it went back by itself: ${why}` : why };
}

function lookAt(upgrade: FleetUpgrade, key: ClusterKey, member: Member, seen: Seen): Member {
  const parent = parentOf(upgrade, member);
  const operation = seen.attempts[key]?.find((one) => one.parent === parent);
  if (operation) return byOperation(member, operation, seen.at);
  const answer = member.operationId === undefined ? seen.answers[key] : undefined;
  const { attempt } = member;
  if (answer?.outcome === 'AlreadyThere')
    return { is: isBack(member) ? 'back' : 'upgraded', at: seen.at, attempt, reason: answer.reason };
  if (answer?.outcome === 'Unfit') return { is: 'failed', at: seen.at, attempt, reason: answer.reason };
  if (upgrade.is === 'paused' || member.operationId !== undefined) return member;
  if (elapsedSeconds({ since: member.at, at: seen.at }) > LOST_SECONDS)
    return {
      is: 'failed',
      at: seen.at,
      attempt,
      reason: 'its region took no request of it for six hours: look at what it refused',
    };
  return member;
}

const attemptIn = ({ id }: FleetUpgrade, { parent }: AttemptSeen): number =>
  parent.startsWith(`${id}/`) ? Number(parent.slice(id.length + 1)) : 0;

/** The clusters that a home before this one has asked for, as far as its last writes have not told of them. */
export function adopted(upgrade: FleetUpgrade, seen: Seen): FleetUpgrade {
  const { adopts, ...rest } = upgrade;
  if (!adopts) return upgrade;
  const members = { ...upgrade.members };
  for (const [key, operations] of Object.entries(seen.attempts)) {
    const newest = operations.toSorted(
      (one, other) => attemptIn(upgrade, other) - attemptIn(upgrade, one),
    )[0];
    const attempt = newest ? attemptIn(upgrade, newest) : 0;
    if (!newest || attempt <= (members[key as ClusterKey]?.attempt ?? 0)) continue;
    const is = newest.action === 'rollBack' ? 'askedBack' : 'asked';
    members[key as ClusterKey] = { is, at: seen.at, putAt: seen.at, attempt };
  }
  return { ...rest, members };
}

/** The clusters of an upgrade, as their regions show them by now. */
export function seeMembers(upgrade: FleetUpgrade, seen: Seen): FleetUpgrade {
  const members = Object.fromEntries(
    Object.entries(upgrade.members).map(([key, member]) => [
      key,
      isUnderWay(member) ? lookAt(upgrade, key as ClusterKey, member, seen) : member,
    ]),
  );
  const took = Object.entries(members).flatMap(([key, { is, at }]) => {
    const before = upgrade.members[key as ClusterKey];
    return is === 'upgraded' && before && before.is !== is && members[key]?.operationId !== undefined
      ? [elapsedSeconds({ since: before.at, at })]
      : [];
  });
  const tookSeconds = Math.max(upgrade.tookSeconds ?? 0, ...took);
  return { ...upgrade, members, ...(tookSeconds > 0 ? { tookSeconds } : {}) };
}
