import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { FleetUpgrade } from '../../../domain/waves/record.ts';
import { fleetUpgradeRequested } from '../../../events/fleet-upgrade/requested.ts';
import { readItem } from '../../read-item.ts';
import type { RehearsedFleet } from '../../rehearsed-fleet.ts';
import { followFor, name, writtenStep } from '../step.ts';
import { type Publication, publishEntry } from './publish.ts';

/** A person's decision about a wave that waits, as `approve` and `deny` put it. */
const decision = z.strictObject({
  fleet: name,
  /** The region of the bus. */
  home: name,
  wave: name,
  verdict: z.enum(['approved', 'denied']),
  reason: name,
  /** The ARN of the person's role, and the session; the account's administrator if absent. */
  as: name.optional(),
  session: name.optional(),
  /** False where nothing proves who decides. */
  proven: z.boolean().default(true),
  /** Of what the person has seen; of what is on record now if absent. */
  digest: name.optional(),
  requestId: name,
});
type Decision = z.output<typeof decision>;

/** The newest upgrade of a fleet, as a region's replica has it. */
async function upgradeOf({ fleet, home }: Decision, { stage }: RehearsedFleet): Promise<FleetUpgrade> {
  const { Items = [] } = await new DynamoDBClient({ region: home }).send(
    new QueryCommand({
      TableName: `eks-fleet-${stage}`,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'fleetUpgrades' } },
      ConsistentRead: true,
    }),
  );
  const newest = Items.map((item) => readItem<{ upgrade: FleetUpgrade }>(item).upgrade)
    .filter((one) => one.fleet === fleet)
    .sort((one, other) => (one.startedAt === other.startedAt ? other.epoch - one.epoch : 0))
    .sort((one, other) => other.startedAt.localeCompare(one.startedAt))[0];
  if (!newest) throw new Error(`no upgrade of fleet ${fleet} has begun`);
  return newest;
}

async function decideWave(given: Decision, spec: RehearsedFleet): Promise<readonly string[]> {
  const { fleet, home: region, wave, verdict, reason, as, session, proven, requestId } = given;
  const upgrade = await upgradeOf(given, spec);
  const shown = upgrade.waves.find((one) => one.name === wave)?.approval?.digest ?? '0'.repeat(64);
  const { source, detailType, version } = fleetUpgradeRequested;
  const { digest = shown } = given;
  const of = { version, requestId, fleet, upgrade: upgrade.id };
  const publication: Publication = {
    region,
    bus: 'fleet',
    starts: 1,
    entry: { source, detailType, detail: { ...of, action: 'decide', wave, digest, verdict, reason } },
    ...(as === undefined ? {} : { as }),
    ...(session === undefined ? {} : { session }),
    ...(proven ? { proof: { ageSeconds: 0 } } : {}),
  };
  return publishEntry(publication, spec);
}

export const decide = writtenStep(
  z.strictObject({ decide: decision, ...followFor }),
  async ({ decide: given, followForSeconds }, on) => {
    on.found(await on.drive(on.untilAnswered(() => decideWave(given, on.spec))));
    await on.follow(1, followForSeconds);
  },
);
