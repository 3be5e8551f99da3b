import type { CallFacts, TakenEvent } from '../../simulator/fault.ts';

export type Tags = Readonly<Record<string, string>>;
interface Config {
  readonly metadata?: { readonly name?: string; readonly region?: string; readonly tags?: Tags };
}

/** All tags that a cluster has ever had, by its documents or by EKS. */
export class TagsOfClusters {
  readonly #tags = new Map<string, Set<string>>();

  heard({ detailType, detail }: TakenEvent): void {
    if (detailType !== 'ClusterRequested') return;
    const { name, region, tags } = (detail.config as Config | undefined)?.metadata ?? {};
    this.#had(`${region}/${name}`, tags);
  }

  observe({ region, service, operation, input }: CallFacts): void {
    if (service !== 'eks') return;
    const tags = input.tags as Tags | undefined;
    if (operation === 'CreateCluster') this.#had(`${region}/${input.name}`, tags);
    if (operation === 'TagResource')
      this.#had(`${region}/${String(input.resourceArn).split(':cluster/')[1]}`, tags);
  }

  /** True where a cluster may have been selected at some time. */
  isSelected(region: string, name: string, select: Tags): boolean {
    const had = this.#tags.get(`${region}/${name}`);
    return Object.entries(select).every(([key, value]) =>
      key === 'name' ? value === name : had?.has(`${key}=${value}`),
    );
  }

  #had(cluster: string, tags: Tags = {}): void {
    const known = this.#tags.get(cluster) ?? new Set();
    for (const [key, value] of Object.entries(tags)) known.add(`${key}=${value}`);
    this.#tags.set(cluster, known);
  }
}
