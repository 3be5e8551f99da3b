import type { ClusterConfig } from '../../../domain/cluster-config/config.ts';
import { parseClusterConfig } from '../../../domain/cluster-config/parse.ts';
import type { Account } from '../../../domain/desired/account.ts';
import { desiredFoundation } from '../../../domain/desired/foundation.ts';
import { type NetworkFacts, networkFacts } from '../../../domain/desired/network/facts.ts';

export const account: Account = {
  accountId: '111122223333',
  partition: 'aws',
  region: 'us-west-2',
  availabilityZones: ['us-west-2a', 'us-west-2b', 'us-west-2c', 'us-west-2d'],
  permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/eks-fleet-boundary',
};

/** A valid document of one cluster in us-west-2, read. */
export function configOf(
  more: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): ClusterConfig {
  const document = {
    apiVersion: 'eksctl.io/v1alpha5',
    kind: 'ClusterConfig',
    metadata: { name: 'shop', region: 'us-west-2', ...metadata },
    ...more,
  };
  const { config, problems } = parseClusterConfig(document, 'shop.yaml', { today: '2026-11-24' });
  if (!config) throw new Error(JSON.stringify(problems, null, 2));
  return config;
}

/** The network as it would be: each output of the network stack is `<logical id>-id`. */
export function factsOf(config: ClusterConfig): NetworkFacts {
  const { network } = desiredFoundation(config, account);
  const outputs = Object.keys(network?.template.Outputs ?? {}).map((name) => [name, `${name}-id`]);
  return networkFacts(config, account, Object.fromEntries(outputs));
}
