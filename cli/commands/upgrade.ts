import type { UpgradeRequest } from '../../domain/upgrade/request.ts';
import { clusterUpgradeRequested } from '../../events/cluster/upgrade-requested.ts';
import { eventOf } from '../../events/event.ts';
import { connect } from '../fleet.ts';
import { printResult } from '../output.ts';
import { refuseRequest } from '../requests/report.ts';
import { upgradeProblems } from '../requests/upgrade-problems.ts';
import { dryRun, dryRunTable } from '../upgrades/dry-run.ts';
import { type UpgradeFlags, upgradeRequest } from '../upgrades/request.ts';
import { type RequestOptions, regionOfCluster, requestOfCluster } from './cluster-requests.ts';

export type UpgradeOptions = RequestOptions & UpgradeFlags & { readonly dryRun?: boolean };

/** `upgrade NAME`, and `upgrade NAME --roll-back`. */
export async function runUpgrade(cluster: string, options: UpgradeOptions): Promise<void> {
  // What options say is read before anything is asked of AWS.
  const request = upgradeRequest(options, Date.now());
  if (options.dryRun) return runDryRun(cluster, request, options);
  await requestOfCluster(
    cluster,
    request.action === 'rollBack' ? 'roll-back' : 'upgrade',
    'upgrade-cluster',
    options,
    (members) => eventOf(clusterUpgradeRequested, { ...members, ...request }),
    (fleet, region) => upgradeProblems(fleet, { name: cluster, region }, request),
  );
}

/** `upgrade NAME --dry-run`: what would be found, and the steps; it ends with 1 unless all of it is seen and planned. */
async function runDryRun(name: string, request: UpgradeRequest, options: UpgradeOptions): Promise<void> {
  const fleet = await connect(options);
  const region = options.clusterRegion ?? (await regionOfCluster(fleet, name));
  const problems = await upgradeProblems(fleet, { name, region }, request);
  if (problems.length > 0) return refuseRequest({ cluster: name, region }, problems, options.output);
  const found = await dryRun(fleet, { name, region }, request);
  printResult(options.output, found, () => dryRunTable(found));
  if (found.outcome !== 'planned') process.exitCode = 1;
}
