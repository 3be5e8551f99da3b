import { digest } from '../../desired/digest.ts';

/** At most so many of the 64 characters that a schedule's name may have. */
const CLUSTER_LENGTH = 24;
const ENTRY_LENGTH = 20;

/** A name that is cut says so by a digest of the whole, so that two that begin alike stay apart. */
const short = (name: string, length: number): string =>
  name.length <= length ? name : `${name.slice(0, length - 9)}-${digest(name)}`;

/** The schedule group of a fleet. */
export const scheduleGroup = (stage: string, fleet: string): string => `eks-fleet-${stage}-${fleet}`;

/** The beginning of the names of a cluster's schedules, and of no other cluster's; EKS's names have no dot. */
export const schedulePrefix = (cluster: string): string => `${short(cluster, CLUSTER_LENGTH)}.`;

/** `web.office-hours.wake`; `slot` tells the schedules of one entry apart. */
export const scheduleName = (cluster: string, entry: string, slot: string): string =>
  `${schedulePrefix(cluster)}${short(entry, ENTRY_LENGTH)}.${slot}`;
