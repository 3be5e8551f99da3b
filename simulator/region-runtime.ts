import { AwsError, NotSimulated } from './aws-error.ts';
import { accessDenied, deniedCodeOf } from './iam/denial.ts';
import type { Kernel } from './kernel/kernel.ts';
import type {
  EventsPort,
  LambdaPort,
  LogPort,
  NetworkPort,
  QueuePort,
  Region,
  RegionSettings,
  RolePort,
  StepFunctionsPort,
  TopicPort,
} from './region.ts';
import type { Authorization, Caller, Operation, ResourceProvider, Service } from './service.ts';
import type { ServiceEntry } from './service-registry.ts';
import { Throttle } from './throttling.ts';

/** IAM's answer to one question. */
export type Evaluate = (
  caller: Caller,
  authorization: Authorization,
) => { readonly allowed: boolean; readonly reason: string };

interface CallOrigin {
  readonly caller: Caller;
  readonly requestId: string;
  readonly functionName?: string | undefined;
}

interface RegionWorld {
  readonly kernel: Kernel;
  readonly accountId: string;
  readonly settings: RegionSettings;
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
  get lambda(): LambdaPort {
    return this.#port('lambda');
  }
  get stepFunctions(): StepFunctionsPort {
    return this.#port('states');
  }
  get events(): EventsPort {
    return this.#port('events');
  }
  get queues(): QueuePort {
    return this.#port('sqs');
  }
  get topics(): TopicPort {
    return this.#port('sns');
  }
  get roles(): RolePort {
    return this.#port('iam');
  }
  get logs(): LogPort {
    return this.#port('logs');
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
    const service = entry.create(this, (type) => this.resourceProvider(type));
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

  call(key: string, operation: string, input: Record<string, unknown>, caller: Caller): Promise<unknown> {
    return this.perform(this.#entry(key), operation, input, {
      caller,
      requestId: this.kernel.random('request-ids').uuid(),
    });
  }

  authorize(caller: Caller, authorization: Authorization): void {
    this.#authorize(authorization.action.split(':')[0] as string, caller, authorization);
  }

  /** How the service tells a caller that it asks too often. */
  throttled(entry: ServiceEntry): AwsError {
    return this.service(entry.key).throttled?.() ?? throttled(entry);
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
    const record = (outcome: string): void => this.#record(entry, operation, origin, outcome);
    try {
      if (!this.#throttle.admit(entry.key, operation)) throw this.throttled(entry);
      if (!run) throw new NotSimulated(`${entry.key}:${operation}`);
      for (const authorization of service.authorize(operation, input, origin.caller)) {
        this.#authorize(entry.signingName, origin.caller, authorization);
      }
      const output = await run(input, { operation, caller: origin.caller, requestId: origin.requestId });
      record('ok');
      return output;
    } catch (error) {
      record(error instanceof AwsError ? error.code : 'failed');
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
    const from = origin.functionName === undefined ? {} : { functionName: origin.functionName };
    this.kernel.trace.record({
      at: this.kernel.now(),
      kind: 'call',
      region: this.name,
      service: entry.key,
      operation,
      who,
      ...from,
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

  /** A service that also implements a port: the registry's entry of that key builds it so. */
  #port<T>(key: string): T {
    return this.service(key) as unknown as T;
  }
}

function throttled(entry: ServiceEntry): AwsError {
  const denied = deniedCodeOf(entry.signingName);
  if (denied === 'UnauthorizedOperation')
    return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', { statusCode: 503 });
  if (denied === 'AccessDenied') return new AwsError('Throttling', 'Rate exceeded', { statusCode: 400 });
  return new AwsError('ThrottlingException', 'Rate exceeded', { statusCode: 429 });
}
