import type * as z from 'zod';
import { durationMs } from '../../domain/policy/durations.ts';
import type { UpgradeRequest } from '../../domain/upgrade/request.ts';
import { clusterUpgradeRequested } from '../../events/cluster/upgrade-requested.ts';
import { CommandError } from '../command-error.ts';

/** The options of `upgrade` by which a request is written; those of an option that may be repeated are a list. */
export interface UpgradeFlags {
  readonly to?: string;
  readonly rollBack?: boolean;
  readonly nodesOnly?: boolean;
  readonly addonsOnly?: boolean;
  readonly controlPlaneOnly?: boolean;
  readonly nodes?: 'each' | 'last';
  readonly image?: readonly string[];
  readonly waive?: readonly string[];
  readonly consent?: readonly string[];
  readonly soakMinutes?: number;
  readonly alarm?: readonly string[];
  readonly probe?: readonly string[];
  readonly hookBefore?: string;
  readonly hookAfterControlPlane?: string;
  readonly hookAfterNodes?: string;
  readonly hookTimeout?: number;
  readonly parallel?: number;
}

/** Options that say something of the way forward, and nothing of the way back. */
const FORWARD = {
  to: '--to',
  nodesOnly: '--nodes-only',
  addonsOnly: '--addons-only',
  controlPlaneOnly: '--control-plane-only',
  nodes: '--nodes',
  image: '--image',
  soakMinutes: '--soak-minutes',
  hookBefore: '--hook-before',
  hookAfterControlPlane: '--hook-after-control-plane',
  hookAfterNodes: '--hook-after-nodes',
} as const satisfies Partial<Record<keyof UpgradeFlags, string>>;

const ONLY = {
  nodesOnly: 'nodes',
  addonsOnly: 'addons',
  controlPlaneOnly: 'controlPlane',
} as const;

/** The option by which a member of the request was given. */
const OPTION_OF: readonly (readonly [RegExp, string])[] = [
  [/^to$/, '--to'],
  [/^images/, '--image'],
  [/^waivers/, '--waive'],
  [/^consents/, '--consent'],
  [/^soakMinutes/, '--soak-minutes'],
  [/^health\.probes/, '--probe'],
  [/^health/, '--alarm'],
  [/^hooks\.before\.arn/, '--hook-before'],
  [/^hooks\.afterControlPlane\.arn/, '--hook-after-control-plane'],
  [/^hooks\.afterNodes\.arn/, '--hook-after-nodes'],
  [/^hooks/, '--hook-timeout'],
  [/^parallelNodeGroups/, '--parallel'],
];

/** Refuses options of which one says what another does not let it. */
function assertOne(flags: UpgradeFlags): void {
  const forward = Object.keys(FORWARD).filter(
    (name) => flags[name as keyof typeof FORWARD] !== undefined,
  ) as (keyof typeof FORWARD)[];
  if (flags.rollBack && forward.length > 0)
    throw new CommandError(
      `--roll-back and ${forward.map((name) => FORWARD[name]).join(', ')} are given`,
      'a rollback goes to the version before, and takes what the upgrade recorded',
    );
  const only = Object.keys(ONLY).filter((name) => flags[name as keyof typeof ONLY]);
  if (only.length > 1)
    throw new CommandError(
      'more than one of --nodes-only, --addons-only and --control-plane-only is given',
      'give one, or none for all of it',
    );
  if (!flags.rollBack && forward.length === 0)
    throw new CommandError(
      'nothing is asked for',
      'give --to VERSION, --nodes-only, --addons-only or --roll-back',
    );
}

/** One GROUP=IMAGE. */
function imageOf(text: string) {
  const at = text.indexOf('=');
  if (at < 1) throw new CommandError(`--image says ${text}`, 'write it as GROUP=ami-…');
  return { nodeGroup: text.slice(0, at), image: text.slice(at + 1) };
}

/** One FINDING,UNTIL,REASON; commas may be in the reason alone. */
export function waiverOf(text: string, nowMs: number) {
  const [finding = '', until = '', ...reason] = text.split(',');
  if (reason.join('').trim() === '')
    throw new CommandError(
      `--waive says ${text}`,
      'write it as FINDING,UNTIL,REASON, for example "pdb-blocks-drain/shop/web,7d,its team moves it by hand": a waiver ends, and says why',
    );
  const isDuration = /^\d{1,4}[smhd]$/.test(until.trim());
  return {
    finding: finding.trim(),
    until: isDuration ? new Date(nowMs + durationMs(until.trim())).toISOString() : until.trim(),
    reason: reason.join(',').trim(),
  };
}

const given = <T>(name: string, value: T | undefined): Record<string, T> =>
  value === undefined ? {} : { [name]: value };

function healthOf({ alarm, probe }: UpgradeFlags): Record<string, object> {
  const signs = {
    ...given('alarms', alarm),
    ...given(
      'probes',
      probe?.map((url) => ({ url })),
    ),
  };
  return Object.keys(signs).length > 0 ? { health: signs } : {};
}

function hooksOf(flags: UpgradeFlags): Record<string, object> {
  const { hookTimeout: timeoutMinutes = 60 } = flags;
  const arns = {
    before: flags.hookBefore,
    afterControlPlane: flags.hookAfterControlPlane,
    afterNodes: flags.hookAfterNodes,
  };
  const hooks = Object.entries(arns).flatMap(([name, arn]) =>
    arn === undefined ? [] : [[name, { arn, timeoutMinutes }]],
  );
  return hooks.length > 0 ? { hooks: Object.fromEntries(hooks) } : {};
}

function writtenOf(flags: UpgradeFlags, nowMs: number): Record<string, unknown> {
  const only = Object.entries(ONLY).find(([name]) => flags[name as keyof typeof ONLY])?.[1];
  const both = {
    ...given(
      'waivers',
      flags.waive?.map((text) => waiverOf(text, nowMs)),
    ),
    ...given('consents', flags.consent),
    ...healthOf(flags),
    ...given('parallelNodeGroups', flags.parallel),
  };
  if (flags.rollBack) return { action: 'rollBack', ...both };
  return {
    action: 'upgrade',
    ...given('to', flags.to),
    ...given('only', only),
    ...given('nodes', flags.nodes),
    ...given('images', flags.image?.map(imageOf)),
    ...given('soakMinutes', flags.soakMinutes),
    ...hooksOf(flags),
    ...both,
  };
}

/** One mistake of a request, by the option that made it. */
function mistake({ path, message }: z.core.$ZodIssue, written: Record<string, unknown>): string {
  const name = path.map(String).join('.');
  const option = OPTION_OF.find(([pattern]) => pattern.test(name))?.[1] ?? name;
  const found = path.reduce<unknown>((value, key) => (value as never)?.[key], written);
  return `${option}: found ${JSON.stringify(found) ?? 'nothing'}; ${message}`;
}

/** The request that options write, as the event's own schema takes it; all of its mistakes are told at once. */
export function upgradeRequest(flags: UpgradeFlags, nowMs: number): UpgradeRequest {
  assertOne(flags);
  const written = writtenOf(flags, nowMs);
  const members = { version: '1', requestId: 'upgrade', cluster: 'any' };
  const { data, error } = clusterUpgradeRequested.detail.safeParse({ ...members, ...written });
  if (!data) throw new CommandError(error.issues.map((issue) => mistake(issue, written)).join('\n'));
  const { version: _version, requestId: _id, cluster: _cluster, ...request } = data;
  return request;
}
