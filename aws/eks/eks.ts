import {
  DescribeAddonVersionsCommand,
  DescribeClusterCommand,
  DescribeUpdateCommand,
  type EKSClient,
  paginateListUpdates,
} from '@aws-sdk/client-eks';
import type { Change } from '../../domain/decide/decision.ts';
import type { ContentsPort, EksKind, ObservedByKind } from '../../domain/ports/contents.ts';
import type { DescribedCluster, EksPort } from '../../domain/ports/eks.ts';
import { named, unlessMissing } from '../errors.ts';
import { commandOf } from './changes.ts';
import { describedCluster, observedContent } from './described.ts';
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
    const updateIds = await named(this.#updateIds(name));
    const updates = await Promise.all(
      updateIds.map(
        async (updateId) =>
          (await named(this.#client.send(new DescribeUpdateCommand({ name, updateId })))).update,
      ),
    );
    const newest = updates
      .filter((update) => update?.createdAt && update.createdAt.getTime() >= Date.parse(since))
      .sort((left, right) => (right?.createdAt?.getTime() ?? 0) - (left?.createdAt?.getTime() ?? 0))[0];
    if (newest?.status !== 'Failed' && newest?.status !== 'Cancelled') return undefined;
    const reasons = (newest.errors ?? []).map(
      ({ errorCode, errorMessage }) => `${errorCode}: ${errorMessage}`,
    );
    return `${newest.type} ${newest.status.toLowerCase()}: ${reasons.join('; ') || 'EKS gives no reason'}`;
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

  /** The ids of a cluster's updates. A cluster of years has many, in no order that EKS says. */
  async #updateIds(name: string): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { updateIds = [] } of paginateListUpdates({ client: this.#client }, { name }))
      found.push(...updateIds);
    return found;
  }
}
