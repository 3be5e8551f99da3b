import type * as z from 'zod';
import { healthSignalOf } from '../../domain/failover/health-event.ts';
import { type Signal, untimely } from '../../domain/failover/signals.ts';
import type { RequestProblem } from '../../domain/operation/request.ts';
import type { SignalsPort } from '../../domain/ports/signals.ts';
import { envelope } from '../../events/event.ts';
import { healthSignal } from '../../events/failover/health-signal.ts';
import { readRequest } from '../operation/read-request.ts';
import { account } from '../runtime/ports/account/account.ts';
import { signals } from '../runtime/ports/state/signals.ts';
import { task } from '../runtime/task.ts';
import { failoverWatchTasks } from './contracts.ts';

interface Given {
  readonly event: unknown;
  readonly at: string;
}
type Read =
  | { readonly signal: Signal; readonly problems?: undefined }
  | { readonly problems: readonly RequestProblem[] };

const HEALTH_SOURCE = 'aws.health';

/** An event of AWS Health's: EventBridge takes a source that begins with `aws.` from AWS alone. */
function ofAws(event: unknown): Read | undefined {
  const { data } = envelope.safeParse(event);
  if (data?.source !== HEALTH_SOURCE) return undefined;
  const signal = healthSignalOf(data.detail, data.time);
  return signal
    ? { signal }
    : { problems: [{ path: 'detail', message: 'no operational issue as AWS Health’s schema has them' }] };
}

function ofOthers({ event, at }: Given, accountId: string): Read {
  const read = readRequest(healthSignal, event, { accountId, at });
  if (read.problems) return { problems: read.problems };
  const { region, zone, source, reason, status, forMinutes } = read.detail;
  const { time } = read.event;
  return {
    signal: {
      id: ['HealthSignal', source, zone ?? region].join('/'),
      ...{ region, zones: zone === undefined ? [] : [zone], source, reason, status },
      at: new Date(Date.parse(time)).toISOString(),
      until: new Date(Date.parse(time) + forMinutes * 60_000).toISOString(),
    },
  };
}

interface Ports {
  readonly account: { readonly accountId: string };
  readonly signals: SignalsPort;
}

/** Keeps a word on a region for the observers of plans. What if this runs twice? See the contract. */
export async function recordSignal(
  given: Given,
  ports: Ports,
): Promise<z.input<typeof failoverWatchTasks.recordSignal.output>> {
  const read = ofAws(given.event) ?? ofOthers(given, ports.account.accountId);
  if (read.problems) return { outcome: 'Refused', problems: [...read.problems] };
  const why = untimely(read.signal.at, Date.parse(given.at));
  if (why !== undefined) return { outcome: 'Ignored', why };
  if ((await ports.signals.record(read.signal)) === 'older')
    return { outcome: 'Ignored', why: 'a later word of the same source is kept' };
  return { outcome: 'Recorded' };
}

export const handler = task(failoverWatchTasks.recordSignal, { account, signals }, recordSignal);
