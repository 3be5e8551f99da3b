import * as z from 'zod';
import { type KubernetesVersion, kubernetesVersions } from '../kubernetes-versions.ts';
import { clusterRef } from '../operation/subject.ts';
import { extendedSupportPerMonth } from '../scale/outcome/savings.ts';

/** Days before the end of a support at which it is told of, each once. */
const TOLD_DAYS = [90, 60, 30, 7] as const;
const DAY_MS = 86_400_000;

/** The end of a version's support, as far as a cluster at it is concerned. */
export const supportEnd = z.strictObject({
  cluster: clusterRef,
  kubernetesVersion: z.string(),
  support: z.enum(['standard', 'extended']),
  /** The last day of it, ISO, UTC. */
  endsOn: z.string(),
  daysLeft: z.int().min(0),
  /** The number of days within which it ends, of those at which it is told. */
  withinDays: z.int(),
  /** The thing that EKS does then, in words. */
  afterwards: z.string(),
  /** The additional cost a month, in USD, once it has ended; absent where there is none. */
  usdPerMonthMore: z.number().exactOptional(),
});
export type SupportEnd = z.infer<typeof supportEnd>;

/** A cluster as it counts for the end of its support; `today` is an ISO day. */
export interface Supported {
  readonly cluster: SupportEnd['cluster'];
  readonly version: string;
  readonly supportType: 'STANDARD' | 'EXTENDED';
  readonly today: string;
}

/** The mark of what has been told: the same end within the same days is not told again. */
export const toldMark = ({ kubernetesVersion, support, withinDays }: SupportEnd): string =>
  `${kubernetesVersion}/${support}/${withinDays}`;

/** The end of a cluster's support that is to be told, or undefined: it is far, or has been told. */
export function decideSupportEnd(
  { cluster, version, supportType, today }: Supported,
  told: string | undefined,
  versions: readonly KubernetesVersion[] = kubernetesVersions,
): SupportEnd | undefined {
  const known = versions.find((candidate) => candidate.version === version);
  if (!known) return undefined;
  const support = today <= known.endOfStandardSupport ? 'standard' : 'extended';
  const endsOn = support === 'standard' ? known.endOfStandardSupport : known.endOfExtendedSupport;
  const daysLeft = Math.round((Date.parse(endsOn) - Date.parse(today)) / DAY_MS);
  const withinDays = TOLD_DAYS.filter((days) => daysLeft <= days).at(-1);
  if (daysLeft < 0 || withinDays === undefined) return undefined;
  const isBilledMore = support === 'standard' && supportType === 'EXTENDED';
  const end: SupportEnd = {
    cluster,
    kubernetesVersion: version,
    support,
    endsOn,
    daysLeft,
    withinDays,
    afterwards: isBilledMore
      ? `extended support begins, at ${extendedSupportPerMonth} USD a month more`
      : 'EKS upgrades the control plane by itself, at any time after',
    ...(isBilledMore ? { usdPerMonthMore: extendedSupportPerMonth } : {}),
  };
  return toldMark(end) === told ? undefined : end;
}
