import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import * as z from 'zod';
import { proofOf } from '../../../aws/sts/proof.ts';
import { PROOF } from '../../../domain/proof/signed-text.ts';
import type { RehearsedFleet } from '../../rehearsed-fleet.ts';
import { isOutage } from '../outage.ts';
import { followFor, name, writtenStep } from '../step.ts';

/** An event that a person puts on a bus of the fleet's, past the commands and their checks. */
const publication = z.strictObject({
  region: name,
  entry: z.strictObject({
    source: z.string(),
    detailType: z.string(),
    /** Sent as it is where it is text, so that it may be no JSON at all. */
    detail: z.union([z.string(), z.record(z.string(), z.json())]),
    /** ISO 8601; now if absent. */
    time: z.string().optional(),
  }),
  /** The sender's signature, of this request; or of another detail, stage or region, or from so long before. */
  proof: z
    .strictObject({
      detail: z.record(z.string(), z.json()).optional(),
      stage: name.optional(),
      region: name.optional(),
      ageSeconds: z.int().default(0),
    })
    .optional(),
  /** The home bus takes facts only. */
  bus: z.enum(['fleet', 'home']).default('fleet'),
  /** The ARN of the role that puts it; the account's administrator if absent. */
  as: name.optional(),
  /** The name of the role's session. */
  session: name.optional(),
  /** The number of executions that it starts. */
  starts: z.int().min(0).default(1),
  /** The error code, of the call or of the entry, with which EventBridge refuses it. */
  refused: name.optional(),
});
export type Publication = z.output<typeof publication>;

/** A client of the principal that puts the event. */
async function clientOf({ region, as, session = 'scenario' }: Publication): Promise<EventBridgeClient> {
  if (as === undefined) return new EventBridgeClient({ region });
  const { Credentials: issued } = await new STSClient({ region }).send(
    new AssumeRoleCommand({ RoleArn: as, RoleSessionName: session }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = issued ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return new EventBridgeClient({ region, credentials });
}

/** The detail as it is sent, with the proof that is wanted of its sender. */
async function detailOf(
  { entry: { detail, detailType }, proof, region }: Publication,
  stage: string,
  { config: { credentials, sha256 } }: EventBridgeClient,
): Promise<string> {
  if (typeof detail === 'string') return detail;
  if (!proof) return JSON.stringify(detail);
  const of = { stage: proof.stage ?? stage, detailType, detail: proof.detail ?? detail };
  const signing = { credentials, sha256, region: proof.region ?? region };
  const signed = await proofOf(of, signing, Date.now() - proof.ageSeconds * 1000);
  return JSON.stringify({ ...detail, [PROOF]: signed });
}

/** The code with which EventBridge refuses the entry, in its answer or in place of one. */
async function refusalOf(publication: Publication, stage: string): Promise<string | undefined> {
  const {
    bus,
    entry: { source, detailType, time },
  } = publication;
  const client = await clientOf(publication);
  const entry = {
    Source: source,
    DetailType: detailType,
    Detail: await detailOf(publication, stage, client),
    EventBusName: `eks-fleet-${stage}${bus === 'home' ? '-home' : ''}`,
    ...(time === undefined ? {} : { Time: new Date(time) }),
  };
  return client.send(new PutEventsCommand({ Entries: [entry] })).then(
    ({ Entries = [] }) => Entries[0]?.ErrorCode,
    (error: Error) => {
      if (isOutage(error)) throw error;
      return error.name;
    },
  );
}

/** Puts an event without our commands, as anybody might; tells where EventBridge answers otherwise than expected. */
export async function publishEntry(
  publication: Publication,
  { stage }: RehearsedFleet,
): Promise<readonly string[]> {
  const { refused, entry } = publication;
  const found = await refusalOf(publication, stage);
  if (found === refused) return [];
  const told = (code: string | undefined) => (code === undefined ? 'accepted' : `refused with ${code}`);
  return [`the ${entry.detailType} of ${entry.source} was ${told(found)}, expected ${told(refused)}`];
}

export const publish = writtenStep(
  z.strictObject({ publish: publication, ...followFor }),
  async ({ publish: given, followForSeconds }, on) => {
    on.found(await on.drive(on.untilAnswered(() => publishEntry(given, on.spec))));
    await on.follow(given.starts, followForSeconds);
  },
);
