import { clusterDrifted } from '../events/cluster/drifted.ts';
import { compareCluster } from '../functions/drift/compare-cluster.contract.ts';
import { listClusters } from '../functions/drift/list-clusters.contract.ts';
import { publishDrift } from '../functions/drift/publish-drift.contract.ts';
import { recordDrift } from '../functions/drift/record-drift.contract.ts';
import { defineWorkflow } from './workflow.ts';

/** Compares the fleet's clusters of this region with their documents, and says which have drifted. */
export const detectDrift = defineWorkflow({
  name: 'detect-drift',
  tasks: [listClusters, compareCluster, publishDrift, recordDrift],
  facts: [clusterDrifted],
  failures: ['DetectDriftFailed'],
});
