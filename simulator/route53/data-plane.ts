import type { HealthCheckConfig } from '@aws-sdk/client-route-53';
import type { CloudWatchService } from '../cloudwatch/cloudwatch.ts';
import type { Outages } from '../outages.ts';
import { type EndpointAnswer, placeOf } from '../sites/asker.ts';
import type { Internet } from '../sites/internet.ts';
import type { Seen } from './checkers/checker.ts';
import { Health } from './checkers/health.ts';
import { NameServers } from './name-servers/name-servers.ts';
import type { Route53State } from './state.ts';

/** A checker waits 4 s for a connection, and 2 s for the answer (developer guide, health of endpoints). */
const CONNECT_MS = 4000;
const ANSWER_MS = 2000;
const QUICK_MS = 100;
/** A string is looked for in so much of a body. */
const SEARCHED_BYTES = 5120;

/** Checkers that lie: of these regions, or each checker by a chance, say so whatever they see. */
export interface LyingCheckers {
  readonly says: 'healthy' | 'unhealthy';
  readonly regions?: readonly string[];
  /** By their addresses: the same checkers lie of each check. */
  readonly share?: number;
}

interface DataPlaneWorld {
  readonly outages: Outages;
  readonly internet: Internet;
  readonly durationScale: number;
  regionNames(): readonly string[];
  cloudWatch(region: string): CloudWatchService;
}

/** Route 53's health checkers and name servers, which go on whatever region is lost. */
export class Route53DataPlane {
  readonly health: Health;
  readonly nameServers: NameServers;
  readonly #world: DataPlaneWorld;
  readonly #lies = new Set<LyingCheckers>();
  readonly #listeners = new Set<() => void>();

  constructor(state: Route53State, world: DataPlaneWorld) {
    this.#world = world;
    const published = () => this.#answersChanged();
    const look = (config: HealthCheckConfig, checker: { region: string; address: string }) =>
      this.#look(config, checker);
    const alarm = (region: string, name: string) => this.#alarm(region, name);
    this.health = new Health(state, { look, alarm, durationScale: world.durationScale }, published);
    this.nameServers = new NameServers(
      state,
      (id) => this.health.isHealthy(id),
      (name) => isWell(world.internet.at(name, '/', {})),
    );
    state.listeners.add({ checkChanged: (id) => this.health.checkChanged(id), recordsPublished: published });
    world.internet.onChange(() => {
      if (!this.health.isIdle) this.health.look();
    });
  }

  /** Told when name servers may answer otherwise than before. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  /** Makes checkers lie; returns the function that ends it. */
  lie(lie: LyingCheckers): () => void {
    const own = { ...lie };
    this.#lies.add(own);
    this.health.look();
    return () => {
      if (this.#lies.delete(own)) this.health.look();
    };
  }

  #answersChanged(): void {
    for (const listener of this.#listeners) listener();
    // A checker may ask a name that is a record itself.
    this.#world.internet.changed();
  }

  #look(config: HealthCheckConfig, checker: { region: string; address: string }): Seen | undefined {
    if (this.#world.outages.isRegionDown(checker.region)) return undefined;
    const lie = [...this.#lies].find(({ regions, share = 1 }) => {
      const isOfRegion = regions === undefined || regions.includes(checker.region);
      return isOfRegion && placeOf(checker.address) < share;
    });
    if (lie) {
      const isHealthy = lie.says === 'healthy';
      return {
        isHealthy,
        takesMs: QUICK_MS,
        status: isHealthy ? 'Success: HTTP Status Code 200, OK' : 'Failure: Connection timed out.',
      };
    }
    const { IPAddress, FullyQualifiedDomainName = '', ResourcePath = '/' } = config;
    const asker = { address: checker.address };
    const path = ResourcePath.startsWith('/') ? ResourcePath : `/${ResourcePath}`;
    const { internet } = this.#world;
    const answer =
      IPAddress === undefined
        ? internet.answer(FullyQualifiedDomainName, path, asker)
        : internet.at(IPAddress, path, asker);
    return seenOf(answer, config);
  }

  #alarm(region: string, name: string): 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | undefined {
    const { outages } = this.#world;
    if (!this.#world.regionNames().includes(region) || outages.isDown(region, 'monitoring')) return undefined;
    return this.#world.cloudWatch(region).alarmByData(name);
  }
}

const isWell = (answer: EndpointAnswer): boolean => typeof answer === 'object' && answer.status < 500;

/** The verdict of a request; certificates are not validated (developer guide, health of endpoints). */
function seenOf(answer: EndpointAnswer, { Type, SearchString = '' }: HealthCheckConfig): Seen {
  const failed = (takesMs: number, status: string): Seen => ({
    isHealthy: false,
    takesMs,
    status: `Failure: ${status}`,
  });
  switch (answer) {
    case 'unresolved':
      return failed(QUICK_MS, 'DNS resolution failed: Rcode NXDomain(3)');
    case 'unreachable':
      return failed(
        CONNECT_MS,
        'Connection timed out. The endpoint or the internet connection is down, or requests are being blocked by your firewall.',
      );
    case 'refused':
      return failed(QUICK_MS, 'Connection refused.');
    case 'nothing':
      return failed(
        QUICK_MS + ANSWER_MS,
        'The health checker could not read the response within the time limit.',
      );
    case 'untrusted':
      return verdictOf(200, '', Type, SearchString);
    default:
      return verdictOf(answer.status, answer.body, Type, SearchString);
  }
}

function verdictOf(status: number, body: string, Type: string | undefined, search: string): Seen {
  const isGood = status >= 200 && status < 400;
  if (!isGood) return { isHealthy: false, takesMs: QUICK_MS, status: `Failure: HTTP Status Code ${status}.` };
  const searched = Buffer.from(body).subarray(0, SEARCHED_BYTES);
  if (Type === 'HTTPS_STR_MATCH' && !searched.includes(Buffer.from(search))) {
    return { isHealthy: false, takesMs: QUICK_MS, status: `Failure: The string "${search}" was not found.` };
  }
  return { isHealthy: true, takesMs: QUICK_MS, status: `Success: HTTP Status Code ${status}, OK` };
}
