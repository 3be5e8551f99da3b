import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { readUserDocuments } from '../../../cli/documents/user-documents.ts';
import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
import { checkDocument } from '../../../domain/fleet/checks/check-document.ts';
import { emptySelects } from '../../../domain/fleet/checks/empty-selects.ts';
import type { ScheduledCluster } from '../../../domain/policy/scheduled-cluster.ts';
import { arnOf } from '../../domain/policy/documents.ts';

const NOW = '2026-11-24T08:00:00Z';

it.each(['examples', 'examples/failover'])(
  'has a Fleet in %s that goes with the clusters there: every entry selects one that can do as it says',
  async (folder) => {
    const read = await readUserDocuments([join(import.meta.dirname, '../../..', folder)], NOW);
    expect(read.problems).toEqual([]);
    const arnIn = ({ region, name }: { readonly region: string; readonly name: string }) =>
      arnOf(region, name);
    const configs = new Map<string, ClusterConfig>(
      read.clusters.map(({ config }) => [arnIn(config.metadata), config]),
    );
    const clusters = [...configs.values()].map(({ metadata }): ScheduledCluster => {
      const { name, region, tags = {} } = metadata;
      return { cluster: { name, region, arn: arnIn(metadata) }, level: 'all', tags };
    });
    const [example] = read.fleets;
    if (!example) throw new Error('there is no Fleet among the examples');
    const { document, fleet } = example;
    const ports = {
      fleets: { deployedIn: async () => fleet.spec.regions, list: async () => [] },
      topics: { exists: async () => false },
      registry: {
        listScheduled: async (region: string) => ({
          clusters: clusters.filter(({ cluster }) => cluster.region === region),
          next: '',
        }),
        read: async (arn: string) => {
          const config = configs.get(arn);
          return config && { config };
        },
      },
    };
    const where = {
      homeRegion: fleet.spec.home,
      at: NOW,
      source: 'fleet.yaml',
      account: '111122223333',
      knowsAll: true,
    };
    expect((await checkDocument(document, where, ports)).problems).toBeUndefined();
    expect(emptySelects(fleet, clusters)).toEqual([]);
  },
);
