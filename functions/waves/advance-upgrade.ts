import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { AlarmsPort } from '../../domain/ports/alarms.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { askInTurns } from '../../domain/upgrade/probes.ts';
import { advance } from '../../domain/waves/advance.ts';
import { attemptOf } from '../../domain/waves/attempt.ts';
import {
  type ClusterKey,
  clusterOf,
  type FleetUpgrade,
  isOver,
  isUnderWay,
} from '../../domain/waves/record.ts';
import type { Answer, AttemptSeen, SignsOf } from '../../domain/waves/seen.ts';
import { probesOf, signOf, watched } from '../../domain/waves/signs.ts';
import { digestOf } from '../runtime/digest.ts';
import { account, type OwnAccount } from '../runtime/ports/account/account.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { regionalAlarms } from '../runtime/ports/cluster/regional-alarms.ts';
import { fleetUpgrades } from '../runtime/ports/state/fleet-upgrades.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { wavesTasks } from './contracts.ts';

/** The operations of the clusters that are under way, of a home that has just taken over those of all, as their regions recorded them in the global table. */
async function attemptsOf(
  { members, adopts, waves }: FleetUpgrade,
  ports: {
    readonly account: Pick<OwnAccount, 'partition' | 'accountId'>;
    readonly operations: OperationStore;
  },
): Promise<Record<ClusterKey, readonly AttemptSeen[]>> {
  const all = adopts ? waves.flatMap(({ clusters }) => clusters) : (Object.keys(members) as ClusterKey[]);
  const keys = all.filter((key) => adopts || isUnderWay(members[key]));
  const seen = keys.map(async (key) => {
    const { region, name } = clusterOf(key);
    const found = await ports.operations.operationsOf(clusterArn(ports.account, region, name));
    return [key, found.flatMap((record) => attemptOf(record) ?? [])] as const;
  });
  return Object.fromEntries(await Promise.all(seen));
}

/** True where nobody answers for now: a region that is lost, or throttles. That a look is denied is no silence. */
const isSilence = (error: unknown): boolean =>
  error instanceof TaskError && (error.name === 'ServiceUnavailable' || error.name === 'Throttled');

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The alarms of all clusters that have been asked for, by region in one go. */
async function signsOf(
  upgrade: FleetUpgrade,
  alarmsIn: (region: string) => AlarmsPort,
): Promise<Record<ClusterKey, SignsOf>> {
  const { alarms } = upgrade.signs;
  if (alarms.length === 0 || upgrade.is !== 'running') return {};
  const byRegion = new Map<string, ClusterKey[]>();
  for (const key of watched(upgrade)) {
    const { region } = clusterOf(key);
    byRegion.set(region, [...(byRegion.get(region) ?? []), key]);
  }
  const look = async ([region, keys]: readonly [string, readonly ClusterKey[]]) => {
    const names = [...new Set(keys.flatMap((key) => alarms.map((alarm) => signOf(alarm, key))))];
    try {
      const states = new Map((await alarmsIn(region).states(names)).map((one) => [one.name, one]));
      return keys.map((key): [ClusterKey, SignsOf] => [
        key,
        alarms.flatMap((alarm) => states.get(signOf(alarm, key)) ?? []),
      ]);
    } catch (error) {
      if (!isSilence(error)) throw error;
      return keys.map((key): [ClusterKey, SignsOf] => [key, { noAnswer: reasonOf(error) }]);
    }
  };
  // One after the other: which of several new clients asks first would be left to chance.
  const signs: [ClusterKey, SignsOf][] = [];
  for (const one of byRegion) signs.push(...(await look(one)));
  return Object.fromEntries(signs);
}

function byRegion(asks: readonly ClusterKey[]) {
  const regions = new Map<string, string[]>();
  for (const key of asks) {
    const { region, name } = clusterOf(key);
    regions.set(region, [...(regions.get(region) ?? []), name]);
  }
  return [...regions].map(([region, clusters]) => ({ region, clusters }));
}

type Answered = z.output<typeof wavesTasks.advanceUpgrade.output>;

/**
 * Looks at one fleet upgrade, and writes how it goes on. What if this runs twice? Two looks at the same revision are
 * settled by the write: the later one is refused, and looks again.
 */
export const handler = task(
  wavesTasks.advanceUpgrade,
  { account, fleets, fleetUpgrades, operations, probes, regionalAlarms },
  async ({ upgrade: id, at, answers, told }, ports): Promise<Answered> => {
    const upgrade = await ports.fleetUpgrades.read(id);
    if (!upgrade || upgrade.home !== ports.account.region)
      return { outcome: 'NotOurs', reason: upgrade ? `its home is ${upgrade.home}` : 'there is none' };
    const sites = upgrade.is === 'running' ? probesOf(upgrade) : [];
    const [attempts, signs, probed, stored] = await Promise.all([
      attemptsOf(upgrade, ports),
      signsOf(upgrade, ports.regionalAlarms),
      askInTurns(sites, ports.probes),
      ports.fleets.read(upgrade.fleet),
    ]);
    const answered = answers.map(({ key, outcome, reason }): [string, Answer] => [key, { outcome, reason }]);
    const next = advance(upgrade, {
      at,
      attempts,
      signs,
      probes: probed,
      answers: Object.fromEntries(answered),
      document: stored?.document,
      told,
      digestOf,
    });
    if (JSON.stringify(next.upgrade) !== JSON.stringify(upgrade)) {
      const written = { ...next.upgrade, revision: upgrade.revision + 1 };
      if (!(await ports.fleetUpgrades.store(written)))
        throw new TaskError('Conflict', `another look at ${id} was written at the same moment`);
    }
    const asks = byRegion(next.asks);
    const tells = next.upgrade.untold.length > 0;
    if (isOver(next.upgrade) && asks.length === 0 && !tells)
      return { outcome: 'NotOurs', reason: `it is ${next.upgrade.is}` };
    return { outcome: 'Advanced', asks, tells, nextAt: next.nextAt ?? '', waitsFor: next.waitsFor };
  },
);
