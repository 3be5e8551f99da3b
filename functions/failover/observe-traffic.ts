import { notServed } from '../../domain/failover/served.ts';
import { sideOf } from '../../domain/failover/standing-plans.ts';
import { elapsedSeconds } from '../../domain/phase-contract.ts';
import { recordsOf } from '../../domain/policy/rules/failover/each-plan.ts';
import { names } from '../runtime/ports/cluster/names.ts';
import { probes } from '../runtime/ports/cluster/probes.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { failoverTasks } from './contracts.ts';
import { readMove } from './move-of.ts';

const PROBE_MS = 4000;

/** Looks whether name servers lead to the side that is to serve, and it answers. What if this runs twice? A look changes nothing. */
export const handler = task(
  failoverTasks.observeTraffic,
  { names, operations, probes },
  async ({ operation, since, at }, ports) => {
    const { plan, to, drill } = await readMove(operation, ports.operations);
    const { probe: url } = sideOf(plan, to);
    const [side, answer, ...records] = await Promise.all([
      ports.names.addresses(new URL(url).hostname),
      ports.probes.ask({ url, timeoutMs: PROBE_MS }),
      ...(drill?.names ?? recordsOf(plan)).map(
        async (name) => [name, await ports.names.addresses(name)] as const,
      ),
    ]);
    const failing =
      answer.outcome !== 'Answered'
        ? answer.why
        : answer.status >= 400
          ? `status ${answer.status}`
          : undefined;
    const reason = notServed({ records: Object.fromEntries(records), side, failing });
    if (reason === undefined) return { outcome: 'Served' as const };
    return { outcome: 'Waiting' as const, waitSeconds: elapsedSeconds({ since, at }) < 300 ? 5 : 30, reason };
  },
);
