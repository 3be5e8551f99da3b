import type * as z from 'zod';
import { TaskError } from '../../domain/errors.ts';
import { checksStackOf } from '../../domain/failover/names.ts';
import { attachmentOf, unhealthyBecause } from '../../domain/failover/preparation/attachment.ts';
import { type FoundChecks, foundChecks } from '../../domain/failover/preparation/checks-stack.ts';
import type { FailoverPlan } from '../../domain/policy/failover.ts';
import { recordsOf } from '../../domain/policy/rules/failover/each-plan.ts';
import type { DnsPort } from '../../domain/ports/dns.ts';
import type { GuardOf } from '../../domain/ports/guard.ts';
import type { DatedStack } from '../../domain/ports/stacks.ts';
import type { WordsPort } from '../../domain/ports/words.ts';
import { account } from '../runtime/ports/account/account.ts';
import { dns } from '../runtime/ports/cluster/dns.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { guards } from '../runtime/ports/state/guards.ts';
import { words } from '../runtime/ports/state/words.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';
import { findRecords } from './find-records.ts';
import { isSilent } from './is-silent.ts';
import { guardOfPlan, planHere } from './plan-here.ts';

type Answer = z.input<typeof failoverReadinessTasks.attachChecks.output>;
interface Ports {
  readonly account: { readonly stage: string };
  readonly guards: GuardOf;
  readonly dns: DnsPort;
  readonly words: WordsPort;
}

const NEXT = { outcome: 'Waiting', waitSeconds: 1 } as const;
/** Checkers look each ten seconds; a check that is new takes a moment to reach them. */
const CHECKERS = { outcome: 'Waiting', waitSeconds: 30 } as const;
/**
 * An inverted check that is new counts as unhealthy until checkers have looked, and each name server hears of it some seconds
 * later: on a record before that it would move traffic. AWS says no bound ("How Route 53 determines whether a health check is
 * healthy"), so the stack that has it has to be so old.
 */
const KNOWN_AFTER_SECONDS = 120;
const NO_CHECKER = 'no checker has looked yet';

/** The reason why a check on a record would move traffic now, or could never. */
async function notYetBecause(
  plan: FailoverPlan,
  { children }: FoundChecks,
  ports: Ports,
): Promise<string | undefined> {
  const regions = [plan.to.region, plan.witness];
  const held = await Promise.all(regions.map((region) => ports.words.read(region, plan.name)));
  const silent = regions.find((_, index) => held[index]?.word?.side !== 'primary');
  if (silent !== undefined) return `the word in ${silent} does not say primary`;
  for (const [index, child] of children.entries()) {
    const why = unhealthyBecause(await ports.dns.statuses(child));
    if (why !== undefined) return why === NO_CHECKER ? why : `the check of ${regions[index]}: ${why}`;
  }
  return undefined;
}

/** The checks of a plan's stack, with the seconds since that was made or changed. */
interface AgedChecks extends FoundChecks {
  readonly ageSeconds: number;
}
const aged = (stack: DatedStack, at: string): AgedChecks => ({
  ...foundChecks(stack),
  ageSeconds: (Date.parse(at) - Date.parse(stack.changedAt)) / 1000,
});

/** Sentences of this task begin so: while Route 53 does not answer, those of the last look stand. */
const TRAFFIC = 'traffic: ';
const settled = (unready: readonly string[]): Answer => ({
  outcome: 'Settled',
  unready: unready.map((one) => `${TRAFFIC}${one}`),
});

async function attach(plan: FailoverPlan, found: AgedChecks | undefined, ports: Ports): Promise<Answer> {
  const records = recordsOf(plan);
  const { check } = found ?? {};
  if (records.length === 0) return settled([]);
  if (!found || check === undefined) return settled(['it has no health checks yet']);
  const unready: string[] = [];
  for (const record of records) {
    const at = await findRecords(record, ports.dns);
    if ('why' in at) {
      unready.push(at.why);
      continue;
    }
    const attachment = attachmentOf(record, at.sets, check);
    unready.push(...attachment.unready);
    if (attachment.changes.length === 0) continue;
    const leftSeconds = Math.ceil(KNOWN_AFTER_SECONDS - found.ageSeconds);
    if (leftSeconds > 0)
      return { outcome: 'Waiting', waitSeconds: Math.min(leftSeconds, KNOWN_AFTER_SECONDS) };
    const why = await notYetBecause(plan, found, ports);
    if (why === NO_CHECKER) return CHECKERS;
    if (why === undefined) {
      if ((await ports.dns.replace(at.zone, attachment.changes)) === 'replaced') return NEXT;
      throw new TaskError('Conflict', `the records of ${record} were changed at the same moment`);
    }
    unready.push(`its check is not on ${record}: ${why}`);
  }
  return settled(unready);
}

/** A loss of Route 53's control plane says nothing of the standby: what was known of records is as it was. */
async function asBefore(plan: FailoverPlan, ports: Ports): Promise<Answer> {
  const before = await guardOfPlan(plan, ports).readiness(plan.name);
  if (!before) return settled(['Route 53 has not answered yet']);
  return { outcome: 'Settled', unready: before.unready.filter((one) => one.startsWith(TRAFFIC)) };
}

/** Puts a plan's check on its primary records, a name at a time, once it is healthy. What if this runs twice? See the contract. */
export const handler = task(
  failoverReadinessTasks.attachChecks,
  { account, dns, fleets, guards, stacks, words },
  async ({ plan: name, at }, ports): Promise<Answer> => {
    const [standing, stack] = await Promise.all([
      planHere(name, ports),
      ports.stacks.describe(checksStackOf(ports.account, name)),
    ]);
    if (!standing) return settled([]);
    try {
      return await attach(standing.plan, stack && aged(stack, at), ports);
    } catch (error) {
      if (isSilent(error)) return asBefore(standing.plan, ports);
      throw error;
    }
  },
);
