import {
  AssociateEncryptionConfigCommand,
  type Cluster,
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClusterCommand,
  DescribeUpdateCommand,
  type EKSClient,
  ListUpdatesCommand,
  TagResourceCommand,
  UpdateClusterConfigCommand,
  UpdateClusterVersionCommand,
} from '@aws-sdk/client-eks';
import { TaskError } from '../domain/errors.ts';
import type { DescribedCluster, EksPort } from '../domain/ports/eks.ts';
import { named, unlessMissing } from './errors.ts';

/** The operations that change a control plane. The request's type is the decider's; the SDK checks it again. */
const CHANGES = {
  CreateCluster: CreateClusterCommand,
  UpdateClusterConfig: UpdateClusterConfigCommand,
  UpdateClusterVersion: UpdateClusterVersionCommand,
  AssociateEncryptionConfig: AssociateEncryptionConfigCommand,
  DeleteCluster: DeleteClusterCommand,
  TagResource: TagResourceCommand,
} as const;

/** Idempotent by themselves: they take no token. */
const WITHOUT_TOKEN = new Set(['DeleteCluster', 'TagResource']);

type ChangeCommand = new (input: never) => Parameters<EKSClient['send']>[0];

/** Sends the change named by `operation`, from a table of commands. */
export async function sendChange(
  client: EKSClient,
  commands: Readonly<Record<string, unknown>>,
  change: { readonly operation: string; readonly request: unknown },
  token: string | undefined,
): Promise<void> {
  const Command = commands[change.operation] as ChangeCommand | undefined;
  if (!Command) throw new TaskError('Unexpected', `this task makes no change named ${change.operation}`);
  const input = {
    ...(change.request as object),
    ...(token === undefined ? {} : { clientRequestToken: token }),
  };
  await named(client.send(new Command(input as never)) as Promise<unknown>);
}

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

  async change(change: { operation: string; request: unknown }, token: string): Promise<void> {
    await sendChange(this.#client, CHANGES, change, WITHOUT_TOKEN.has(change.operation) ? undefined : token);
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
