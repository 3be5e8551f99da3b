import { listClusters } from '../../aws/clusters.ts';
import { CommandError } from '../command-error.ts';
import { connect, type FleetOptions, type FleetRegion, nowOf, regionsOf } from '../fleet.ts';
import { columns, printResult } from '../output.ts';
import { parseSelector, type Selector, selects } from '../selector.ts';
import { whoami } from '../whoami.ts';

export interface PauseOptions extends FleetOptions {
  readonly reason?: string;
  readonly select?: readonly string[];
}

interface PauseRow {
  readonly scope: string;
  readonly region: string;
  readonly reason: string;
  readonly pausedBy: string;
  readonly pausedAt: string;
}

/** `pause`: every task reads it right before it changes anything; what AWS has begun already goes on. */
export async function runPause(options: PauseOptions): Promise<void> {
  const fleet = await connect(options);
  const selector = parseSelector(options.select);
  const [reason, pausedBy, pausedAt] = [options.reason ?? '', whoami(), new Date(nowOf(fleet)).toISOString()];
  const regions = regionsOf(fleet);
  await inScopes(regions, selector, ({ pauses }, scope) => pauses.put({ scope, reason, pausedBy, pausedAt }));
  await printPauses(regions, options);
}

/** `resume`: ends the fleet's pause, or those of the selected clusters, and prints what is left. */
export async function runResume(options: PauseOptions): Promise<void> {
  const regions = regionsOf(await connect(options));
  await inScopes(regions, parseSelector(options.select), ({ pauses }, scope) => pauses.remove(scope));
  await printPauses(regions, options);
}

/** `get pauses`: what is paused, and nothing is changed. */
export async function runGetPauses(options: FleetOptions): Promise<void> {
  await printPauses(regionsOf(await connect(options)), options);
}

async function inScopes(
  regions: readonly FleetRegion[],
  selector: Selector,
  change: (region: FleetRegion, scope: string) => Promise<void>,
): Promise<void> {
  const scopes = await Promise.all(
    regions.map(async (region) => {
      if (selector.length === 0) return [{ region, scope: 'fleet' }];
      const clusters = await listClusters(region.eksClient);
      return clusters
        .filter((cluster) => selects(selector, cluster))
        .map(({ arn }) => ({ region, scope: arn }));
    }),
  );
  if (scopes.flat().length === 0)
    throw new CommandError('no cluster is selected', 'look at names with `eks-fleet get clusters`');
  await Promise.all(scopes.flat().map(({ region, scope }) => change(region, scope)));
}

async function printPauses(regions: readonly FleetRegion[], { output }: FleetOptions): Promise<void> {
  const listed = await Promise.all(
    regions.map(async ({ region, pauses }) => (await pauses.list()).map((pause) => ({ region, pause }))),
  );
  const rows: PauseRow[] = listed.flat().map(({ region, pause }) => {
    const { scope, reason, pausedBy, pausedAt } = pause;
    return { scope, region, reason, pausedBy, pausedAt };
  });
  printResult(output, rows, () =>
    rows.length === 0
      ? 'nothing is paused'
      : columns(
          ['PAUSED', 'REGION', 'REASON', 'BY', 'SINCE'],
          rows.map(({ scope, region, reason, pausedBy, pausedAt }) => [
            scope,
            region,
            reason,
            pausedBy,
            pausedAt,
          ]),
        ),
  );
}
