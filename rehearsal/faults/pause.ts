import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { World } from '../../simulator/world.ts';
import { layPause, liftPause } from '../scenario/holds.ts';
import { isOutage } from '../scenario/outage.ts';

const MACHINE = /^eks-fleet-([a-z][a-z0-9]*)-/;
const ID = 'in-the-midst';
const ASK_AGAIN_MS = 30_000;

/**
 * Somebody pauses the fleet in the region of an execution, and lifts that pause later and tells of it, as `eks-fleet pause`
 * and `resume` would: other pauses hold on.
 */
export async function pauseFor(
  seconds: number,
  world: World,
  { region, stateMachine }: TraceEntry,
): Promise<void> {
  const { accountId, kernel } = world;
  const [, stage = ''] = MACHINE.exec(String(stateMachine)) ?? [];
  const owner = `arn:aws:iam::${accountId}:user/administrator`;
  const on = { spec: { stage, accountId }, world };
  const answered = async (ask: () => Promise<unknown>): Promise<void> => {
    for (;;) {
      try {
        await ask();
        return;
      } catch (error) {
        if (!isOutage(error)) throw error;
      }
      await kernel.sleep(ASK_AGAIN_MS);
    }
  };
  await answered(() => layPause({ region, id: ID, owner, reason: 'change freeze' }, on));
  await kernel.sleep(seconds * 1000);
  await answered(() => liftPause({ region, id: ID }, on));
  const entry = {
    Source: 'eks-fleet',
    DetailType: 'PauseLifted',
    Detail: JSON.stringify({ version: '1', pauses: [{ scope: 'fleet', id: ID }], liftedBy: owner }),
    EventBusName: `eks-fleet-${stage}`,
  };
  await answered(() => new EventBridgeClient({ region }).send(new PutEventsCommand({ Entries: [entry] })));
}
