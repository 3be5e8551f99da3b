import { clusterConflicts } from '../../domain/fleet/conflicts.ts';
import { parseFleet } from '../../domain/fleet/parse.ts';
import type { FleetDocument } from '../../domain/fleet/schema.ts';
import { type RequestProblem, toRequestProblem } from '../../domain/operation/request.ts';
import type { FleetsPort } from '../../domain/ports/fleets.ts';
import type { RegistryPort } from '../../domain/ports/registry.ts';
import type { TopicsPort } from '../../domain/ports/topics.ts';
import { listAll } from './list-all.ts';

interface Ports {
  readonly fleets: Pick<FleetsPort, 'deployedIn'>;
  readonly registry: Pick<RegistryPort, 'listScheduled'>;
  readonly topics: Pick<TopicsPort, 'exists'>;
}

export type CheckedFleet =
  | { readonly document: FleetDocument; readonly problems?: undefined }
  | { readonly problems: readonly RequestProblem[] };

/** Holds a document against its own rules, then against what is deployed and what the fleet has. It changes nothing. */
export async function checkDocument(
  value: unknown,
  { homeRegion, at }: { readonly homeRegion: string; readonly at: string },
  ports: Ports,
): Promise<CheckedFleet> {
  const { fleet, problems } = parseFleet(value, '', { now: at });
  if (problems) return { problems: problems.map(toRequestProblem) };
  const { spec } = fleet;
  if (spec.home !== homeRegion) {
    const message = `found ${spec.home}, allowed ${homeRegion}: the fleet is deployed with that home, and facts arrive there`;
    return { problems: [{ path: 'spec.home', message }] };
  }
  const found = [
    ...outside(spec.regions, await ports.fleets.deployedIn()),
    ...(await missingTopics(spec.notify ?? [], ports.topics)),
  ];
  if (found.length > 0) return { problems: found };
  const clusters = await listAll(ports.registry, spec.regions);
  const conflicts = clusterConflicts(fleet, clusters, Date.parse(at));
  return conflicts.length > 0 ? { problems: conflicts } : { document: fleet };
}

function outside(regions: readonly string[], deployed: readonly string[]): readonly RequestProblem[] {
  return regions.flatMap((region, index) => {
    if (deployed.includes(region)) return [];
    const message = `found ${region}, allowed ${deployed.join(', ')}: the fleet is not deployed there; deploy it: eks-fleet deploy --regions ${[...deployed, region].join(',')}`;
    return [{ path: `spec.regions[${index}]`, message }];
  });
}

async function missingTopics(
  notify: readonly { readonly sns: string }[],
  topics: Pick<TopicsPort, 'exists'>,
): Promise<readonly RequestProblem[]> {
  const found = await Promise.all(
    notify.map(async ({ sns }, index) => {
      if (await topics.exists(sns)) return [];
      const message = `there is no SNS topic ${sns} in the home region; create it: aws sns create-topic --name ${sns}`;
      return [{ path: `spec.notify[${index}].sns`, message }];
    }),
  );
  return found.flat();
}
