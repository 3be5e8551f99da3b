import type { Fleet } from '../../aws/fleet.ts';
import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import type { CheckPorts } from '../../domain/fleet/checks/check-document.ts';
import { listAll } from '../../domain/fleet/checks/list-all.ts';
import type { SeenFleet } from '../../domain/fleet/fleet-plan.ts';
import { scheduleGroup } from '../../domain/fleet/schedules/names.ts';
import type { ScheduledCluster } from '../../domain/policy/scheduled-cluster.ts';
import type { FleetDocument } from '../../domain/policy/schema.ts';
import type { StoredFleet } from '../../domain/ports/fleets.ts';
import { type FleetRegion, nowOf, regionOf } from '../fleet.ts';
import { readGroup } from './read-schedules.ts';

/** A cluster that is asked for beside the document: it will be as its own document says. */
export interface ComingCluster extends ScheduledCluster {
  readonly config: ClusterConfig;
}

/** The registry as it will be once the clusters that are asked for beside have come. */
export function withComing(
  registry: FleetRegion['registry'],
  coming: readonly ComingCluster[],
): CheckPorts['registry'] {
  const documents = new Map<string, ClusterConfig>(
    coming.map(({ cluster, config }) => [cluster.arn, config]),
  );
  return {
    read: async (arn) => {
      const config = documents.get(arn);
      return config ? { config } : registry.read(arn);
    },
    listScheduled: async (region, from, limit) => {
      const page = await registry.listScheduled(region, from, limit);
      const tagsOf = new Map(coming.map((one) => [one.cluster.arn, one.tags]));
      const known = page.clusters.map((one) => ({ ...one, tags: tagsOf.get(one.cluster.arn) ?? one.tags }));
      if (page.next !== '') return { ...page, clusters: known };
      const isNew = await Promise.all(
        coming
          .filter(({ cluster }) => cluster.region === region)
          .map(async (one) => ((await registry.read(one.cluster.arn)) ? [] : [one])),
      );
      return { ...page, clusters: [...known, ...isNew.flat()] };
    },
  };
}

/** A document that is applied beside, as if it were kept already. */
const asStored = (document: FleetDocument): StoredFleet => {
  const { home, regions } = document.spec;
  const { name } = document.metadata;
  return { name, home, regions, document, revision: 1, writtenBy: '', writtenAt: '', requestedBy: '' };
};

/**
 * The fleet that a document is checked against, as it will be with all that is applied together. `home` is the home
 * region.
 */
export function checkPorts(
  fleet: Fleet,
  home: string,
  clusters: readonly ComingCluster[],
  documents: readonly FleetDocument[],
): CheckPorts {
  const { fleets, registry, topics } = regionOf(fleet, home);
  const names = documents.map(({ metadata }) => metadata.name);
  return {
    topics,
    registry: withComing(registry, clusters),
    fleets: {
      deployedIn: () => fleets.deployedIn(),
      list: async () => [
        ...(await fleets.list()).filter(({ name }) => !names.includes(name)),
        ...documents.map(asStored),
      ],
    },
  };
}

/** Looks at everything that a Fleet document is planned on. It changes nothing. */
export async function observeFleet(
  fleet: Fleet,
  home: string,
  name: string,
  coming: readonly ComingCluster[] = [],
): Promise<SeenFleet> {
  const { fleets, registry } = regionOf(fleet, home);
  const [all, clusters, groups] = await Promise.all([
    fleets.list(),
    listAll(withComing(registry, coming), fleet.regions),
    Promise.all(
      fleet.regions.map((region) => readGroup(regionOf(fleet, region), scheduleGroup(fleet.stage, name))),
    ),
  ]);
  const existing = new Map(
    fleet.regions.map((region, index) => [region, (groups[index] ?? []).map(({ schedule }) => schedule)]),
  );
  const stored = all.find((one) => one.name === name);
  return { stage: fleet.stage, nowMs: nowOf(fleet), stored, all, clusters, existing };
}
