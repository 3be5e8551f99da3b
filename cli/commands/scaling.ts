import { durationMs } from '../../domain/policy/durations.ts';
import { NODES_MAX, type Resizing } from '../../domain/policy/resizing.ts';
import { type ScalingAction, until as untilTime } from '../../domain/scale/request.ts';
import { clusterScaleRequested } from '../../events/cluster/scale-requested.ts';
import { eventOf } from '../../events/event.ts';
import { CommandError } from '../command-error.ts';
import { nowOf } from '../fleet.ts';
import { scalingProblems } from '../requests/scaling-problems.ts';
import { type RequestOptions, requestOfCluster } from './cluster-requests.ts';

interface UntilOptions extends RequestOptions {
  readonly until?: string;
}

export interface ScaleOptions extends UntilOptions {
  readonly group?: readonly string[];
  readonly label?: readonly string[];
  readonly all?: boolean;
  readonly min?: string;
  readonly desired?: string;
  readonly max?: string;
}

/** `scale NAME`. */
export async function runScale(cluster: string, options: ScaleOptions): Promise<void> {
  const groups = [{ select: selectionOf(options), ...sizesOf(options) }];
  assertUntil(options);
  await requestScaling(cluster, 'scale', options, (nowMs) => ({
    action: 'resize',
    groups,
    ...untilOf(options, nowMs),
  }));
}

/** `hibernate NAME`: to no nodes. */
export async function runHibernate(cluster: string, options: UntilOptions): Promise<void> {
  assertUntil(options);
  await requestScaling(cluster, 'hibernate', options, (nowMs) => ({
    action: 'hibernate',
    ...untilOf(options, nowMs),
  }));
}

/** `wake NAME`: back to the nodes from before. */
export async function runWake(cluster: string, options: RequestOptions): Promise<void> {
  await requestScaling(cluster, 'wake', options, () => ({ action: 'wake' }));
}

/** Requests a scaling, unless `scale-cluster` would refuse it. */
async function requestScaling(
  cluster: string,
  verb: string,
  options: RequestOptions,
  actionAt: (nowMs: number) => ScalingAction,
): Promise<void> {
  await requestOfCluster(
    cluster,
    verb,
    'scale-cluster',
    options,
    (members, nowMs) => eventOf(clusterScaleRequested, { ...members, ...actionAt(nowMs) }),
    (fleet, region) => scalingProblems(fleet, { name: cluster, region }, actionAt(nowOf(fleet))),
  );
}

function labelOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError(`--label says ${text}`, 'write it as key=value');
  return [text.slice(0, at), text.slice(at + 1)];
}

function selectionOf({ group, label, all }: ScaleOptions): Resizing['select'] {
  const given = [group, label, all].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new CommandError(
      `${given.length === 0 ? 'no' : 'more than one'} selection of node groups is named`,
      'give one of --group, --label and --all',
    );
  if (group) return { nodeGroups: [...group] };
  return label ? { labels: Object.fromEntries(label.map(labelOf)) } : { all: true };
}

function sizeOf(option: string, text: string | undefined): number | string | undefined {
  if (text === undefined) return undefined;
  if (/^[+-]\d{1,3}$/.test(text)) return text;
  if (/^\d+$/.test(text) && Number(text) <= NODES_MAX) return Number(text);
  throw new CommandError(
    `${option} says ${text}`,
    `give a number of nodes from 0 to ${NODES_MAX}, or a change such as +2 or -1`,
  );
}

/**
 * Refuses sizes that do not rise from --min over --desired to --max. Only numbers are compared; the workflow checks
 * changes such as +2.
 */
function assertOrder(sizes: Readonly<Record<string, number | string | undefined>>): void {
  const given = Object.entries(sizes).filter(([, size]) => typeof size === 'number');
  for (const [index, [upper, high = 0]] of given.entries()) {
    const above = given.slice(0, index).find(([, low = 0]) => low > high);
    if (above)
      throw new CommandError(
        `--${above[0]} says ${above[1]}, and --${upper} ${high}`,
        'give sizes that rise from --min over --desired to --max',
      );
  }
}

function sizesOf(options: ScaleOptions): Omit<Resizing, 'select'> {
  const min = sizeOf('--min', options.min);
  const desired = sizeOf('--desired', options.desired);
  const max = sizeOf('--max', options.max);
  assertOrder({ min, desired, max });
  const sizes = { minSize: min, desiredCapacity: desired, maxSize: max };
  const given = Object.entries(sizes).filter(([, size]) => size !== undefined);
  if (given.length === 0) throw new CommandError('no size is named', 'give --min, --desired or --max');
  return Object.fromEntries(given);
}

const isDuration = (text: string): boolean => /^\d{1,4}[smhd]$/.test(text);

/** Refuses a time that the request would not accept: JavaScript would read 30 February as 2 March. */
function assertUntil({ until }: UntilOptions): void {
  if (until === undefined || isDuration(until) || untilTime.safeParse(until).success) return;
  throw new CommandError(
    `--until says ${until}`,
    'give a time with its offset, such as 2026-12-01T20:00:00+01:00, or a duration such as 8h',
  );
}

/** A time of its own, or so long from now on. */
function untilOf({ until }: UntilOptions, nowMs: number): { readonly until?: string } {
  if (until === undefined) return {};
  if (!isDuration(until)) {
    if (Date.parse(until) > nowMs) return { until };
    const now = new Date(nowMs).toISOString();
    throw new CommandError(`--until says ${until}, and it is ${now}`, 'give a time to come');
  }
  return { until: new Date(nowMs + durationMs(until)).toISOString().replace(/\.\d+Z$/, 'Z') };
}
