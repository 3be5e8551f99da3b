import { AwsError } from './aws-error.ts';
import { deniedCodeOf } from './iam/evaluation/denial.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { RegionSettings } from './region.ts';
import type { Service } from './service.ts';

/**
 * Request buckets of an account in a region. Step Functions publishes its own (its guide, "Service quotas"). EKS does
 * not: these are assumptions, which a scenario may change (`settings.buckets`). Scheduler's are those of its quota
 * page for the larger Regions; where editions of the page differ, the lower ones. Route 53's are of its developer guide,
 * "Throttling for Amazon Route 53 API requests": a request takes a token of its operation's bucket and of the account's (`*`).
 */
const DEFAULT_BUCKETS: RegionSettings['buckets'] = {
  'eks/CreateCluster': { capacity: 10, refillPerSecond: 1 },
  'eks/CreateNodegroup': { capacity: 20, refillPerSecond: 2 },
  eks: { capacity: 100, refillPerSecond: 20 },
  'states/StartExecution': { capacity: 800, refillPerSecond: 150 },
  cloudformation: { capacity: 50, refillPerSecond: 10 },
  'events/PutEvents': { capacity: 600, refillPerSecond: 600 },
  'scheduler/CreateSchedule': { capacity: 1000, refillPerSecond: 1000 },
  'scheduler/UpdateSchedule': { capacity: 1000, refillPerSecond: 1000 },
  'scheduler/DeleteSchedule': { capacity: 1000, refillPerSecond: 1000 },
  'scheduler/GetSchedule': { capacity: 1000, refillPerSecond: 1000 },
  'scheduler/ListSchedules': { capacity: 50, refillPerSecond: 50 },
  scheduler: { capacity: 10, refillPerSecond: 10 },
  'route53/*': { capacity: 50, refillPerSecond: 10 },
  'route53/CreateHealthCheck': { capacity: 50, refillPerSecond: 0.5 },
  'route53/CreateHostedZone': { capacity: 40, refillPerSecond: 2 },
  'route53/DeleteHealthCheck': { capacity: 15, refillPerSecond: 3 },
  'route53/DeleteHostedZone': { capacity: 40, refillPerSecond: 5 },
  'route53/GetHealthCheckStatus': { capacity: 4, refillPerSecond: 1 },
};

/** The name of a bucket that requests of all operations take from, besides their own. */
const ALL = '*';

/** A bucket as it is. */
interface Level {
  readonly capacity: number;
  readonly refillPerSecond: number;
  tokens: number;
  at: number;
}

export class Throttle {
  readonly #kernel: Kernel;
  readonly #settings: RegionSettings;
  readonly #levels = new Map<string, Level>();
  /** The bucket of each operation, by service, then by operation; undefined where there is none. */
  readonly #found = new Map<string, Map<string, Level | undefined>>();

  constructor(kernel: Kernel, settings: RegionSettings) {
    this.#kernel = kernel;
    this.#settings = settings;
  }

  /**
   * Takes a token for the call from the operation's bucket, else from the service's, and one from that of all operations;
   * false where one is empty.
   */
  admit(signingName: string, operation: string): boolean {
    let ofService = this.#found.get(signingName);
    if (!ofService) {
      ofService = new Map([[ALL, this.#level(`${signingName}/${ALL}`)]]);
      this.#found.set(signingName, ofService);
    }
    if (!ofService.has(operation))
      ofService.set(operation, this.#level(`${signingName}/${operation}`) ?? this.#level(signingName));
    const ofAll = ofService.get(ALL);
    const own = ofService.get(operation);
    return (ofAll === undefined || this.#take(ofAll)) && (own === undefined || this.#take(own));
  }

  #level(name: string): Level | undefined {
    const bucket = this.#settings.buckets[name] ?? DEFAULT_BUCKETS[name];
    if (!bucket) return undefined;
    const level = this.#levels.get(name) ?? { ...bucket, tokens: bucket.capacity, at: this.#kernel.now() };
    this.#levels.set(name, level);
    return level;
  }

  #take(level: Level): boolean {
    const now = this.#kernel.now();
    const refilled = level.tokens + ((now - level.at) / 1000) * level.refillPerSecond;
    const tokens = Math.min(level.capacity, refilled);
    level.tokens = tokens >= 1 ? tokens - 1 : tokens;
    level.at = now;
    return tokens >= 1;
  }
}

/** The error for a caller that asks too often: in the service's own words, or in its protocol's. */
export function throttlingError(service: Service): AwsError {
  const own = service.throttled?.();
  if (own) return own;
  const denied = deniedCodeOf(service.signingName);
  if (denied === 'UnauthorizedOperation')
    return new AwsError('RequestLimitExceeded', 'Request limit exceeded.', { statusCode: 503 });
  if (denied === 'AccessDenied') return new AwsError('Throttling', 'Rate exceeded', { statusCode: 400 });
  return new AwsError('ThrottlingException', 'Rate exceeded', { statusCode: 429 });
}
