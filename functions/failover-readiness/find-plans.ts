import { TaskError } from '../../domain/errors.ts';
import { checksStackOf, failoverGroupOf, wordsStackOf } from '../../domain/failover/names.ts';
import { planOfStack } from '../../domain/failover/preparation/checks-stack.ts';
import { regionalPlans } from '../../domain/failover/preparation/regional-plans.ts';
import { failoverPreparationRequested } from '../../events/failover/preparation-requested.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account/account.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { schedules } from '../runtime/ports/workflows/schedules.ts';
import { task } from '../runtime/task.ts';
import { failoverReadinessTasks } from './contracts.ts';

/** A global table's replicas are usually within a second of one another. */
const WAIT_SECONDS = 2;

/** Finds what is to be prepared here, or taken away. It changes nothing, so it may run as often as it likes. */
export const handler = task(
  failoverReadinessTasks.findPlans,
  { account, fleets, schedules, stacks },
  async ({ event, at }, ports) => {
    const { accountId, region } = ports.account;
    const read = readRequest(failoverPreparationRequested, event, { accountId, at });
    if (read.problems)
      throw new TaskError(
        'InvalidRequest',
        read.problems.map(({ path, message }) => `${path}: ${message}`).join('; '),
      );
    const { fleet, revision = 0 } = read.detail;
    const stored = await ports.fleets.list();
    const isLate =
      fleet !== undefined && (stored.find(({ name }) => name === fleet)?.revision ?? 0) < revision;
    if (isLate) return { outcome: 'Waiting' as const, waitSeconds: WAIT_SECONDS };
    const { standby, witness } = regionalPlans(stored, region);
    const [found, words, { names }] = await Promise.all([
      ports.stacks.beginning(checksStackOf(ports.account, '')),
      ports.stacks.find(wordsStackOf(ports.account)),
      ports.schedules.list(failoverGroupOf(ports.account), '', ''),
    ]);
    const left = found.flatMap((stack) => planOfStack(stack, ports.account) ?? []);
    const plans = [...new Set([...standby.map(({ plan }) => plan.name), ...left])].sort();
    const watches = standby.length + witness.length > 0;
    // A bucket that has words yet is taken away later, once they are gone.
    const prepares = watches || plans.length > 0 || words !== undefined;
    if (!prepares && names.length === 0) return { outcome: 'Nothing' as const };
    const drilled = standby.flatMap(({ plan: { name, drill } }) => (drill ? [{ name, drill }] : []));
    return { outcome: 'Found' as const, plans, watches, prepares, drilled };
  },
);
