import type { ClusterConfig } from '../../domain/cluster-config/config.ts';
import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import { type Problem, toProblem } from '../../domain/cluster-config/problem.ts';
import type { Salvaged } from '../../domain/cluster-config/salvage.ts';
import { duplicateClusters } from '../../domain/cluster-config/unique-clusters.ts';
import { parseFleet } from '../../domain/policy/parse.ts';
import type { FleetDocument } from '../../domain/policy/schema.ts';
import { EVENT_BYTES_MAX, eventBytes } from '../../events/event.ts';
import { inlinePublicKeys } from './inline-public-keys.ts';
import { type Lines, withLine } from './lines.ts';
import { readDocuments } from './read-paths.ts';
import type { ReadDocument } from './read-text.ts';

/** A ClusterConfig as it was written, and as it is completed by defaults. */
export interface ReadClusterConfig {
  readonly source: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly config: ClusterConfig;
  readonly lines: Lines;
}

/**
 * The readable part of a ClusterConfig that has mistakes: resources that it names are looked up with those of others.
 */
export interface SalvagedClusterConfig {
  readonly source: string;
  readonly salvaged: Salvaged;
  readonly lines: Lines;
}

/** A Fleet as it was written, and as it is read. */
export interface ReadFleet {
  readonly source: string;
  readonly document: Readonly<Record<string, unknown>>;
  readonly fleet: FleetDocument;
}

export interface ReadUserDocuments {
  readonly clusters: readonly ReadClusterConfig[];
  readonly fleets: readonly ReadFleet[];
  readonly salvaged: readonly SalvagedClusterConfig[];
  readonly problems: readonly Problem[];
}

/** Two documents of one fleet: which of them would be kept is left to chance. */
function duplicateFleets(fleets: readonly ReadFleet[]): readonly Problem[] {
  return fleets.flatMap(({ source, fleet }, index) => {
    const { name } = fleet.metadata;
    const before = fleets.slice(0, index).find((other) => other.fleet.metadata.name === name);
    if (!before) return [];
    const message = `${before.source} has a Fleet of this name, too`;
    return [
      toProblem(source, { path: 'metadata.name', found: name, allowed: 'one document a fleet', message }),
    ];
  });
}

/** A document travels in one event, whose size has a bound. */
function sizeProblems(detail: object, source: string): readonly Problem[] {
  const bytes = eventBytes(detail);
  if (bytes <= EVENT_BYTES_MAX) return [];
  return [
    {
      document: source,
      path: '',
      found: `${bytes} bytes as an event`,
      allowed: `at most ${EVENT_BYTES_MAX}`,
      message: 'the document does not fit into an event',
      alternative: 'shorten what is long in it, such as user data, inline policies and annotations',
    },
  ];
}

const kindOf = (value: unknown): unknown => (value as { readonly kind?: unknown } | null)?.kind;

function readFleet(value: unknown, source: string, now: string): Partial<ReadUserDocuments> {
  const { fleet, problems } = parseFleet(value, source, { now });
  if (problems) return { problems };
  const document = value as ReadFleet['document'];
  return { fleets: [{ source, document, fleet }], problems: sizeProblems({ fleet: document }, source) };
}

async function readCluster(
  { value, source, lines }: ReadDocument,
  now: string,
): Promise<Partial<ReadUserDocuments>> {
  const document = await inlinePublicKeys(value);
  const read = parseClusterConfig(document, source, { today: now.slice(0, 10), salvages: true });
  if (read.problems) {
    const { problems, salvaged } = read;
    return { problems, ...(salvaged ? { salvaged: [{ source, salvaged, lines }] } : {}) };
  }
  const cluster = {
    source,
    document: document as ReadClusterConfig['document'],
    config: read.config,
    lines,
  };
  return { clusters: [cluster], problems: sizeProblems({ config: document }, source) };
}

/**
 * Reads and validates every document, of clusters and of fleets: one bad document refuses them all, before anything is
 * changed. `now` is ISO 8601.
 */
export async function readUserDocuments(paths: readonly string[], now: string): Promise<ReadUserDocuments> {
  const read = await readDocuments(paths);
  const each = await Promise.all(
    read.documents.map(async (one): Promise<Partial<ReadUserDocuments>> => {
      const { source, value } = one;
      return kindOf(value) === 'Fleet' ? readFleet(value, source, now) : readCluster(one, now);
    }),
  );
  const clusters = each.flatMap((one) => one.clusters ?? []);
  const fleets = each.flatMap((one) => one.fleets ?? []);
  const lines = new Map(read.documents.map((one) => [one.source, one.lines]));
  const problems = [
    ...read.problems,
    ...each.flatMap((one) => one.problems ?? []),
    ...duplicateClusters(clusters),
    ...duplicateFleets(fleets),
  ].map((problem) => withLine(problem, lines.get(problem.document) ?? {}));
  return { clusters, fleets, salvaged: each.flatMap((one) => one.salvaged ?? []), problems };
}
