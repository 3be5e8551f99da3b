import type { Fleet } from '../../aws/fleet.ts';
import { connect, type FleetOptions, nowOf } from '../fleet.ts';
import { type ReadUserDocuments, readUserDocuments } from './user-documents.ts';

/** The documents read, and the fleet. Without a fleet there are problems. */
export type ReadForFleet = ReadUserDocuments & { readonly fleet?: Fleet };

interface Surroundings {
  readonly find: typeof connect;
  /** The machine's clock, in milliseconds since the epoch. */
  readonly machineMs: () => number;
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

/**
 * Reads documents for a fleet, and finds that fleet and their problems. Days in them are past or to come by the fleet's
 * clock: a simulated AWS has its own, and AWS the machine's. Without a simulated AWS, no fleet is looked for where the
 * documents are wrong and describe no cluster.
 */
export async function readForFleet(
  options: FleetOptions & { readonly file: readonly string[] },
  { find, machineMs }: Surroundings = { find: connect, machineMs: Date.now },
): Promise<ReadForFleet> {
  const read = await readUserDocuments(options.file, isoOf(machineMs()));
  const isWrong = read.problems.length > 0;
  const mayBeSimulated = (options.endpointUrl ?? process.env.AWS_ENDPOINT_URL) !== undefined;
  const configs = [...read.clusters, ...read.salvaged.map(({ salvaged }) => salvaged)];
  if (isWrong && !mayBeSimulated && configs.length === 0) return read;
  const region = configs[0]?.config.metadata.region ?? read.fleets[0]?.fleet.spec.home;
  const found = find(options, region);
  // Wrong documents are reported even if no fleet can be found.
  const fleet = await (isWrong ? found.catch(() => undefined) : found);
  if (!fleet) return read;
  const byItsClock = fleet.clockAheadMs ? await readUserDocuments(options.file, isoOf(nowOf(fleet))) : read;
  return { ...byItsClock, fleet };
}
