import { NotSimulated } from './aws-error.ts';
import { Population, type PopulationSettings } from './clients/population.ts';
import type { CloudWatchService } from './cloudwatch/cloudwatch.ts';
import { CredentialStore } from './credentials.ts';
import { Endpoint } from './endpoint.ts';
import { serviceEntries } from './entries.ts';
import { type CallObserver, type Faults, NOTHING_FAILS, type TakenEvent } from './fault.ts';
import type { IamService } from './iam/iam.ts';
import { newIamState } from './iam/state.ts';
import type { SimulationKernel } from './kernel/kernel.ts';
import type { HandlerLoader } from './lambda/handler.ts';
import { Outages } from './outages.ts';
import type { RegionSettings } from './region.ts';
import { RegionRuntime } from './region-runtime.ts';
import { Route53DataPlane } from './route53/data-plane.ts';
import { newRoute53State } from './route53/state.ts';
import type { S3Service } from './s3/state.ts';
import type { Caller } from './service.ts';
import type { ServiceEntry } from './service-registry.ts';
import { Internet } from './sites/internet.ts';
import { Sites } from './sites/sites.ts';

export interface WorldOptions {
  readonly kernel: SimulationKernel;
  readonly accountId: string;
  readonly regionNames: readonly string[];
  /** Loads the handler of a function's Handler path, from source or from a bundle. */
  readonly load: HandlerLoader;
  readonly settings?: Partial<RegionSettings>;
  readonly faults?: Faults;
  readonly observeCall?: CallObserver;
  readonly observeEvent?: (event: TakenEvent) => void;
}

/** A virtual AWS of one account and some regions. It knows nothing of fleets: it loads templates and handlers. */
export class World {
  readonly kernel: SimulationKernel;
  readonly accountId: string;
  readonly endpoint: Endpoint;
  readonly entries: readonly ServiceEntry[];
  readonly settings: RegionSettings;
  readonly credentials: CredentialStore;
  readonly faults: Faults;
  readonly outages: Outages;
  /** Sites on the public internet, outside of AWS. */
  readonly sites: Sites;
  /** Answers of https URLs: objects of buckets, sites, applications. */
  readonly internet: Internet;
  /** Route 53's health checkers and name servers. */
  readonly dns: Route53DataPlane;
  readonly observeCall: CallObserver;
  readonly observeEvent: (event: TakenEvent) => void;
  readonly clients: Population[] = [];
  readonly endpointsChanged = (): void => this.internet.changed();
  readonly #regions = new Map<string, RegionRuntime>();

  constructor(options: WorldOptions) {
    this.kernel = options.kernel;
    this.accountId = options.accountId;
    this.settings = { quotas: {}, buckets: {}, durationScale: 1, ...options.settings };
    this.faults = options.faults ?? NOTHING_FAILS;
    this.outages = new Outages(options.kernel);
    this.sites = new Sites(options.kernel, this.outages);
    this.internet = new Internet({
      outages: this.outages,
      sites: this.sites,
      regionNames: () => this.regionNames(),
      s3: (region) => this.region(region).service('s3') as S3Service,
      addressesOf: (hostname) => this.dns.nameServers.resolve(hostname, 'A')?.values,
    });
    const route53 = newRoute53State(options.kernel);
    this.dns = new Route53DataPlane(route53, {
      outages: this.outages,
      internet: this.internet,
      durationScale: this.settings.durationScale,
      regionNames: () => this.regionNames(),
      cloudWatch: (region) => this.region(region).service('monitoring') as CloudWatchService,
    });
    this.internet.onChange(() => this.#lookAtClients());
    this.sites.addressesOf = (hostname) => this.dns.nameServers.resolve(hostname, 'A')?.values;
    this.sites.changed = () => this.internet.changed();
    this.outages.onChange(() => this.internet.changed());
    this.observeCall = options.observeCall ?? (() => undefined);
    this.observeEvent = options.observeEvent ?? (() => undefined);
    this.credentials = new CredentialStore(options.kernel, options.accountId);
    this.entries = serviceEntries({
      iam: newIamState(),
      credentials: this.credentials,
      load: options.load,
      route53,
      healthOf: this.dns.health,
    });
    for (const name of options.regionNames) this.#regions.set(name, new RegionRuntime(name, this));
    this.endpoint = new Endpoint(this);
  }

  regionNames(): readonly string[] {
    return [...this.#regions.keys()];
  }

  /** Lets clients ask for a name from now on. */
  addClients(settings: PopulationSettings): Population {
    const population = new Population(settings, {
      kernel: this.kernel,
      resolve: (name) => this.dns.nameServers.resolve(name, 'A'),
      servedShare: (value) =>
        this.sites.servedShare(this.sites.has(value) ? value : (this.sites.nameAt(value) ?? '')),
    });
    this.clients.push(population);
    return population;
  }

  #lookAtClients(): void {
    for (const population of this.clients) population.look();
  }

  /** A region by name. `us-east-1` also stands for the global services' endpoint, so any region may answer it. */
  region(name: string): RegionRuntime {
    const region = this.#regions.get(name);
    if (region) return region;
    const error = new NotSimulated(`region ${name} in a world of ${this.regionNames().join(', ')}`);
    this.kernel.fail(error);
    throw error;
  }

  caller(accessKeyId: string): Caller | 'expired' | undefined {
    return this.credentials.resolve(accessKeyId);
  }

  evaluate: RegionRuntimeEvaluate = (caller, authorization) => this.iam().evaluate(caller, authorization);

  iam(): IamService {
    const first = this.#regions.values().next().value as RegionRuntime;
    return first.service('iam') as IamService;
  }
}

type RegionRuntimeEvaluate = ConstructorParameters<typeof RegionRuntime>[1]['evaluate'];
