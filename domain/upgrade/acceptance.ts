import type { RequestProblem } from '../operation/request.ts';
import type { RegisteredCluster } from '../registry/registered-cluster.ts';
import { FINDINGS, type FindingId } from './finding.ts';
import type { UpgradeRequest, Waiver } from './request.ts';

/** The cluster of a request, as the fleet knows it; `at` is ISO 8601. */
export interface AskedOf {
  readonly cluster: string;
  readonly region: string;
  readonly registered: RegisteredCluster | undefined;
  readonly at: string;
}

const problem = (path: string, message: string): RequestProblem => ({ path: `detail.${path}`, message });

/** The reason why a request to upgrade is refused before anything is looked at, or undefined. */
export function upgradeProblem(request: UpgradeRequest, asked: AskedOf): RequestProblem | undefined {
  const { cluster, region, registered, at } = asked;
  if (!registered)
    return problem(
      'cluster',
      `found ${cluster}, allowed a cluster that the fleet has in ${region}: eks-fleet get clusters`,
    );
  return (
    targetProblem(request) ??
    imagesProblem(request) ??
    hooksProblem(request, registered.cluster.arn) ??
    waiversProblem(request.waivers, at)
  );
}

function targetProblem(request: UpgradeRequest): RequestProblem | undefined {
  if (request.action !== 'upgrade') return undefined;
  const { to, only } = request;
  if (to === undefined && (only === undefined || only === 'controlPlane'))
    return problem(
      'to',
      'found nothing, allowed a minor like 1.36; only nodes or add-ons are upgraded without one',
    );
  if (to !== undefined && (only === 'nodes' || only === 'addons'))
    return problem(
      'to',
      `found ${to}, allowed nothing: only ${only} are to be upgraded, to what fits the version that the cluster has`,
    );
  return undefined;
}

function imagesProblem(request: UpgradeRequest): RequestProblem | undefined {
  if (request.action !== 'upgrade') return undefined;
  const names = request.images.map(({ nodeGroup }) => nodeGroup);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  return twice === undefined
    ? undefined
    : problem('images', `found two images for ${twice}, allowed one a node group`);
}

/** The fleet starts only what is beside the cluster: nothing else may be started by its roles, nor found again. */
function hooksProblem(request: UpgradeRequest, clusterArn: string): RequestProblem | undefined {
  if (request.action !== 'upgrade') return undefined;
  const placeOf = (arn: string): string => arn.split(':').slice(3, 5).join(':');
  const place = placeOf(clusterArn);
  const [name, hook] = Object.entries(request.hooks).find(([, { arn }]) => placeOf(arn) !== place) ?? [];
  return hook === undefined
    ? undefined
    : problem(
        `hooks.${name}.arn`,
        `found ${hook.arn}, allowed one of the account and region of the cluster: …:${place}:…`,
      );
}

/** A waiver names a finding that can be waived, and has not run out. */
function waiversProblem(waivers: readonly Waiver[], at: string): RequestProblem | undefined {
  for (const [index, { finding, until }] of waivers.entries()) {
    const path = `waivers[${index}]`;
    const [id = ''] = finding.split('/');
    const row = FINDINGS[id as FindingId];
    const allowed = Object.entries(FINDINGS)
      .filter(([, { isWaivable }]) => isWaivable)
      .map(([name]) => name);
    if (!Object.hasOwn(FINDINGS, id) || !row.isWaivable)
      return problem(
        `${path}.finding`,
        `found ${finding}, allowed ${allowed.join(', ')}, each also with the subject of one finding after a slash`,
      );
    if (Date.parse(until) <= Date.parse(at))
      return problem(`${path}.until`, `found ${until}, allowed a time after ${at}: it has run out`);
  }
  return undefined;
}
