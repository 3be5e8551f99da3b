import type { RuleState, Target } from '@aws-sdk/client-eventbridge';
import type { Schedule } from '../../schedules/expression.ts';
import type { Timer } from '../kernel/kernel.ts';
import type { Region } from '../region.ts';
import type { BusPolicy } from './buses/policy-document.ts';
import { noSuchBus, noSuchRule } from './errors.ts';
import type { EventPattern } from './event-pattern/event-pattern.ts';

export interface EventBus {
  readonly name: string;
  readonly arn: string;
  description: string | undefined;
  readonly createdAt: number;
  lastModifiedAt: number;
  policy: BusPolicy | undefined;
  readonly tags: Map<string, string>;
  readonly rules: Map<string, Rule>;
}

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: EventBus;
  description: string | undefined;
  roleArn: string | undefined;
  state: RuleState;
  pattern: EventPattern | undefined;
  schedule: { readonly expression: string; readonly parsed: Schedule } | undefined;
  /** The next firing of the schedule, where it has one and is enabled. */
  timer: Timer | undefined;
  readonly targets: Map<string, RuleTarget>;
  readonly tags: Map<string, string>;
}

/** A validated target: it has the members that PutTargets requires. */
export type RuleTarget = Target & { readonly Id: string; readonly Arn: string };

export const DEFAULT_BUS = 'default';

/** The buses of one region. */
export class EventBridgeState {
  readonly region: Region;
  readonly buses = new Map<string, EventBus>();

  constructor(region: Region) {
    this.region = region;
    this.addBus(DEFAULT_BUS, undefined);
  }

  addBus(name: string, description: string | undefined): EventBus {
    const now = this.region.kernel.now();
    const bus: EventBus = {
      name,
      arn: this.busArn(name),
      description,
      createdAt: now,
      lastModifiedAt: now,
      policy: undefined,
      tags: new Map(),
      rules: new Map(),
    };
    this.buses.set(name, bus);
    return bus;
  }

  busArn(name: string): string {
    return this.region.arn('events', `event-bus/${name}`);
  }

  /** Rules of the default bus do not name it in their ARN. */
  ruleArn(name: string, busName: string): string {
    return this.region.arn('events', busName === DEFAULT_BUS ? `rule/${name}` : `rule/${busName}/${name}`);
  }

  /** The name in a bus's name or ARN; the default bus where none is given. */
  busName(nameOrArn: string | undefined): string {
    const given = nameOrArn ?? DEFAULT_BUS;
    return given.startsWith('arn:') ? given.slice(given.indexOf('/') + 1) : given;
  }

  findBus(nameOrArn: string | undefined): EventBus | undefined {
    const bus = this.buses.get(this.busName(nameOrArn));
    // An ARN of another region or account is another bus, though it may have the same name.
    return nameOrArn?.startsWith('arn:') && bus?.arn !== nameOrArn ? undefined : bus;
  }

  bus(nameOrArn: string | undefined): EventBus {
    const bus = this.findBus(nameOrArn);
    if (!bus) throw noSuchBus(this.busName(nameOrArn));
    return bus;
  }

  rule(name: string, busNameOrArn: string | undefined): Rule {
    const bus = this.bus(busNameOrArn);
    const rule = bus.rules.get(name);
    if (!rule) throw noSuchRule(name, bus.name);
    return rule;
  }
}
