import type { RandomStream } from '../../simulator/kernel/random.ts';

/** The rates of faults, each a chance between 0 and 1. */
export interface FaultRates {
  /** A call of a function is refused as one too many. */
  readonly throttling: number;
  /** A call is answered with the service's own 500 or 503. */
  readonly serverErrors: number;
  /** A call is on its way for up to 12 seconds. */
  readonly latency: number;
  /** A call is carried out and its connection closed without an answer. */
  readonly lostReplies: number;
  /** The function's process dies before the effect of a call that changes something. */
  readonly crashesBefore: number;
  readonly crashesAfter: number;
  /** A call is carried out and never answered: Lambda ends the function at its timeout. */
  readonly hangs: number;
  /** A function's result is lost, so that it runs again. */
  readonly lostResults: number;
  /** A delivery of an event is made twice. */
  readonly duplicateEvents: number;
  /** A delivery of an event comes up to ten minutes late, and so out of order. */
  readonly delayedEvents: number;
  /** An instance type is short in a zone, for five minutes each. */
  readonly shortages: number;
  /** A service is down in a region, for five minutes each. */
  readonly outages: number;
  /** A region is down, for up to half an hour. */
  readonly regionOutages: number;
  /** Two regions cannot reach each other, for five minutes each. */
  readonly partitions: number;
  /** A write reaches the other replicas of a global table up to ten minutes late. */
  readonly staleReplicas: number;
  /** A node group, an add-on or an update fails inside EKS. */
  readonly failedWork: number;
  /** A node group, an add-on or an update of a name does not go on, for five minutes each. */
  readonly hungWork: number;
  /** A person stops an execution as it enters a state. */
  readonly stops: number;
  /** A transaction or a write of DynamoDB meets another on one of its items. */
  readonly conflicts: number;
  /** Some entries of a PutEvents fail, inside of an answer that is a success. */
  readonly failedEntries: number;
}

export const NO_FAULTS: FaultRates = {
  throttling: 0,
  serverErrors: 0,
  latency: 0,
  lostReplies: 0,
  crashesBefore: 0,
  crashesAfter: 0,
  hangs: 0,
  lostResults: 0,
  duplicateEvents: 0,
  delayedEvents: 0,
  shortages: 0,
  outages: 0,
  regionOutages: 0,
  partitions: 0,
  staleReplicas: 0,
  failedWork: 0,
  hungWork: 0,
  stops: 0,
  conflicts: 0,
  failedEntries: 0,
};

/** The names of faults that come by chance. */
export const FAULT_RATES = Object.keys(NO_FAULTS) as readonly (keyof FaultRates)[];

/** The highest chance of each: enough to hit every operation, and little enough that some of them get through. */
const HIGHEST: FaultRates = {
  throttling: 0.1,
  serverErrors: 0.05,
  latency: 0.05,
  lostReplies: 0.03,
  crashesBefore: 0.05,
  crashesAfter: 0.05,
  hangs: 0.01,
  lostResults: 0.03,
  duplicateEvents: 0.5,
  delayedEvents: 0.3,
  shortages: 0.2,
  outages: 0.03,
  regionOutages: 0.05,
  partitions: 0.2,
  staleReplicas: 0.3,
  failedWork: 0.1,
  hungWork: 0.3,
  stops: 0.01,
  conflicts: 0.1,
  failedEntries: 0.2,
};

/** Rates for one run: about so many of the kinds at a chance of their own, the others never. */
export function drawRates(random: RandomStream, share = 0.5): FaultRates {
  const drawn = Object.entries(HIGHEST).map(([name, highest]) => {
    const isOn = random.chance(share);
    const rate = random.between(0.1, 1) * highest;
    return [name, isOn ? Math.round(rate * 1000) / 1000 : 0];
  });
  return { ...NO_FAULTS, ...(Object.fromEntries(drawn) as Partial<FaultRates>) };
}
