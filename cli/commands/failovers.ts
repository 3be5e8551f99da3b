import { randomUUID } from 'node:crypto';
import type { Fleet } from '../../aws/fleet.ts';
import type { Side } from '../../domain/failover/claim.ts';
import { sideOf } from '../../domain/failover/standing-plans.ts';
import { durationMs } from '../../domain/policy/durations.ts';
import { eventOf } from '../../events/event.ts';
import { failoverDrillRequested } from '../../events/failover/drill-requested.ts';
import { failoverRequested } from '../../events/failover/requested.ts';
import { CommandError } from '../command-error.ts';
import { collectFailover } from '../failovers/collect.ts';
import { planOf } from '../failovers/plan-of.ts';
import { postMortem } from '../failovers/post-mortem.ts';
import { connect, type FleetOptions, nowOf } from '../fleet.ts';
import { printResult } from '../output.ts';
import { publishRequest } from '../requests/follow.ts';
import { followAll, outcomesTable, requestsTable } from '../requests/report.ts';
import { whoami } from '../whoami.ts';
import { type RequestOptions, reasonIn } from './cluster-requests.ts';

/** Prints what was requested, or waits for what comes of it. */
async function printFollowed(
  fleet: Fleet,
  published: Awaited<ReturnType<typeof publishRequest>>,
  options: RequestOptions,
): Promise<void> {
  if (!options.wait)
    return printResult(options.output, { requests: [published] }, () => requestsTable([published]));
  const outcomes = await followAll(fleet, [published]);
  printResult(options.output, { requests: outcomes }, () => outcomesTable(outcomes));
}

/** `failover PLAN --export`: the post-mortem, which moves nothing. */
export async function runExport(name: string, options: FleetOptions): Promise<void> {
  const fleet = await connect(options);
  const exported = await collectFailover(
    fleet,
    await planOf(fleet, name),
    new Date(nowOf(fleet)).toISOString(),
  );
  printResult(options.output, exported, () => postMortem(exported));
}

/** `failover PLAN` and `failback PLAN`. */
export async function runFailover(
  name: string,
  to: Side,
  options: RequestOptions & { readonly planned?: boolean },
): Promise<void> {
  const verb = to === 'standby' ? 'failover' : 'failback';
  if (options.reason === undefined)
    throw new CommandError(`the ${verb} has no reason`, 'say why, with --reason: it is kept and told');
  const fleet = await connect(options);
  const standing = await planOf(fleet, name);
  const { region } = sideOf(standing.plan, to);
  const requestId = `${verb}-${randomUUID()}`;
  const published = await publishRequest(
    fleet,
    { requestId, cluster: sideOf(standing.plan, to).cluster, region, workflow: 'fail-over' },
    eventOf(failoverRequested, {
      version: '1',
      requestId,
      requestedBy: `eks-fleet ${verb} by ${whoami()}`,
      ...reasonIn(options),
      ...{ plan: name, to },
      ...(options.planned ? { planned: true } : {}),
    }),
  );
  process.stderr.write(`${region}/${name}: ${verb} requested as ${requestId}\n`);
  await printFollowed(fleet, published, options);
}

/** `failover PLAN --drill`: all of a failover on the standby, and back. */
export async function runDrill(
  name: string,
  options: RequestOptions & { readonly until?: string },
): Promise<void> {
  if (options.reason === undefined)
    throw new CommandError('the drill has no reason', 'say why, with --reason: it is kept and told');
  const fleet = await connect(options);
  const { cluster, region } = (await planOf(fleet, name)).plan.to;
  const requestId = `drill-${randomUUID()}`;
  const published = await publishRequest(
    fleet,
    { requestId, cluster, region, workflow: 'drill-failover' },
    eventOf(failoverDrillRequested, {
      version: '1',
      requestId,
      requestedBy: `eks-fleet failover --drill by ${whoami()}`,
      ...reasonIn(options),
      plan: name,
      ...(options.until === undefined ? {} : { staysSeconds: durationMs(options.until) / 1000 }),
    }),
  );
  process.stderr.write(`${region}/${name}: drill requested as ${requestId}\n`);
  await printFollowed(fleet, published, options);
}
