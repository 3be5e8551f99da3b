import {
  DescribeAccessEntryCommand,
  DescribeAddonCommand,
  DescribeNodegroupCommand,
  type EKSClient,
} from '@aws-sdk/client-eks';
import type { SideContents, SideGroup, SidePort } from '../../domain/ports/sides.ts';
import { each } from '../account-facts/asked.ts';
import { answeredWithin } from '../answered-within.ts';
import { named, unlessMissing } from '../errors.ts';
import { READS } from './reads.ts';

/** The time that a region has for all of a cluster. */
const PATIENCE_MS = 12_000;
/** Hundreds of plans may be looked at in the same minutes, and EKS's buckets are shared with those who make changes. */
const AT_ONCE = 3;

/** An entry of a person or program; the others are of nodes (API reference, CreateAccessEntry, `type`). */
const STANDARD = 'STANDARD';

const found = <Value>(values: Readonly<Record<string, Value | undefined>>): readonly Value[] =>
  Object.values(values).filter((value) => value !== undefined);

/** `SidePort` over EKS's API. One that goes while it is read is not there. */
export class EksSide implements SidePort {
  readonly #client: EKSClient;

  constructor(client: EKSClient) {
    this.#client = client;
  }

  contents(cluster: string): Promise<SideContents | undefined> {
    return named(answeredWithin(PATIENCE_MS, this.#contents(cluster)));
  }

  groups(cluster: string): Promise<readonly SideGroup[] | undefined> {
    return named(answeredWithin(PATIENCE_MS, this.#groups(cluster)));
  }

  people(cluster: string, principals: readonly string[]): Promise<readonly string[]> {
    return named(answeredWithin(PATIENCE_MS, this.#people(cluster, principals)));
  }

  async #contents(cluster: string): Promise<SideContents | undefined> {
    const [names, groups, principals] = await Promise.all([
      unlessMissing(READS.addon.list(this.#client, cluster)),
      this.#groups(cluster),
      unlessMissing(READS.accessEntry.list(this.#client, cluster)),
    ]);
    if (!names || !groups || !principals) return undefined;
    const versions = await each(names, (addonName) => this.#version(cluster, addonName), AT_ONCE);
    const addons = Object.entries(versions).filter(([, version]) => version !== undefined);
    return { addons: Object.fromEntries(addons) as Record<string, string>, groups, principals };
  }

  async #version(clusterName: string, addonName: string): Promise<string | undefined> {
    const command = new DescribeAddonCommand({ clusterName, addonName });
    return (await unlessMissing(this.#client.send(command)))?.addon?.addonVersion;
  }

  async #groups(cluster: string): Promise<readonly SideGroup[] | undefined> {
    const names = await unlessMissing(READS.nodeGroup.list(this.#client, cluster));
    return names && found(await each(names, (name) => this.#group(cluster, name), AT_ONCE));
  }

  async #group(clusterName: string, name: string): Promise<SideGroup | undefined> {
    const command = new DescribeNodegroupCommand({ clusterName, nodegroupName: name });
    const group = (await unlessMissing(this.#client.send(command)))?.nodegroup;
    if (!group) return undefined;
    const { instanceTypes = [], subnets = [], capacityType, scalingConfig = {} } = group;
    const { desiredSize = 0, maxSize = 0 } = scalingConfig;
    return { name, instanceTypes, subnets, isSpot: capacityType === 'SPOT', desiredSize, maxSize };
  }

  async #people(clusterName: string, principals: readonly string[]): Promise<readonly string[]> {
    const typeOf = async (principalArn: string): Promise<string | undefined> => {
      const command = new DescribeAccessEntryCommand({ clusterName, principalArn });
      return (await unlessMissing(this.#client.send(command)))?.accessEntry?.type;
    };
    const types = await each(principals, typeOf, AT_ONCE);
    return principals.filter((principal) => types[principal] === STANDARD);
  }
}
