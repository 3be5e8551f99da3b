import { randomUUID } from 'node:crypto';
import type { StandingPlan } from '../../domain/failover/standing-plans.ts';
import { durationMs } from '../../domain/policy/durations.ts';
import type { GuardPort } from '../../domain/ports/guard.ts';
import { CommandError } from '../command-error.ts';
import { acceptCapacity, acceptLoss } from '../failovers/accept.ts';
import { cancelMove } from '../failovers/cancel-move.ts';
import { askGuard } from '../failovers/guard.ts';
import { planOf } from '../failovers/plan-of.ts';
import type { Said } from '../failovers/said.ts';
import { connect, nowOf } from '../fleet.ts';
import { printResult } from '../output.ts';
import type { RequestOptions } from './cluster-requests.ts';

type Answer = (guard: GuardPort, given: Given, standing: StandingPlan) => Promise<Said>;
interface Given {
  readonly at: string;
  /** The owner of the credentials, as AWS says it. */
  readonly by: string;
  readonly reason: string;
}

/** A person's word about the move that is under way, by one conditional write to Guard: nothing of home's or the primary's is needed. */
async function say(name: string, what: string, options: RequestOptions, answer: Answer): Promise<void> {
  const { reason } = options;
  if (reason === undefined)
    throw new CommandError(`the ${what} has no reason`, 'say why, with --reason: it is kept and told');
  const fleet = await connect(options);
  const standing = await planOf(fleet, name);
  const given = { at: new Date(nowOf(fleet)).toISOString(), by: fleet.callerArn, reason };
  const said = await askGuard(fleet, standing.plan, (guard) => answer(guard, given, standing));
  if ('why' in said)
    throw new CommandError(
      `Guard does not answer: ${said.why}`,
      'whether it was written, `eks-fleet get failovers` says; the same command may be given again',
    );
  const { do: outcome, why } = said.answer;
  if (outcome === 'refuse') throw new CommandError(`plan ${name}: ${why}`);
  printResult(options.output, { plan: name, outcome, why }, () => `${name}: ${why}\n`);
}

/** `failover PLAN --accept-capacity`. */
export const runAcceptCapacity = (name: string, options: RequestOptions): Promise<void> =>
  say(name, 'word on the capacity', options, (guard, given) => acceptCapacity(guard, name, given));

/** `failover PLAN --accept-data-loss`. */
export const runAcceptLoss = (name: string, options: RequestOptions): Promise<void> =>
  say(name, 'word on the data', options, (guard, given) => acceptLoss(guard, name, given));

/** The fence's own step of a plan may have run before it was taken back. */
const fenceNote = ({ plan: { fence } }: StandingPlan): string =>
  fence && 'standbySide' in fence
    ? `. Its fence ${fence.standbySide.name} may have run: what that took from the other side, you give back`
    : '';

/** So long a plan asks after a move that was taken back, unless somebody says otherwise. */
const HELD_FOR = '1h';

/** `failover PLAN --cancel`. */
export function runCancelFailover(
  name: string,
  options: RequestOptions & { readonly for?: string },
): Promise<void> {
  const claimId = `cancel-${randomUUID()}`;
  const holdSeconds = durationMs(options.for ?? HELD_FOR) / 1000;
  return say(name, 'cancellation', options, async (guard, given, standing) => {
    const said = await cancelMove(guard, name, { claimId, holdSeconds, ...given });
    return said.do === 'done' ? { ...said, why: `${said.why}${fenceNote(standing)}` } : said;
  });
}
