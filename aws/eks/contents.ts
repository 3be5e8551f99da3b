import { DescribeAddonVersionsCommand, type EKSClient } from '@aws-sdk/client-eks';
import type { Change } from '../../domain/decide/decision.ts';
import type { ContentsPort, EksKind, ObservedByKind } from '../../domain/ports/contents.ts';
import { named, unlessMissing } from '../errors.ts';
import { sendChange } from './changes.ts';
import { READS } from './reads.ts';

/** EKS's answer as a decider takes it: the same members, with `health.issues` beside them, and its times as text. */
function observedOf<Observed>(answer: object): Observed {
  const { health, createdAt, modifiedAt, ...rest } = answer as {
    readonly health?: { readonly issues?: unknown };
    readonly createdAt?: Date;
    readonly modifiedAt?: Date;
  };
  return {
    ...rest,
    ...(createdAt ? { createdAt: createdAt.toISOString() } : {}),
    ...(modifiedAt ? { modifiedAt: modifiedAt.toISOString() } : {}),
    ...(health?.issues ? { issues: health.issues } : {}),
  } as Observed;
}

/** `ContentsPort` over the EKS API. */
export class EksContents implements ContentsPort {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  async read<Kind extends EksKind>(
    kind: Kind,
    clusterName: string,
    name: string,
  ): Promise<ObservedByKind[Kind] | undefined> {
    const answer = await READS[kind].read(this.#client, clusterName, name);
    return answer && observedOf(answer);
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
    await sendChange(this.#client, change, token);
  }
}
