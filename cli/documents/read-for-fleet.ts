import type { Fleet } from '../../aws/fleet.ts';
import { connect, type FleetOptions, nowOf } from '../fleet.ts';
import { type ReadUserDocuments, readUserDocuments } from './user-documents.ts';

/** Where no fleet can be asked, there are problems. */
export type ReadForFleet = ReadUserDocuments & { readonly fleet?: Fleet };

interface Surroundings {
  readonly find: typeof connect;
  /** The machine's clock, in milliseconds since the epoch. */
  readonly machineMs: () => number;
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

/**
 * Documents for a fleet, and that fleet; and what is wrong with them. What is past and to come in them is told by the
 * fleet's clock, since a simulated AWS has its own. AWS has the machine's: it is not asked where no document names
 * anything that it could tell of.
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
  // Where no fleet can be asked, the documents are wrong all the same.
  const fleet = await (isWrong ? found.catch(() => undefined) : found);
  if (!fleet) return read;
  const byItsClock = fleet.clockAheadMs ? await readUserDocuments(options.file, isoOf(nowOf(fleet))) : read;
  return { ...byItsClock, fleet };
}
