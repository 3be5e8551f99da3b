import type { World } from '../../../simulator/world.ts';
import { lookAt } from '../own-look.ts';

type Side = 'primary' | 'standby';
type Attribute = { readonly S?: string; readonly N?: string };

/** A plan whose faults are over. */
export interface Converging {
  readonly name: string;
  /** The name that moves. */
  readonly record: string;
  readonly regions: { readonly primary: string; readonly standby: string; readonly witness: string };
  readonly stage: string;
  /** The own addresses of both sides. */
  readonly addresses: Readonly<Record<Side, string>>;
}

/** The item of a plan as Guard has it now. */
export interface Owned {
  readonly owner: Side;
  readonly epoch: number;
  readonly moving: string | undefined;
}

/** A plan's item in Guard, past the network; undefined where there is none. */
export async function ownedNow(
  world: World,
  { name, regions, stage }: Pick<Converging, 'name' | 'regions' | 'stage'>,
): Promise<Owned | undefined> {
  const TableName = `eks-fleet-${stage}-guard-${Object.values(regions).sort().join('-')}`;
  const found = await lookAt<{ readonly Item?: Readonly<Record<string, Attribute>> }>(
    world,
    regions.witness,
    ['dynamodb', 'GetItem'],
    { TableName, Key: { pk: { S: `plan#${name}` }, sk: { S: 'owner' } }, ConsistentRead: true },
  );
  const { owner, epoch, moving } = found?.Item ?? {};
  return owner ? { owner: owner.S as Side, epoch: Number(epoch?.N), moving: moving?.S } : undefined;
}

async function wordIn(world: World, region: string, { name, stage }: Converging): Promise<string> {
  const Bucket = `eks-fleet-${stage}-words-${world.accountId}-${region}`;
  const found = await lookAt<{ readonly Body?: unknown }>(world, region, ['s3', 'GetObject'], {
    ...{ Bucket, Key: `plans/${name}` },
  });
  const body = found?.Body;
  const text = typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array | undefined);
  const [side, epoch] = /^(primary|standby)\b[^\n]*\nepoch (\d+)\n$/.exec(text)?.slice(1) ?? [];
  return side === undefined ? 'nothing' : `${side} of epoch ${epoch}`;
}

/**
 * The reasons for which a plan has not come to rest after its faults, of these: nothing of it is under way, words in both regions are those of
 * its owner, name servers lead there, and clients are answered where that side is up.
 */
export async function notConverged(world: World, plan: Converging): Promise<readonly string[]> {
  const { name, record, regions, addresses } = plan;
  const owned = await ownedNow(world, plan);
  if (!owned) return [`Guard has no item of plan ${name}`];
  const { owner, epoch, moving } = owned;
  const due = `${owner} of epoch ${epoch}`;
  const words = await Promise.all(
    [regions.standby, regions.witness].map(
      async (region) => [region, await wordIn(world, region, plan)] as const,
    ),
  );
  const led = world.dns.nameServers.resolve(record, 'A')?.values.join() ?? 'nothing';
  const isUp = world.sites.servedShare(world.sites.nameAt(addresses[owner]) ?? '') === 1;
  const served = world.clients.at(-1)?.report().timeline.at(-1)?.honouring ?? 1;
  return [
    ...(moving === undefined ? [] : [`plan ${name} is still ${moving} to its ${owner} under epoch ${epoch}`]),
    ...words
      .filter(([, word]) => word !== due)
      .map(([region, word]) => `the word of plan ${name} in ${region} is ${word}, and Guard has ${due}`),
    ...(led === addresses[owner]
      ? []
      : [`name servers lead ${record} to ${led}, and plan ${name} is of ${due}`]),
    ...(isUp && served < 1
      ? [`${Math.round(served * 100)} % of requests for ${record} are served, and the ${owner} is up`]
      : []),
  ];
}
