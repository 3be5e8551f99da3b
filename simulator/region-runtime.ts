import { AwsError, NotSimulated } from './aws-error.ts';
import type { Faults, TakenEvent } from './fault.ts';
import { accessDenied } from './iam/evaluation/denial.ts';
import type { Kernel } from './kernel/kernel.ts';
import { meetFault } from './meet-fault.ts';
import type { Outages } from './outages.ts';
import type {
  EventsPort,
  LambdaPort,
  LogPort,
  MetricPort,
  NetworkPort,
  QueuePort,
  Region,
  RegionSettings,
  RolePort,
  StepFunctionsPort,
  TopicPort,
} from './region.ts';
import { RegionOfService } from './region-of-service.ts';
import { serverError } from './server-error.ts';
import type { Authorization, Caller, Operation, ResourceProvider, Service } from './service.ts';
import type { ServiceEntry } from './service-registry.ts';
import { Throttle, throttlingError } from './throttling.ts';

/** IAM's answer to one question. */
export type Evaluate = (
  caller: Caller,
  authorization: Authorization,
) => { readonly allowed: boolean; readonly reason: string };

interface CallOrigin {
  readonly caller: Caller;
  readonly requestId: string;
  readonly functionName?: string | undefined;
  readonly isOverSeam?: boolean;
}

interface RegionWorld {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly settings: RegionSettings;
  readonly faults: Faults;
  readonly observeEvent: (event: TakenEvent) => void;
  readonly endpointsChanged: () => void;
  readonly outages: Outages;
  readonly entries: readonly ServiceEntry[];
  regionNames(): readonly string[];
  region(name: string): RegionRuntime;
  evaluate: Evaluate;
}

/** One region of the world: its services, built when first asked for, and the one way in which calls are made. */
export class RegionRuntime implements Region {
  readonly name: string;
  readonly partition = 'aws';
  readonly #world: RegionWorld;
  readonly #services = new Map<string, Service>();
  readonly #throttle: Throttle;

  constructor(name: string, world: RegionWorld) {
    this.name = name;
    this.#world = world;
    this.#throttle = new Throttle(world.kernel, world.settings);
  }

  get accountId(): string {
    return this.#world.accountId;
  }
  get kernel(): Kernel {
    return this.#world.kernel;
  }
  get settings(): RegionSettings {
    return this.#world.settings;
  }
  get faults(): Faults {
    return this.#world.faults;
  }
  get observeEvent(): (event: TakenEvent) => void {
    return this.#world.observeEvent;
  }
  get endpointsChanged(): () => void {
    return this.#world.endpointsChanged;
  }
  get outages(): Outages {
    return this.#world.outages;
  }
  get lambda(): LambdaPort {
    return this.#portUp('lambda');
  }
  get stepFunctions(): StepFunctionsPort {
    return this.#portUp('states');
  }
  get events(): EventsPort {
    const port = this.#port<EventsPort>('events');
    const isDown = () => this.outages.isDown(this.name, 'events');
    if (!isDown()) return port;
    return {
      // Events of AWS's own services reach the bus once it takes events again.
      publishServiceEvent: (event) => {
        this.outages.whenFree(isDown, () => port.publishServiceEvent(event));
      },
      receive: () => {
        throw this.#serverError('events');
      },
    };
  }
  get queues(): QueuePort {
    return this.#portUp('sqs');
  }
  get topics(): TopicPort {
    return this.#portUp('sns');
  }
  get roles(): RolePort {
    return this.#port('iam');
  }
  get logs(): LogPort {
    return this.#port('logs');
  }
  get metrics(): MetricPort {
    return this.#port('monitoring');
  }
  get network(): NetworkPort {
    return this.#port('ec2');
  }

  arn(service: string, resource: string, region = this.name): string {
    return `arn:${this.partition}:${service}:${region}:${this.accountId}:${resource}`;
  }

