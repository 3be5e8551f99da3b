import {
  DescribeAddonVersionsCommand,
  DescribeClusterCommand,
  DescribeUpdateCommand,
  type EKSClient,
  paginateListUpdates,
} from '@aws-sdk/client-eks';
import type { Change } from '../../domain/decide/decision.ts';
import type { ContentsPort, EksKind, ObservedByKind } from '../../domain/ports/contents.ts';
import type { DescribedCluster, EksPort, ObservedUpdate, UpdatesOf } from '../../domain/ports/eks.ts';
import { named, unlessMissing } from '../errors.ts';
import { commandOf } from './changes.ts';
import { describedCluster, observedContent, observedUpdate } from './described.ts';
import { READS } from './reads.ts';

/** The EKS API: control planes, and their clusters' contents. */
export class Eks implements EksPort, ContentsPort {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  async describeCluster(name: string): Promise<DescribedCluster | undefined> {
    const answer = await unlessMissing(this.#client.send(new DescribeClusterCommand({ name })));
    return answer?.cluster && describedCluster(answer.cluster);
  }

  async failedUpdate(name: string, since: string): Promise<string | undefined> {
    const [newest] = (await this.updates(name)).filter(
      ({ createdAt }) => Date.parse(createdAt) >= Date.parse(since),
    );
    if (newest?.status !== 'Failed' && newest?.status !== 'Cancelled') return undefined;
    return `${newest.type} ${newest.status.toLowerCase()}: ${newest.reason || 'EKS gives no reason'}`;
  }

  async updates(name: string, of: UpdatesOf = {}): Promise<readonly ObservedUpdate[]> {
    const updateIds = await named(this.#updateIds({ name, ...of }));
    const described = updateIds.map((updateId) =>
      unlessMissing(this.#client.send(new DescribeUpdateCommand({ name, updateId, ...of }))),
    );
    return (await Promise.all(described))
      .flatMap((answer) => (answer?.update ? [observedUpdate(answer.update)] : []))
      .sort((left, right) => Date.parse(right.createdAt) - Date.parse(left.createdAt));
  }

  async read<Kind extends EksKind>(
    kind: Kind,
    clusterName: string,
    name: string,
  ): Promise<ObservedByKind[Kind] | undefined> {
    const answer = await READS[kind].read(this.#client, clusterName, name);
    return answer && observedContent(answer);
  }

  async list(kind: EksKind, clusterName: string): Promise<readonly string[] | undefined> {
    return unlessMissing(READS[kind].list(this.#client, clusterName));
  }

  async addonVersions(addonName: string, kubernetesVersion: string): Promise<readonly string[]> {
    const { addons = [] } = await named(
      this.#client.send(new DescribeAddonVersionsCommand({ addonName, kubernetesVersion })),
    );
    return addons.flatMap(({ addonVersions = [] }) =>
      addonVersions.map(({ addonVersion = '' }) => addonVersion),
    );
  }

  async change(change: Change, token: string): Promise<void> {
    const sent = this.#client.send(commandOf(change, token)) as Promise<unknown>;
    await (change.operation.startsWith('Delete') ? unlessMissing(sent) : named(sent));
  }

  async changeVersion(change: Change, token: string): Promise<{ readonly blocked: string } | undefined> {
    try {
      await this.#client.send(commandOf(change, token));
      return undefined;
    } catch (error) {
      // "Amazon EKS detected upgrade readiness issues" (API reference, UpdateClusterVersion).
      if (error instanceof Error && error.name === 'InvalidStateException') return { blocked: error.message };
      return named(Promise.reject(error));
    }
  }

  /** The ids of a cluster's updates, or a content's. A cluster of years has many, in no order that EKS says. */
  async #updateIds(of: UpdatesOf & { readonly name: string }): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { updateIds = [] } of paginateListUpdates({ client: this.#client }, of))
      found.push(...updateIds);
    return found;
  }
}
