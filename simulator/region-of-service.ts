import type { Faults } from './fault.ts';
import type { Kernel } from './kernel/kernel.ts';
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
import type { Authorization, Caller, Service } from './service.ts';
import { StallableKernel } from './stallable-kernel.ts';

interface WholeRegion extends Region {
  call(
    key: string,
    operation: string,
    input: Record<string, unknown>,
    caller: Caller,
    madeBy?: string,
  ): Promise<unknown>;
}

/** A region as one of its services has it: with timers that stand still while that service is down. */
export class RegionOfService implements Region {
  readonly name: string;
  readonly accountId: string;
  readonly partition: string;
  readonly kernel: Kernel;
  readonly settings: RegionSettings;
  readonly outages: Outages;
  readonly #whole: WholeRegion;
  readonly #key: string;

  constructor(whole: WholeRegion, key: string) {
    this.#whole = whole;
    this.#key = key;
    this.name = whole.name;
    this.accountId = whole.accountId;
    this.partition = whole.partition;
    this.settings = whole.settings;
    this.outages = whole.outages;
    this.kernel = new StallableKernel(whole.kernel, whole.outages, () =>
      whole.outages.isDown(whole.name, key),
    );
  }

  get faults(): Faults {
    return this.#whole.faults;
  }
  get observeEvent(): Region['observeEvent'] {
    return this.#whole.observeEvent;
  }
  get endpointsChanged(): Region['endpointsChanged'] {
    return this.#whole.endpointsChanged;
  }
  get lambda(): LambdaPort {
    return this.#whole.lambda;
  }
  get stepFunctions(): StepFunctionsPort {
    return this.#whole.stepFunctions;
  }
  get events(): EventsPort {
    return this.#whole.events;
  }
  get queues(): QueuePort {
    return this.#whole.queues;
  }
  get topics(): TopicPort {
    return this.#whole.topics;
  }
  get roles(): RolePort {
    return this.#whole.roles;
  }
  get network(): NetworkPort {
    return this.#whole.network;
  }
  get logs(): LogPort {
    return this.#whole.logs;
  }
  get metrics(): MetricPort {
    return this.#whole.metrics;
  }

  arn(service: string, resource: string, region?: string): string {
    return this.#whole.arn(service, resource, region);
  }
  regionNames(): readonly string[] {
    return this.#whole.regionNames();
  }
  elsewhere(name: string): Region {
    return this.#whole.elsewhere(name);
  }
  service(signingName: string): Service {
    return this.#whole.service(signingName);
  }
  call(
    signingName: string,
    operation: string,
    input: Record<string, unknown>,
    caller: Caller,
  ): Promise<unknown> {
    return this.#whole.call(signingName, operation, input, caller, this.#key);
  }
  authorize(caller: Caller, authorization: Authorization): void {
    this.#whole.authorize(caller, authorization);
  }
}
