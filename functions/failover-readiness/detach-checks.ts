import { TaskError } from '../../domain/errors.ts';
import { checksStackOf } from '../../domain/failover/names.ts';
import { detachmentOf } from '../../domain/failover/preparation/attachment.ts';
import { type FoundChecks, foundChecks } from '../../domain/failover/preparation/checks-stack.ts';
import { dnsName, recordsOf } from '../../domain/policy/rules/failover/each-plan.ts';
import type { GuardOf } from '../../domain/ports/guard.ts';
import { account } from '../runtime/ports/account/account.ts';
import { dns } from '../runtime/ports/cluster/dns.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { findRecords } from './find-records.ts';
import { planHere } from './plan-here.ts';
import { ready, type SeenTo } from './see-to-stack.ts';

const NEXT = { outcome: 'Waiting', waitSeconds: 1 } as const;

/** The reason to leave a check where it is: without it, traffic would be back at the primary at once. */
async function heldBecause(
  plan: string,
  { guardTable }: FoundChecks,
  guards: GuardOf,
): Promise<string | undefined> {
  const item = await guards(guardTable).read(plan);
  if (item?.moving) return `plan ${plan} is being moved`;
  return item?.owner === 'standby' ? `the standby of plan ${plan} serves: move it back first` : undefined;
}

/** Takes a plan's check off records that it does not move any more, a name at a time. What if this runs twice? See the contract. */
export const handler = task(
  failoverReadinessTasks.detachChecks,
  { account, dns, fleets, guards, stacks },
  async ({ plan: name }, ports): Promise<SeenTo> => {
    const [standing, stack] = await Promise.all([
      planHere(name, ports),
      ports.stacks.find(checksStackOf(ports.account, name)),
    ]);
    const found = stack && foundChecks(stack);
    if (found?.check === undefined) return ready;
    const wanted = standing ? recordsOf(standing.plan).map(dnsName) : [];
    for (const record of found.records.filter((one) => !wanted.includes(dnsName(one)))) {
      const at = await findRecords(record, ports.dns);
      const changes = 'why' in at ? [] : detachmentOf(at.sets, found.check);
      if ('why' in at || changes.length === 0) continue;
      const reason = await heldBecause(name, found, ports.guards);
      if (reason !== undefined) return { outcome: 'Unready', reason };
      if ((await ports.dns.replace(at.zone, changes)) === 'replaced') return NEXT;
      throw new TaskError('Conflict', `the records of ${record} were changed at the same moment`);
    }
    return ready;
  },
);
