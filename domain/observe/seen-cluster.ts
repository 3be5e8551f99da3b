import type { SeenCluster } from '../adopt/observed.ts';
import { EKS_KINDS } from '../contents/kinds.ts';
import type { ContentsPort, EksKind } from '../ports/contents.ts';
import type { DescribedCluster } from '../ports/eks.ts';
import type { NetworkPort } from '../ports/network.ts';
import { readInventory } from './inventory.ts';

export interface SeenPorts {
  readonly contents: Pick<ContentsPort, 'list' | 'read'>;
  readonly network: NetworkPort;
}

/** Everything that EKS shows of a cluster. It only reads. */
export async function readSeenCluster(
  cluster: DescribedCluster,
  region: string,
  { contents, network }: SeenPorts,
): Promise<SeenCluster> {
  const { name } = cluster;
  const listed = await readInventory(name, contents);
  // A content that was deleted between the list and the look is not there.
  const readAll = async (kind: EksKind) => {
    const found = await Promise.all(listed[kind].map((one) => contents.read(kind, name, one)));
    return [kind, found.filter((one) => one !== undefined)] as const;
  };
  const [subnets, byKind] = await Promise.all([
    network.subnets(cluster.resourcesVpcConfig.subnetIds ?? []),
    Promise.all(EKS_KINDS.map(readAll)),
  ]);
  return {
    cluster,
    region,
    subnets,
    contents: Object.fromEntries(byKind) as unknown as SeenCluster['contents'],
  };
}
