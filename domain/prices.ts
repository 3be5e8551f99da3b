import * as z from 'zod';
import table from './prices.json' with { type: 'json' };

const usd = z.number().min(0);
const perHour = z.record(z.string(), usd);

/** A table of prices, as somebody may replace it: mistakes in it are said before anything is deployed by it. */
const priceTable = z.strictObject({
  source: z.string().min(1),
  asOf: z.string().regex(/^\d{4}-\d{2}(-\d{2})?$/, 'a month or a day, such as 2026-11'),
  region: z.string().min(1),
  currency: z.literal('USD'),
  controlPlanePerHour: z.strictObject({ standard: usd, extended: usd }),
  natGatewayPerHour: usd,
  publicIpv4PerHour: usd,
  vpcEndpointPerHour: usd,
  gp3PerGibMonth: usd,
  failover: z.strictObject({
    lambdaPerGibSecond: usd,
    dynamodbReadPerMillion: usd,
    dynamodbWritePerMillion: usd,
    eventPerMillion: usd,
    stateTransitionPerMillion: usd,
    healthCheckPerMonth: usd,
    healthCheckOptionPerMonth: usd,
  }),
  largeInstancePerHour: perHour,
  instancePerHour: perHour,
});

/** A table that was read; throws with every path at which it is none. */
export function readPrices(value: unknown): z.output<typeof priceTable> {
  const read = priceTable.safeParse(value);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`domain/prices.json is no table of prices: ${problems.join('; ')}`);
}

const prices = readPrices(table);

/**
 * Public on-demand prices in US dollars. The table is `prices.json`: replace it with the prices of your own region or
 * agreement, and deploy. Other regions than its own differ by up to half: a plan says so.
 *
 * `largeInstancePerHour`: Linux, an hour of size `large`; the other sizes of these families are multiples of it.
 * `instancePerHour`: types of families whose sizes are no multiples of one another.
 */
export const hoursPerMonth = 730;

/** The source of the figures, for a person who reads one. */
export const priceSource = { source: prices.source, asOf: prices.asOf, region: prices.region } as const;

export const {
  controlPlanePerHour,
  natGatewayPerHour,
  publicIpv4PerHour,
  vpcEndpointPerHour,
  gp3PerGibMonth,
  /** `healthCheckOptionPerMonth`: each of HTTPS, a string that is looked for, and an interval of ten seconds, of an endpoint in AWS. */
  failover: failoverPrices,
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
  const large = prices.largeInstancePerHour[family];
  if (large === undefined || multiple === undefined) return prices.instancePerHour[instanceType];
  return large * multiple;
}
