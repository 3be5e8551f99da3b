import { supportOf } from '../../kubernetes-versions.ts';
import { controlPlanePerHour, hoursPerMonth, instancePerHour, priceSource } from '../../prices.ts';
import type { NodeCount } from '../groups/node-count.ts';
import type { ControlPlaneCost } from '../plan.ts';

/** The money that was not spent on nodes in a month (UTC, `2026-11`); an estimate, by public on-demand prices. */
export interface Avoided {
  readonly month: string;
  readonly nodeHours: number;
  readonly usd: number;
  /** The part of `nodeHours` whose instance types the price table does not have: no dollars are counted for them. */
  readonly nodeHoursWithoutPrice: number;
}

/** One operation's part of a month, as the fleet table keeps it. */
export interface Saving extends Avoided {
  readonly clusterName: string;
  readonly region: string;
  readonly operationId: string;
  /** The price table's date, and the region whose prices it has. */
  readonly pricesAsOf: string;
  readonly pricesOf: string;
}

const HOUR_MS = 3_600_000;

/** The parts of a span of time by calendar month of UTC, in hours. Times are ISO 8601. */
function hoursByMonth(
  from: string,
  to: string,
): readonly { readonly month: string; readonly hours: number }[] {
  const parts: { month: string; hours: number }[] = [];
  const end = Date.parse(to);
  let start = Date.parse(from);
  while (start < end) {
    const date = new Date(start);
    const next = Math.min(end, Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
    parts.push({ month: date.toISOString().slice(0, 7), hours: (next - start) / HOUR_MS });
    start = next;
  }
  return parts;
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;
const tenths = (hours: number): number => Math.round(hours * 10) / 10;

/** The cost that these nodes would have had between two times, month by month. */
export function avoidedCosts(nodes: readonly NodeCount[], from: string, to: string): readonly Avoided[] {
  let count = 0;
  let withoutPrice = 0;
  let usdPerHour = 0;
  for (const node of nodes) {
    const price = instancePerHour(node.instanceType);
    count += node.count;
    if (price === undefined) withoutPrice += node.count;
    else usdPerHour += price * node.count;
  }
  if (count === 0) return [];
  return hoursByMonth(from, to).map(({ month, hours }) => ({
    month,
    nodeHours: tenths(count * hours),
    usd: cents(usdPerHour * hours),
    nodeHoursWithoutPrice: tenths(withoutPrice * hours),
  }));
}

export const priceMarks = { pricesAsOf: priceSource.asOf, pricesOf: priceSource.region } as const;

/** A control plane's cost a month, as EKS supports its version on a day (ISO). It is the same asleep and awake. */
export function controlPlaneCost(kubernetesVersion: string, today: string): ControlPlaneCost {
  const isExtendedSupport = supportOf(kubernetesVersion, today) === 'extended';
  const perHour = isExtendedSupport ? controlPlanePerHour.extended : controlPlanePerHour.standard;
  return { kubernetesVersion, isExtendedSupport, usdPerMonth: cents(perHour * hoursPerMonth) };
}

/** The cost of extended support a month, over that of standard support. */
export const extendedSupportPerMonth = cents(
  (controlPlanePerHour.extended - controlPlanePerHour.standard) * hoursPerMonth,
);

/** The sentence that every hibernation ends with. */
export function stillBilled({ kubernetesVersion, isExtendedSupport, usdPerMonth }: ControlPlaneCost): string {
  const billed = `the control plane is still billed: about ${usdPerMonth} USD a month`;
  if (!isExtendedSupport) return billed;
  return `${billed}, of which ${extendedSupportPerMonth} USD are for extended support of Kubernetes ${kubernetesVersion}`;
}
