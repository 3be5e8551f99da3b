/**
 * Public on-demand prices of us-east-1 in US dollars, of 2026-11 (https://aws.amazon.com/eks/pricing/,
 * https://aws.amazon.com/ec2/pricing/on-demand/, https://aws.amazon.com/vpc/pricing/,
 * https://aws.amazon.com/ebs/pricing/). Other regions differ by up to half: a plan says so.
 */
export const hoursPerMonth = 730;

export const controlPlanePerHour = { standard: 0.1, extended: 0.6 } as const;
export const natGatewayPerHour = 0.045;
export const publicIpv4PerHour = 0.005;
export const vpcEndpointPerHour = 0.01;
export const gp3PerGibMonth = 0.08;

/** Linux, an hour of size `large`; the other sizes of these families are multiples of it. */
const largePerHour: Readonly<Record<string, number>> = {
  t2: 0.0928,
  t3: 0.0832,
  t3a: 0.0752,
  t4g: 0.0672,
  m5: 0.096,
  m5a: 0.086,
  m5d: 0.113,
  m6a: 0.0864,
  m6g: 0.077,
  m6i: 0.096,
  m7a: 0.11592,
  m7g: 0.0816,
  m7i: 0.1008,
  c5: 0.085,
  c5a: 0.077,
  c6g: 0.068,
  c6i: 0.085,
  c7g: 0.0725,
  c7i: 0.08925,
  r5: 0.126,
  r6g: 0.1008,
  r6i: 0.126,
  r7g: 0.1071,
  r7i: 0.1323,
};

/** Families whose sizes are no multiples of one another. */
const perHour: Readonly<Record<string, number>> = {
  'g4dn.xlarge': 0.526,
  'g4dn.2xlarge': 0.752,
  'g5.xlarge': 1.006,
  'g5.2xlarge': 1.212,
  'p3.2xlarge': 3.06,
  'p3.8xlarge': 12.24,
  'p3.16xlarge': 24.48,
  'p3dn.24xlarge': 31.212,
};

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
  const large = largePerHour[family];
  if (large === undefined || multiple === undefined) return perHour[instanceType];
  return large * multiple;
}
