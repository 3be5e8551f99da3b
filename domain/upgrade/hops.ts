import { minorOf } from '../kubernetes-versions.ts';
import type { RequestProblem } from '../operation/request.ts';
import type { OfferedMinor } from '../ports/upgrade-offers.ts';

/** The minors on the way, or the reason why there is no way. */
export type Way = { readonly minors: readonly string[] } | { readonly problem: RequestProblem };

const refused = (message: string): Way => ({ problem: { path: 'detail.to', message } });

/** The minors that EKS offers on the way from one version, in their order. */
const above = (from: string, minors: readonly OfferedMinor[]): readonly string[] =>
  minors
    .filter(({ version, support }) => support !== 'none' && minorOf(version) > minorOf(from))
    .map(({ version }) => version)
    .sort((left, right) => minorOf(left) - minorOf(right));

/**
 * The way from a cluster's version to another: each minor between them, one at a time, as EKS has it. A version that is
 * not offered, the cluster's own and an older one are refused.
 */
export function wayTo(from: string, to: string, minors: readonly OfferedMinor[]): Way {
  const offered = above(from, minors);
  const allowed = offered.length > 0 ? offered.join(', ') : `nothing: EKS offers none above ${from}`;
  if (to === from)
    return refused(
      `found ${to}, which the cluster has already; allowed ${allowed}; its nodes or add-ons are upgraded without a version: only nodes, only addons`,
    );
  if (minorOf(to) < minorOf(from))
    return refused(
      `found ${to}, and the cluster is at ${from}; allowed ${allowed}; a version is not lowered by an upgrade: roll back takes the last one back, within seven days`,
    );
  const between = Array.from(
    { length: minorOf(to) - minorOf(from) },
    (_, index) => `1.${minorOf(from) + 1 + index}`,
  );
  const isOffered = offered.includes(to);
  const missing = isOffered ? between.filter((version) => !offered.includes(version)) : [to];
  if (missing.length === 0) return { minors: between };
  const isKnown = minors.some(({ version }) => version === missing[0]);
  const why = isKnown ? 'which EKS supports no longer' : 'which EKS does not offer';
  const on = isOffered ? ' on the way' : '';
  return {
    problem: {
      path: 'target-unsupported',
      message: `found ${missing.join(', ')}${on}, ${why}; allowed ${allowed}: name a version that \`aws eks describe-cluster-versions\` has as supported`,
    },
  };
}

/** True of a request for all of an upgrade to the version that the control plane has: one before it may have stopped. */
export const goesOn = (
  { to, only }: { readonly to?: string; readonly only?: string },
  version: string,
): boolean => to === version && only === undefined;

/** The minor before another one. */
export const minorBefore = (version: string): string => `1.${minorOf(version) - 1}`;
