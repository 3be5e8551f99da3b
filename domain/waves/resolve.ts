import type { RequestProblem } from '../operation/request.ts';
import type { FleetDocument } from '../policy/schema.ts';
import type { FleetOffersPort } from '../ports/fleet-offers.ts';
import type { RegistryPort } from '../ports/registry.ts';
import { probeUrlProblem } from '../upgrade/probe-url.ts';
import type { Waiver } from '../upgrade/request.ts';
import { begin, targetOf } from './begin.ts';
import { neverOpen } from './never-open.ts';
import { seatsOf } from './ownership.ts';
import { resolvePins } from './pins.ts';
import { type ClusterKey, clusterOf, type FleetUpgrade } from './record.ts';
import { signOf } from './signs.ts';
import { type Candidate, wavesOf } from './waves.ts';

/** The ports that a fleet upgrade is resolved by: the workflow's and a dry run's are the same. */
export interface ResolvePorts {
  readonly fleetOffers: FleetOffersPort;
  readonly registry: Pick<RegistryPort, 'listScheduled'>;
}

/** A fleet upgrade that is asked for. */
export interface AskedFleetUpgrade {
  readonly id: string;
  readonly home: string;
  /** ISO 8601. */
  readonly at: string;
  readonly requestedBy: string;
  /** The ARN that a proof came with. */
  readonly requester?: string;
  readonly deployed: readonly string[];
  /** The other Fleet documents. */
  readonly others: readonly FleetDocument[];
  readonly request: { readonly to?: string; readonly waivers: readonly Waiver[] };
}

export type Resolved =
  | { readonly upgrade: FleetUpgrade; readonly warnings: readonly string[]; readonly problems?: undefined }
  | { readonly problems: readonly [RequestProblem, ...RequestProblem[]] };

const PAGE = 200;

async function candidatesIn(region: string, ports: ResolvePorts): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  let from = '';
  do {
    const { clusters, next } = await ports.registry.listScheduled(region, from, PAGE);
    found.push(...clusters.map(({ cluster, level, tags }) => ({ name: cluster.name, region, level, tags })));
    from = next;
  } while (from !== '');
  return found;
}

/** Probes of the document that lead to no public site, with the names of each cluster. */
const probeProblems = (
  { spec: { upgrades } }: FleetDocument,
  keys: readonly ClusterKey[],
): readonly RequestProblem[] =>
  (upgrades?.health?.probes ?? []).flatMap((text, index) => {
    const urls = [...new Set(keys.map((key) => signOf(text, key)))];
    const [first] = urls.flatMap((url) => {
      const allowed = probeUrlProblem(url);
      return allowed === undefined ? [] : [`found ${url}, allowed ${allowed}`];
    });
    return first === undefined ? [] : [{ path: `spec.upgrades.health.probes[${index}]`, message: first }];
  });

const ONE_SEAT =
  'the fleet is deployed in fewer than three regions: where its home is lost, no other can take the upgrade over';

/** Resolves waves, target and pins once, before anything begins; or answers all that stands in the way. */
export async function resolveFleetUpgrade(
  document: FleetDocument,
  { id, home, at, requestedBy, requester, deployed, others, request }: AskedFleetUpgrade,
  ports: ResolvePorts,
): Promise<Resolved> {
  const candidates = await Promise.all(document.spec.regions.map((region) => candidatesIn(region, ports)));
  const resolved = wavesOf(document, candidates.flat(), others);
  if ('problems' in resolved) return { problems: resolved.problems };
  const { waves, pairs, warnings } = resolved;
  const keys = waves.flatMap(({ clusters }) => clusters);
  const regions = [...new Set(keys.map((key) => clusterOf(key).region))];
  const [probe, ...probes] = probeProblems(document, keys);
  if (probe) return { problems: [probe, ...probes] };
  const minors = regions.map(async (region) => [region, await ports.fleetOffers.minors(region)] as const);
  const target = targetOf(request.to, document, Object.fromEntries(await Promise.all(minors)));
  if ('problem' in target) return { problems: [target.problem] };
  const { to } = target;
  const offers = await Promise.all(regions.map((region) => ports.fleetOffers.offers(region, to)));
  const seats = seatsOf(home, deployed);
  const by = { requestedBy, ...(requester === undefined ? {} : { requester }) };
  const of = { id, fleet: document.metadata.name, home, to, at, ...by, seats, waves, pairs };
  const upgrade = begin({ ...of, pins: resolvePins(to, offers), waivers: request.waivers }, document);
  const windows = neverOpen(upgrade, document);
  const [closed, ...more] = windows.problems;
  if (closed) return { problems: [closed, ...more] };
  return { upgrade, warnings: [...warnings, ...windows.warnings, ...(seats.length < 3 ? [ONE_SEAT] : [])] };
}
