import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { TraceEntry } from '../../simulator/kernel/trace.ts';
import type { World } from '../../simulator/world.ts';
import { callAsAdministrator } from '../scenario/by-hand.ts';
import { layPause, liftPause } from '../scenario/holds.ts';
import { isOutage } from '../scenario/outage.ts';

const MACHINE = /^eks-fleet-([a-z][a-z0-9]*)-/;
const ID = 'in-the-midst';
const ASK_AGAIN_MS = 30_000;

const stageOf = ({ stateMachine }: TraceEntry): string => MACHINE.exec(String(stateMachine))?.[1] ?? '';

/** Asks until somebody answers: a person tries again while a service is down. */
async function answered({ kernel }: World, ask: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await ask();
      return;
    } catch (error) {
      if (!isOutage(error)) throw error;
    }
    await kernel.sleep(ASK_AGAIN_MS);
  }
}

const put = (world: World, entry: TraceEntry, DetailType: string, detail: object): Promise<void> =>
  answered(world, () =>
    new EventBridgeClient({ region: entry.region }).send(
      new PutEventsCommand({
        Entries: [
          {
            Source: 'eks-fleet',
            DetailType,
            Detail: JSON.stringify({ version: '1', ...detail }),
            EventBusName: `eks-fleet-${stageOf(entry)}`,
          },
        ],
      }),
    ),
  );

/**
 * Somebody pauses the fleet in the region of an execution, and lifts that pause later and tells of it, as `eks-fleet pause`
 * and `resume` would: other pauses hold on.
 */
export async function pauseFor(seconds: number, world: World, entry: TraceEntry): Promise<void> {
  const { accountId, kernel } = world;
  const { region } = entry;
  const owner = `arn:aws:iam::${accountId}:user/administrator`;
  const on = { spec: { stage: stageOf(entry), accountId }, world };
  await answered(world, () => layPause({ region, id: ID, owner, reason: 'change freeze' }, on));
  await kernel.sleep(seconds * 1000);
  await answered(world, () => liftPause({ region, id: ID }, on));
  await put(world, entry, 'PauseLifted', { pauses: [{ scope: 'fleet', id: ID }], liftedBy: owner });
}

/** Somebody changes something past the fleet. */
export const callByHand = (byHand: Parameters<typeof callAsAdministrator>[0], world: World): Promise<void> =>
  answered(world, () => callAsAdministrator(byHand));

/** Somebody asks for something in the region of an execution, and of its stage. */
export const requestAt = (
  detailType: string,
  detail: object,
  world: World,
  entry: TraceEntry,
): Promise<void> => put(world, entry, detailType, detail);
