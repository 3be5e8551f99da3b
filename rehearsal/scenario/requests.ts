import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { proofOf } from '../../aws/sts/proof.ts';
import { PROOF } from '../../domain/proof/signed-text.ts';
import type { EventDefinition } from '../../events/event.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';

/** Publishes a request on the bus of the cluster's own region, with the administrator's proof, as the commands do. */
export async function publishRequest(
  spec: RehearsedFleet,
  { source, detailType, version }: EventDefinition,
  region: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const client = new EventBridgeClient({ region });
  const { stage } = spec;
  const sent = { version, requestedBy: 'eks-fleet simulate', ...detail };
  const proof = await proofOf({ stage, detailType, detail: sent }, client.config, Date.now());
  const entry = {
    Source: source,
    DetailType: detailType,
    Detail: JSON.stringify({ ...sent, [PROOF]: proof }),
    EventBusName: `eks-fleet-${stage}`,
  };
  const { Entries } = await client.send(new PutEventsCommand({ Entries: [entry] }));
  const refused = Entries?.find(({ ErrorCode }) => ErrorCode);
  if (refused) throw new Error(`the bus refused ${detailType}: ${refused.ErrorCode} ${refused.ErrorMessage}`);
}
