import type { HealthCheckConfig, HealthCheckObservation } from '@aws-sdk/client-route-53';
import { sampleDurationMs } from '../../durations.ts';
import type { Timer } from '../../kernel/kernel.ts';
import { isOfEndpoint } from '../health-check-config.ts';
import type { Route53State } from '../state.ts';
import { CheckedEndpoint, type Look } from './checked-endpoint.ts';

/** Alarms have standard resolution: a new datapoint a minute (developer guide, "Monitoring CloudWatch alarms"). */
const ALARM_PERIOD_MS = 60_000;

type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export interface HealthWorld {
  readonly look: Look;
  /** The state that an alarm's data come to; undefined where nobody can tell. */
  alarm(region: string, name: string): AlarmState | undefined;
  readonly durationScale: number;
}

interface Watched {
  readonly id: string;
  config: HealthCheckConfig;
  endpoint: CheckedEndpoint | undefined;
  /** The last state of an alarm whose data were enough. */
  alarmWasOk: boolean | undefined;
  timer: Timer | undefined;
  /** As the checkers have it, and as the name servers have it. */
  status: boolean;
  published: boolean;
  publishedAtMs: number;
}

/**
 * Health checks as the data plane has them. A change of a check's settings, of an endpoint or of an alarm is looked at
 * when it comes, and a status that has changed reaches the name servers some seconds later. None of it needs a
 * region of its own.
 */
export class Health {
  readonly #state: Route53State;
  readonly #world: HealthWorld;
  readonly #watched = new Map<string, Watched>();
  readonly #published: () => void;

  constructor(state: Route53State, world: HealthWorld, published: () => void) {
    this.#state = state;
    this.#world = world;
    this.#published = published;
  }

  get isIdle(): boolean {
    return this.#watched.size === 0;
  }

  /**
   * Whether name servers count a check as healthy. One that is gone counts as it did at last: what Route 53 makes of it
   * cannot be predicted (API reference, DeleteHealthCheck).
   */
  isHealthy(id: string): boolean {
    return this.#watched.get(id)?.published ?? true;
  }

  observationsOf(id: string): HealthCheckObservation[] {
    return this.#watched.get(id)?.endpoint?.observations() ?? [];
  }

  /** Something has changed that endpoints may hang on. */
  look(): void {
    for (const watched of this.#watched.values()) {
      watched.endpoint?.look();
      if (watched.config.Type === 'CLOUDWATCH_METRIC') this.#judge(watched);
    }
  }

  /** A check is new, has other settings, or is gone. */
  checkChanged(id: string): void {
    const check = this.#state.checks.get(id);
    const held = this.#watched.get(id);
    if (!check) {
      held?.endpoint?.end();
      held?.timer?.cancel();
      return;
    }
    const watched = held ?? this.#newlyWatched(id, check.config);
    watched.config = check.config;
    this.#watched.set(id, watched);
    const before = watched.endpoint;
    before?.end();
    watched.endpoint =
      isOfEndpoint(check.config) && !check.config.Disabled
        ? new CheckedEndpoint(
            check.config,
            this.#state.kernel,
            this.#world.look,
            () => this.#judge(watched),
            before,
          )
        : undefined;
    this.#keepAsking(watched);
    this.#judge(watched);
  }

  #newlyWatched(id: string, config: HealthCheckConfig): Watched {
    const status = this.#statusOf({ config, endpoint: undefined, alarmWasOk: undefined });
    return {
      ...{
        id,
        config,
        endpoint: undefined,
        alarmWasOk: undefined,
        timer: undefined,
        status,
        published: status,
      },
      publishedAtMs: this.#state.kernel.now(),
    };
  }

  /** An alarm's data change by the minute, without anybody's doing. */
  #keepAsking(watched: Watched): void {
    watched.timer?.cancel();
    watched.timer = undefined;
    if (watched.config.Type !== 'CLOUDWATCH_METRIC' || watched.config.Disabled) return;
    watched.timer = this.#state.kernel.after(ALARM_PERIOD_MS, () => {
      this.#judge(watched);
      this.#keepAsking(watched);
    });
  }

  /** A disabled check counts as healthy, a new one too until something is known of it; both then may be inverted. */
  #statusOf(watched: Pick<Watched, 'config' | 'endpoint' | 'alarmWasOk'>): boolean {
    const { config } = watched;
    const isHealthy = config.Disabled ? true : (this.#found(watched) ?? true);
    return config.Inverted ? !isHealthy : isHealthy;
  }

  #found({
    config,
    endpoint,
    alarmWasOk,
  }: Pick<Watched, 'config' | 'endpoint' | 'alarmWasOk'>): boolean | undefined {
    const { Type, ChildHealthChecks = [], HealthThreshold = 0, InsufficientDataHealthStatus } = config;
    if (Type === 'CALCULATED') {
      const healthy = ChildHealthChecks.filter((id) => this.#watched.get(id)?.status ?? true);
      return healthy.length >= HealthThreshold;
    }
    if (Type !== 'CLOUDWATCH_METRIC') return endpoint?.status;
    const state = this.#world.alarm(config.AlarmIdentifier?.Region ?? '', config.AlarmIdentifier?.Name ?? '');
    if (state === 'OK') return true;
    if (state === 'ALARM') return false;
    if (InsufficientDataHealthStatus === 'Healthy') return true;
    return InsufficientDataHealthStatus === 'Unhealthy' ? false : alarmWasOk;
  }

  #judge(watched: Watched): void {
    const { config } = watched;
    if (config.Type === 'CLOUDWATCH_METRIC') {
      const state = this.#world.alarm(
        config.AlarmIdentifier?.Region ?? '',
        config.AlarmIdentifier?.Name ?? '',
      );
      if (state === 'OK' || state === 'ALARM') watched.alarmWasOk = state === 'OK';
    }
    const status = this.#statusOf(watched);
    if (status === watched.status) return;
    watched.status = status;
    this.#publish(watched, status);
    for (const parent of this.#watched.values())
      if (parent.config.ChildHealthChecks?.includes(watched.id)) this.#judge(parent);
  }

  /** Statuses reach the name servers in their order. */
  #publish(watched: Watched, status: boolean): void {
    const { kernel } = this.#state;
    const now = kernel.now();
    kernel.trace.record({ at: now, kind: 'health-check', region: '', id: watched.id, healthy: status });
    const ms = sampleDurationMs(kernel, 'route53/health-publication', this.#world.durationScale);
    watched.publishedAtMs = Math.max(now + ms, watched.publishedAtMs);
    kernel.after(watched.publishedAtMs - now, () => {
      watched.published = status;
      this.#published();
    });
  }
}
