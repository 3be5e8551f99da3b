import {
  type Cluster,
  DescribeClusterCommand,
  DescribeUpdateCommand,
  type EKSClient,
  ListUpdatesCommand,
} from '@aws-sdk/client-eks';
import type { Change } from '../../domain/decide/decision.ts';
import type { DescribedCluster, EksPort } from '../../domain/ports/eks.ts';
import { named, unlessMissing } from '../errors.ts';
import { sendChange } from './changes.ts';

/** `EksPort` over the EKS API. */
export class EksControlPlanes implements EksPort {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  async describeCluster(name: string): Promise<DescribedCluster | undefined> {
    const answer = await unlessMissing(this.#client.send(new DescribeClusterCommand({ name })));
    return answer?.cluster && toDescribed(answer.cluster);
  }

  async failedUpdate(name: string, since: string): Promise<string | undefined> {
    const { updateIds = [] } = await named(this.#client.send(new ListUpdatesCommand({ name })));
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

  async change(change: Change, token: string): Promise<void> {
    await sendChange(this.#client, change, token);
  }
}

function toDescribed(cluster: Cluster): DescribedCluster {
  const { certificateAuthority, identity, health, ...rest } = cluster;
  const issues = health?.issues?.map(({ code = 'Other', message = '' }) => ({ code, message }));
  // The decider's type is EKS's answer with the members that EKS always gives made required.
  return {
    ...(rest as unknown as DescribedCluster),
    ...(certificateAuthority?.data === undefined ? {} : { certificateAuthority: certificateAuthority.data }),
    ...(identity?.oidc?.issuer === undefined ? {} : { oidcIssuer: identity.oidc.issuer }),
    ...(issues ? { issues } : {}),
  };
}
