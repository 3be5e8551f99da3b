import { minorOf } from '../kubernetes-versions.ts';
import type { RequestProblem } from '../operation/request.ts';
import { durationMs } from '../policy/durations.ts';
import type { FleetDocument } from '../policy/schema.ts';
import type { OfferedMinor } from '../ports/upgrade-offers.ts';
import type { Waiver } from '../upgrade/request.ts';
import type { FleetPins } from './pins.ts';
import type { FleetUpgrade, Pair, Wave } from './record.ts';

/** A minor, or why there is none. */
export type Target = { readonly to: string } | { readonly problem: RequestProblem };

const SUPPORTED: readonly OfferedMinor['support'][] = ['standard', 'extended'];

/** The minors that every region offers, newest first. */
function offeredEverywhere(byRegion: Readonly<Record<string, readonly OfferedMinor[]>>): readonly string[] {
  const [first = [], ...others] = Object.values(byRegion).map((minors) =>
    minors.filter(({ support }) => SUPPORTED.includes(support)).map(({ version }) => version),
  );
  return first
    .filter((minor) => others.every((minors) => minors.includes(minor)))
    .toSorted((one, other) => minorOf(other) - minorOf(one));
}

/** Resolves the target of a request, or else of the document, over the regions that have clusters. */
export function targetOf(
  asked: string | undefined,
  document: FleetDocument,
  byRegion: Readonly<Record<string, readonly OfferedMinor[]>>,
): Target {
  const path = asked === undefined ? 'spec.upgrades.target' : 'detail.to';
  const wanted = asked ?? document.spec.upgrades?.target;
  const offered = offeredEverywhere(byRegion);
  const allowed = `allowed ${offered.join(', ')}, or newest, newest-1, newest-2 in the document`;
  if (wanted === undefined)
    return {
      problem: { path, message: `found no target; ${allowed}: name it in the document, or with --to` },
    };
  const [, behind] = /^newest(?:-(\d))?$/.exec(wanted) ?? [];
  const to = wanted.startsWith('newest') ? offered[Number(behind ?? 0)] : wanted;
  if (to !== undefined && offered.includes(to)) return { to };
  const lacking = Object.entries(byRegion).filter(
    ([, minors]) => !minors.some(({ version }) => version === to),
  );
  const where =
    lacking.length > 0 && to !== undefined ? ` in ${lacking.map(([region]) => region).join(', ')}` : '';
  return { problem: { path, message: `found ${wanted}, which EKS does not offer${where}; ${allowed}` } };
}

/** All that a fleet upgrade begins with. */
export interface Beginning {
  readonly id: string;
  readonly fleet: string;
  readonly home: string;
  readonly to: string;
  readonly at: string;
  readonly requestedBy: string;
  readonly requester?: string;
  readonly seats: readonly string[];
  readonly pins: FleetPins;
  readonly waivers: readonly Waiver[];
  readonly waves: readonly Wave[];
  readonly pairs: readonly Pair[];
}

/** The record of a fleet upgrade as it begins, by the policy of its document. */
export function begin(beginning: Beginning, { spec: { upgrades } }: FleetDocument): FleetUpgrade {
  const { at, ...of } = beginning;
  const approvals = upgrades?.approvals;
  return {
    ...of,
    epoch: 1,
    revision: 1,
    startedAt: at,
    signs: { alarms: upgrades?.health?.alarms ?? [], probes: upgrades?.health?.probes ?? [] },
    soakMinutes: Math.round(durationMs(upgrades?.soak ?? '60m') / 60_000),
    approvals: {
      expireSeconds: durationMs(approvals?.expire ?? '3d') / 1000,
      differ: approvals?.differ ?? true,
    },
    members: {},
    is: 'running',
    untold: [],
    changedBy: beginning.id,
  };
}
