import * as z from 'zod';
import { isOver, isUnderWay, keyOf } from '../../domain/waves/record.ts';
import { account } from '../runtime/ports/account/account.ts';
import { fleetUpgrades } from '../runtime/ports/state/fleet-upgrades.ts';
import { task } from '../runtime/task.ts';
import { wavesTasks } from './contracts.ts';

const named = z.object({ detail: z.object({ upgrade: z.string() }) });
const cluster = z.object({
  detail: z.object({ cluster: z.object({ name: z.string(), region: z.string() }) }),
});

/**
 * Finds the upgrades that an event may have moved on: the one that it names, those with the cluster that it tells of, or all
 * that go on. It changes nothing, so it may run as often as it likes.
 */
export const handler = task(wavesTasks.findUpgrades, { account, fleetUpgrades }, async ({ event }, ports) => {
  const { region } = ports.account;
  const one = named.safeParse(event);
  const about = cluster.safeParse(event);
  const found = (await ports.fleetUpgrades.list()).filter((upgrade) => {
    const { home, id, members, untold } = upgrade;
    if (home !== region) return false;
    if (one.success) return id === one.data.detail.upgrade;
    if (about.success) return isUnderWay(members[keyOf(about.data.detail.cluster)]);
    return !isOver(upgrade) || untold.length > 0 || Object.values(members).some(isUnderWay);
  });
  return { outcome: 'Found' as const, upgrades: found.map(({ id }) => id) };
});
