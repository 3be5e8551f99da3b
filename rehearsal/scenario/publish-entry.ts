import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { SimulationSpec } from '../simulation-spec.ts';
import type { Publication } from './schema.ts';

/** A client of whoever puts the event. */
async function clientOf({ region, as }: Publication): Promise<EventBridgeClient> {
  if (as === undefined) return new EventBridgeClient({ region });
  const { Credentials: issued } = await new STSClient({ region }).send(
    new AssumeRoleCommand({ RoleArn: as, RoleSessionName: 'scenario' }),
  );
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = issued ?? {};
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  };
  return new EventBridgeClient({ region, credentials });
}

/** The code with which EventBridge refuses the entry, in its answer or in place of one. */
async function refusalOf(publication: Publication, stage: string): Promise<string | undefined> {
  const {
    bus,
    entry: { source, detailType, detail, time },
  } = publication;
  const entry = {
    Source: source,
    DetailType: detailType,
    Detail: typeof detail === 'string' ? detail : JSON.stringify(detail),
    EventBusName: `eks-fleet-${stage}${bus === 'home' ? '-home' : ''}`,
    ...(time === undefined ? {} : { Time: new Date(time) }),
  };
  const client = await clientOf(publication);
  return client.send(new PutEventsCommand({ Entries: [entry] })).then(
    ({ Entries = [] }) => Entries[0]?.ErrorCode,
    (error: Error) => error.name,
  );
}

/** Puts an event as somebody would who does not use our commands; says where EventBridge answers otherwise. */
export async function publishEntry(
  publication: Publication,
  { stage }: SimulationSpec,
): Promise<readonly string[]> {
  const { refused, entry } = publication;
  const found = await refusalOf(publication, stage);
  if (found === refused) return [];
  const told = (code: string | undefined) => (code === undefined ? 'accepted' : `refused with ${code}`);
  return [`the ${entry.detailType} of ${entry.source} was ${told(found)}, expected ${told(refused)}`];
}
