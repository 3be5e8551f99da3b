import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { clockAhead, type Fleet } from '../../aws/fleet.ts';
import { proofOf } from '../../aws/sts/proof.ts';
import type { Fact } from '../../domain/ports/facts.ts';
import { PROOF } from '../../domain/proof/signed-text.ts';
import { EVENT_BYTES_MAX, eventBytes } from '../../events/event.ts';
import { CommandError } from '../command-error.ts';
import { nowOf } from '../fleet.ts';

/** A simulated AWS may be quicker than this machine's clock, so that its time is asked for once more. */
const timeOf = async (fleet: Fleet, region: string): Promise<number> =>
  fleet.clockAheadMs ? Date.now() + (await clockAhead(region, Date.now)) : nowOf(fleet);

/** The request with the proof of who asks: the signature of this command's own credentials, for this region and stage. */
export async function withProof(fleet: Fleet, region: string, event: Fact): Promise<Fact> {
  const { config } = new EventBridgeClient({ region });
  const { stage } = fleet;
  const { detailType, detail } = event;
  const nowMs = await timeOf(fleet, region);
  const proof = await proofOf({ stage, detailType, detail }, config, nowMs);
  const proven = { ...detail, [PROOF]: proof };
  const bytes = eventBytes(proven);
  if (bytes > EVENT_BYTES_MAX)
    throw new CommandError(
      `the request has ${bytes} bytes with its proof, allowed at most ${EVENT_BYTES_MAX}`,
      'send less, for example shorter user data',
    );
  return { ...event, detail: proven };
}
