import {
  DeleteCapabilityCommand,
  DeleteFargateProfileCommand,
  DeleteNodegroupCommand,
  DescribeCapabilityCommand,
  DescribeFargateProfileCommand,
  DescribeNodegroupCommand,
  type EKSClient,
  paginateListCapabilities,
  paginateListFargateProfiles,
  paginateListNodegroups,
} from '@aws-sdk/client-eks';
import type { DoomedPart } from '../domain/decide/compute-deletion.ts';
import type { ClusterPartsPort } from '../domain/ports/deletion.ts';
import { sendChange } from './eks.ts';
import { unlessMissing } from './errors.ts';

/** They take no token: a second deletion finds the first under way, or nothing. */
const CHANGES = {
  DeleteNodegroup: DeleteNodegroupCommand,
  DeleteFargateProfile: DeleteFargateProfileCommand,
  DeleteCapability: DeleteCapabilityCommand,
} as const;

interface Described {
  readonly status?: string;
  readonly modifiedAt?: Date;
  readonly health?: { readonly issues?: readonly { readonly message?: string }[] };
}

function partOf(name: string, { status = '', modifiedAt, health }: Described): DoomedPart {
  const reasons = health?.issues?.flatMap(({ message }) => message ?? []) ?? [];
  return {
    name,
    status,
    ...(modifiedAt ? { changedAt: modifiedAt.toISOString() } : {}),
    ...(reasons.length > 0 ? { reasons } : {}),
  };
}

/** The names that a paginated list holds; none where the cluster does not exist. */
async function namesIn<Page>(
  pages: AsyncIterable<Page>,
  read: (page: Page) => readonly (string | undefined)[] | undefined,
): Promise<readonly string[]> {
  const list = async () => {
    const names: string[] = [];
    for await (const page of pages) names.push(...(read(page) ?? []).filter((name) => name !== undefined));
    return names;
  };
  return (await unlessMissing(list())) ?? [];
}

/** `ClusterPartsPort` over the EKS API. */
export class EksClusterParts implements ClusterPartsPort {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  async nodeGroups(clusterName: string, known?: readonly string[]): Promise<readonly DoomedPart[]> {
    const pages = paginateListNodegroups({ client: this.#client }, { clusterName });
    const names = known ?? (await namesIn(pages, ({ nodegroups }) => nodegroups));
    return this.#describe(names, async (nodegroupName) => {
      const command = new DescribeNodegroupCommand({ clusterName, nodegroupName });
      return (await unlessMissing(this.#client.send(command)))?.nodegroup;
    });
  }

  async fargateProfiles(clusterName: string, known?: readonly string[]): Promise<readonly DoomedPart[]> {
    const pages = paginateListFargateProfiles({ client: this.#client }, { clusterName });
    const names = known ?? (await namesIn(pages, ({ fargateProfileNames }) => fargateProfileNames));
    return this.#describe(names, async (fargateProfileName) => {
      const command = new DescribeFargateProfileCommand({ clusterName, fargateProfileName });
      return (await unlessMissing(this.#client.send(command)))?.fargateProfile as Described | undefined;
    });
  }

  async capabilities(clusterName: string, known?: readonly string[]): Promise<readonly DoomedPart[]> {
    const pages = paginateListCapabilities({ client: this.#client }, { clusterName });
    const names =
      known ??
      (await namesIn(pages, (page) => page.capabilities?.map(({ capabilityName }) => capabilityName)));
    return this.#describe(names, async (capabilityName) => {
      const command = new DescribeCapabilityCommand({ clusterName, capabilityName });
      return (await unlessMissing(this.#client.send(command)))?.capability as Described | undefined;
    });
  }

  async change(change: { operation: string; request: unknown }): Promise<void> {
    await unlessMissing(sendChange(this.#client, CHANGES, change, undefined));
  }

  async #describe(
    names: readonly string[],
    read: (name: string) => Promise<object | undefined>,
  ): Promise<readonly DoomedPart[]> {
    const parts = await Promise.all(
      names.map(async (name) => {
        const described = (await read(name)) as Described | undefined;
        return described && partOf(name, described);
      }),
    );
    return parts.filter((part) => part !== undefined);
  }
}
