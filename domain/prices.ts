import prices from './prices.json' with { type: 'json' };

type PerHour = Readonly<Record<string, number>>;

/**
 * Public on-demand prices in US dollars. The table is `prices.json`: replace it with the prices of your own region or
 * agreement, and deploy. Other regions than its own differ by up to half: a plan says so.
 *
 * `largeInstancePerHour`: Linux, an hour of size `large`; the other sizes of these families are multiples of it.
 * `instancePerHour`: types of families whose sizes are no multiples of one another.
 */
export const hoursPerMonth = 730;

/** What the figures rest on, for whoever reads one. */
export const priceSource = { source: prices.source, asOf: prices.asOf, region: prices.region } as const;

export const {
  controlPlanePerHour,
  natGatewayPerHour,
  publicIpv4PerHour,
  vpcEndpointPerHour,
  gp3PerGibMonth,
} = prices;

const smaller: Readonly<Record<string, number>> = {
  nano: 1 / 16,
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
  xlarge: 2,
};

/** The price of an instance type an hour, or undefined where this table has none. */
export function instancePerHour(instanceType: string): number | undefined {
  const [family = '', size = ''] = instanceType.split('.');
  const [, times] = /^(\d+)xlarge$/.exec(size) ?? [];
  const multiple = times ? Number(times) * 2 : smaller[size];
  const large = (prices.largeInstancePerHour as PerHour)[family];
  if (large === undefined || multiple === undefined) return (prices.instancePerHour as PerHour)[instanceType];
  return large * multiple;
}
