import { digest } from '../../domain/desired/digest.ts';
import { TaskError } from '../../domain/errors.ts';
import { governingAmong } from '../../domain/fleet/checks/rivals.ts';
import { type ScheduleChange, scheduleChanges } from '../../domain/fleet/schedules/difference.ts';
import { scheduleGroup, schedulePrefix } from '../../domain/fleet/schedules/names.ts';
import { desiredSchedules } from '../../domain/fleet/schedules/schedules.ts';
import { clusterArn } from '../../domain/operation/subject.ts';
import type { FleetDocument } from '../../domain/policy/schema.ts';
import type { FleetsPort, StoredFleet } from '../../domain/ports/fleets.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import type { Schedule, SchedulesPort } from '../../domain/ports/schedules.ts';
import type { RegisteredCluster } from '../../domain/registry/registered-cluster.ts';
import { account } from '../runtime/ports/account/account.ts';
import { deployment } from '../runtime/ports/account/deployment.ts';
import { fleets } from '../runtime/ports/state/fleets.ts';
import { registry } from '../runtime/ports/state/registry.ts';
import { schedules } from '../runtime/ports/workflows/schedules.ts';
import { task } from '../runtime/task.ts';
import { fleetTasks } from './contracts.ts';

interface Ports {
  readonly fleets: FleetsPort;
  readonly registry: RegistryPort;
  readonly schedules: SchedulesPort;
}

/**
 * The facts that decide a cluster's schedules: the document beside the others, and the cluster as the fleet has it.
 */
interface Seen {
  readonly document: FleetDocument | undefined;
  readonly stored: readonly StoredFleet[];
  readonly registered: RegisteredCluster | undefined;
}

async function look(fleet: string, arn: string, ports: Ports): Promise<Seen> {
  const [stored, registered] = await Promise.all([ports.fleets.list(), ports.registry.read(arn)]);
  return { document: stored.find(({ name }) => name === fleet)?.document, stored, registered };
}

/** Changes when a document is changed, or the cluster's level, tags or presence. */
const versionOf = ({ stored, registered }: Seen): string =>
  [
    registered?.writtenBy,
    registered?.level,
    ...stored.map(({ name, revision }) => `${name}:${revision}`),
  ].join(' ');

function desiredOf({ document, stored, registered }: Seen, stage: string, nowMs: number) {
  if (!document || !registered) return { schedules: [], conflicts: [] };
  const { cluster, level, config } = registered;
  const scheduled = { cluster, level, tags: config.metadata.tags ?? {} };
  const entries = governingAmong(document, stored, nowMs)(scheduled);
  return desiredSchedules(document, scheduled, entries, { stage, nowMs });
}

async function existingOf(group: string, prefix: string, port: SchedulesPort): Promise<readonly Schedule[]> {
  const found: Schedule[] = [];
  let from = '';
  do {
    const { names, next } = await port.list(group, prefix, from);
    const page = await Promise.all(names.map((name) => port.get(group, name)));
    found.push(...page.filter((one) => one !== undefined));
    from = next;
  } while (from !== '');
  return found;
}

async function carryOut({ do: what, schedule }: ScheduleChange, token: string, port: SchedulesPort) {
  const { group, name } = schedule;
  const own = `${token}-${digest(JSON.stringify([what, schedule]))}`;
  if (what === 'delete') await port.delete(group, name, own);
  else await port.put(schedule, own);
}

/**
 * Makes one cluster's schedules as the document says, whatever they were.
 *
 * What if this runs twice, or beside another for the same cluster? Each looks again after its changes. If the
 * document or the cluster was changed meanwhile, those changes may be outdated, and it runs again. So the run that
 * ends last has seen the newest of both.
 */
export const handler = task(
  fleetTasks.reconcileCluster,
  { account, deployment, fleets, registry, schedules },
  async ({ fleet, cluster, token, at }, ports) => {
    const { partition, accountId, region } = ports.account;
    const { stage } = ports.deployment;
    const arn = clusterArn({ partition, accountId }, region, cluster);
    const nowMs = Date.parse(at);
    const seen = await look(fleet, arn, ports);
    const desired = desiredOf(seen, stage, nowMs);
    const existing = await existingOf(scheduleGroup(stage, fleet), schedulePrefix(cluster), ports.schedules);
    const changes = scheduleChanges(desired.schedules, existing, nowMs);
    for (const change of changes) await carryOut(change, token, ports.schedules);
    if (changes.length > 0 && versionOf(await look(fleet, arn, ports)) !== versionOf(seen))
      throw new TaskError('Conflict', `the document or ${cluster} was changed at the same moment`);
    const count = (what: ScheduleChange['do']) => changes.filter((one) => one.do === what).length;
    return {
      outcome: 'Reconciled' as const,
      cluster,
      created: count('create'),
      changed: count('replace'),
      deleted: count('delete'),
      conflict: desired.conflicts
        .map(({ entries, reason }) => `${entries.join(' and ')}: ${reason}`)
        .join('; '),
      leftOut: 'leftOut' in desired && desired.leftOut !== undefined ? desired.leftOut : '',
    };
  },
);