  regionNames(): readonly string[] {
    return this.#world.regionNames();
  }

  elsewhere(name: string): Region {
    return this.#world.region(name);
  }

  service(key: string): Service {
    const known = this.#services.get(key);
    if (known) return known;
    const entry = this.#entry(key);
    const service = entry.create(new RegionOfService(this, key), (type) => this.resourceProvider(type));
    this.#services.set(key, service);
    return service;
  }

  /** The provider of a CloudFormation type among all services. */
  resourceProvider(type: string): ResourceProvider | undefined {
    for (const entry of this.#world.entries) {
      const provider = this.service(entry.key).resourceTypes?.[type];
      if (provider) return provider;
    }
    return undefined;
  }

  async call(
    key: string,
    operation: string,
    input: Record<string, unknown>,
    caller: Caller,
    madeBy?: string,
  ): Promise<unknown> {
    await meetFault(this, {
      service: key,
      operation,
      input,
      caller,
      ...(madeBy === undefined ? {} : { madeBy }),
    });
    return this.perform(this.#entry(key), operation, input, {
      caller,
      requestId: this.kernel.random('request-ids').uuid(),
    });
  }

  authorize(caller: Caller, authorization: Authorization): void {
    this.#authorize(authorization.action.split(':')[0] as string, caller, authorization);
  }

  /** Throttles, authorises, carries out and records one call. Errors that AWS would answer are `AwsError`. */
  async perform(
    entry: ServiceEntry,
    operation: string,
    input: Record<string, unknown>,
    origin: CallOrigin,
  ): Promise<unknown> {
    const service = this.service(entry.key);
    const run: Operation | undefined = service.operations[operation];
    try {
      if (this.outages.isDown(this.name, entry.key)) throw this.#serverError(entry.key);
      if (!this.#throttle.admit(entry.key, operation)) throw throttlingError(service);
      if (!run) throw new NotSimulated(`${entry.key}:${operation}`);
      for (const authorization of service.authorize(operation, input, origin.caller)) {
        this.#authorize(entry.signingName, origin.caller, authorization);
      }
      const { caller, requestId, isOverSeam = false } = origin;
      const output = await run(input, { operation, caller, requestId, isOverSeam });
      this.#record(entry, operation, origin, 'ok');
      return output;
    } catch (error) {
      this.#record(entry, operation, origin, error instanceof AwsError ? error.code : 'failed');
      if (!(error instanceof AwsError)) this.kernel.fail(error);
      throw error;
    }
  }

  /** `iamPrefix` is of the service that refuses, in whose own words it does. */
  #authorize(iamPrefix: string, caller: Caller, authorization: Authorization): void {
    const { allowed, reason } = this.#world.evaluate(caller, authorization);
    if (!allowed) throw accessDenied(iamPrefix, reason);
  }

  #record(entry: ServiceEntry, operation: string, origin: CallOrigin, outcome: string): void {
    const who = origin.caller.kind === 'service' ? origin.caller.principal : origin.caller.arn;
    this.kernel.trace.record({
      at: this.kernel.now(),
      kind: 'call',
      region: this.name,
      service: entry.key,
      operation,
      who,
      functionName: origin.functionName,
      outcome,
    });
  }

  #entry(key: string): ServiceEntry {
    const entry = this.#world.entries.find((candidate) => candidate.key === key);
    if (entry) return entry;
    const error = new NotSimulated(`service ${key}`);
    this.kernel.fail(error);
    throw error;
  }

  #serverError(key: string): AwsError {
    return serverError(key, this.kernel.random('server-errors'));
  }

  /** The port of a service that is up; throws if the service is down. */
  #portUp<T>(key: string): T {
    if (this.outages.isDown(this.name, key)) throw this.#serverError(key);
    return this.#port(key);
  }

  /** A service that also implements a port: the registry's entry of that key builds it so. */
  #port<T>(key: string): T {
    return this.service(key) as unknown as T;
  }
}
