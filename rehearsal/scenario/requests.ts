import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventDefinition } from '../../events/event.ts';
import type { RehearsedFleet } from '../rehearsed-fleet.ts';

/** Publishes a request on the bus of the cluster's own region. */
export async function publishRequest(
  spec: RehearsedFleet,
  { source, detailType, version }: EventDefinition,
  region: string,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  const entry = {
    Source: source,
    DetailType: detailType,
    Detail: JSON.stringify({ version, requestedBy: 'eks-fleet simulate', ...detail }),
    EventBusName: `eks-fleet-${spec.stage}`,
  };
  const { Entries } = await new EventBridgeClient({ region }).send(
    new PutEventsCommand({ Entries: [entry] }),
  );
  const refused = Entries?.find(({ ErrorCode }) => ErrorCode);
  if (refused) throw new Error(`the bus refused ${detailType}: ${refused.ErrorCode} ${refused.ErrorMessage}`);
}
