import { type Finding, type Problem, toProblem } from '../../cluster-config/problem.ts';
import { parseFleet } from '../../policy/parse.ts';
import type { FleetDocument } from '../../policy/schema.ts';
import type { FleetsPort } from '../../ports/fleets.ts';
import type { RegistryPort } from '../../ports/registry.ts';
import type { TopicsPort } from '../../ports/topics.ts';
import { clusterConflicts, unknownClusters } from './conflicts.ts';
import { failoverProblems } from './failover-problems.ts';
import { listAll } from './list-all.ts';
import { type DocumentReader, resizingProblems } from './resizing-problems.ts';
import { otherFleets } from './rivals.ts';

export interface CheckPorts {
  readonly fleets: Pick<FleetsPort, 'deployedIn' | 'list'>;
  readonly registry: Pick<RegistryPort, 'listScheduled'> & DocumentReader;
  readonly topics: Pick<TopicsPort, 'exists'>;
}

export interface CheckedWhere {
  /** The region of the fleet's home. */
  readonly homeRegion: string;
  /** ISO 8601. */
  readonly at: string;
  /** The document's file, or empty. */
  readonly source: string;
  /** The fleet's account. */
  readonly account: string;
  /** True where the registry knows every cluster, and none is on its way: then a name that it lacks is a mistake. */
  readonly knowsAll: boolean;
}

export type CheckedFleet =
  | { readonly document: FleetDocument; readonly problems?: undefined }
  | { readonly problems: readonly Problem[] };

/**
 * Holds a document against its own rules, then against the deployment and the fleet's clusters. It changes nothing.
 */
export async function checkDocument(
  value: unknown,
  where: CheckedWhere,
  ports: CheckPorts,
): Promise<CheckedFleet> {
  const { at, source } = where;
  const { fleet, problems } = parseFleet(value, source, { now: at });
  if (problems) return { problems };
  const found = await findings(fleet, where, ports);
  return found.length > 0
    ? { problems: found.map((finding) => toProblem(source, finding)) }
    : { document: fleet };
}

async function findings(
  document: FleetDocument,
  { homeRegion, at, account, knowsAll }: CheckedWhere,
  ports: CheckPorts,
): Promise<readonly Finding[]> {
  const { home, regions, notify = [] } = document.spec;
  if (home !== homeRegion) {
    const message = 'the fleet is deployed with another home, where facts arrive';
    return [{ path: 'spec.home', found: home, allowed: homeRegion, message }];
  }
  const found = [
    ...outside(document.spec, await ports.fleets.deployedIn()),
    ...(await missingTopics(home, notify, ports.topics)),
  ];
  if (found.length > 0) return found;
  const [clusters, stored] = await Promise.all([listAll(ports.registry, regions), ports.fleets.list()]);
  return [
    ...(knowsAll ? unknownClusters(document, clusters) : []),
    ...clusterConflicts(document, clusters, Date.parse(at)),
    ...otherFleets(document, clusters, stored),
    ...(await resizingProblems(document, clusters, ports.registry)),
    ...(await failoverProblems(document, clusters, stored, { account, registry: ports.registry })),
  ];
}

function outside({ home, regions }: FleetDocument['spec'], deployed: readonly string[]): readonly Finding[] {
  return regions.flatMap((region, index) => {
    if (deployed.includes(region)) return [];
    return [
      {
        path: `spec.regions[${index}]`,
        found: region,
        allowed: deployed.join(', '),
        message: `the fleet is not deployed in ${region}`,
        alternative: `deploy it there, home first: eks-fleet deploy --regions ${[...new Set([home, ...deployed, region])].join(',')}`,
      },
    ];
  });
}

async function missingTopics(
  home: string,
  notify: readonly { readonly sns: string }[],
  topics: Pick<TopicsPort, 'exists'>,
): Promise<readonly Finding[]> {
  const found = await Promise.all(
    notify.map(async ({ sns }, index) => {
      if (await topics.exists(sns)) return [];
      return [
        {
          path: `spec.notify[${index}].sns`,
          found: sns,
          allowed: 'a topic of the home region',
          message: `there is no SNS topic ${sns} in the home region`,
          alternative: `create it: aws sns create-topic --name ${sns} --region ${home}`,
        },
      ];
    }),
  );
  return found.flat();
}
