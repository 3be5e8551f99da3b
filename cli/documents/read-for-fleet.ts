import type { Fleet } from '../../aws/fleet.ts';
import type { Problem } from '../../domain/cluster-config/problem.ts';
import { connect, type FleetOptions, nowOf } from '../fleet.ts';
import { type ReadUserDocuments, readUserDocuments } from './user-documents.ts';

export type ReadForFleet =
  | { readonly problems: readonly Problem[]; readonly fleet?: undefined }
  | (Omit<ReadUserDocuments, 'problems'> & { readonly fleet: Fleet; readonly problems?: undefined });

interface Surroundings {
  readonly find: typeof connect;
  /** The machine's clock, in milliseconds since the epoch. */
  readonly machineMs: () => number;
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

/**
 * Documents for a fleet, and that fleet; or what is wrong with them. What is past and to come in them is told by the
 * fleet's clock, since a simulated AWS has its own. AWS has the machine's: it is not asked about documents that are wrong.
 */
export async function readForFleet(
  options: FleetOptions & { readonly file: readonly string[] },
  { find, machineMs }: Surroundings = { find: connect, machineMs: Date.now },
): Promise<ReadForFleet> {
  const read = await readUserDocuments(options.file, isoOf(machineMs()));
  const isWrong = read.problems.length > 0;
  const mayBeSimulated = (options.endpointUrl ?? process.env.AWS_ENDPOINT_URL) !== undefined;
  if (isWrong && !mayBeSimulated) return { problems: read.problems };
  const [cluster] = read.clusters;
  const region = cluster?.config.metadata.region ?? read.fleets[0]?.fleet.spec.home;
  const found = find(options, region);
  // Where no fleet can be asked, the documents are wrong all the same.
  const fleet = await (isWrong ? found.catch(() => undefined) : found);
  if (!fleet) return { problems: read.problems };
  const { problems, ...documents } = fleet.clockAheadMs
    ? await readUserDocuments(options.file, isoOf(nowOf(fleet)))
    : read;
  return problems.length > 0 ? { problems } : { ...documents, fleet };
}
