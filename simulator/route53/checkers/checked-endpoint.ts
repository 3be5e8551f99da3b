import type { HealthCheckConfig, HealthCheckObservation } from '@aws-sdk/client-route-53';
import type { Kernel, Timer } from '../../kernel/kernel.ts';
import { advance, CHECKER_REGIONS, type Checker, type Flip, newCheckers, type Seen } from './checker.ts';

/** An endpoint is healthy while more than so much of the checkers say so (developer guide, health of endpoints). */
const HEALTHY_SHARE = 0.18;

/** The result of a checker's request of a check, now; undefined where the checker itself is lost. */
export type Look = (
  config: HealthCheckConfig,
  checker: { readonly region: string; readonly address: string },
) => Seen | undefined;

interface Verdict extends Flip {
  readonly checker: number;
}

/**
 * The status of one check of an endpoint: what more than 18 percent of its checkers say. Nothing runs while its endpoint
 * answers as before. At a change, requests until then are counted, what each checker sees is looked up anew, and one
 * timer is set for the moment at which the status would change if nothing else did: one event a change, however
 * many checkers and requests there are.
 */
export class CheckedEndpoint {
  readonly config: HealthCheckConfig;
  readonly #kernel: Kernel;
  readonly #look: Look;
  readonly #changed: () => void;
  readonly #checkers: readonly Checker[];
  /** The last words of checkers, by their place; a request under way has said nothing yet. */
  readonly #said: (boolean | undefined)[];
  #pending: Verdict[] = [];
  #timer: Timer | undefined;
  /** Checkers that are lost with their region count as before, or not at all: sources are silent, and the seed chooses. */
  readonly #countsLost: boolean;
  /** Undefined until the first checker has spoken. */
  status: boolean | undefined;

  constructor(
    config: HealthCheckConfig,
    kernel: Kernel,
    look: Look,
    changed: () => void,
    before?: CheckedEndpoint,
  ) {
    this.config = config;
    this.#kernel = kernel;
    this.#look = look;
    this.#changed = changed;
    const random = kernel.random('route53/checkers');
    const regions = config.Regions ?? CHECKER_REGIONS;
    const held = before
      ? before.#checkers.filter(({ region }) => regions.some((name) => name === region))
      : [];
    const missing = regions.filter((name) => !held.some(({ region }) => region === name));
    this.#checkers = [...held, ...newCheckers(missing, this.#intervalMs, kernel.now(), random)];
    this.#said = this.#checkers.map(({ verdict }) => verdict);
    this.#countsLost = random.chance(0.5);
    this.status = before?.status;
    this.look();
  }

  get #intervalMs(): number {
    return (this.config.RequestInterval ?? 30) * 1000;
  }

  /** Looks at the endpoint anew, since something has changed that it may hang on. */
  look(): void {
    this.#count(this.#kernel.now());
    for (const checker of this.#checkers) checker.sees = this.#look(this.config, checker);
    this.#judge();
    this.#plan();
  }

  end(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  observations(): HealthCheckObservation[] {
    this.#count(this.#kernel.now());
    return this.#checkers.flatMap(({ region, address, sees, lastAskedAtMs }) =>
      sees && lastAskedAtMs !== undefined
        ? [
            {
              Region: region as 'us-east-1',
              IPAddress: address,
              StatusReport: { Status: sees.status, CheckedTime: new Date(lastAskedAtMs) },
            },
          ]
        : [],
    );
  }

  #count(untilMs: number): void {
    const { FailureThreshold = 3 } = this.config;
    for (const [place, checker] of this.#checkers.entries())
      for (const flip of advance(checker, untilMs, this.#intervalMs, FailureThreshold))
        this.#pending.push({ ...flip, checker: place });
    this.#pending.sort((a, b) => a.atMs - b.atMs);
    while (this.#pending[0] && this.#pending[0].atMs <= untilMs) {
      const { checker, isHealthy } = this.#pending.shift() as Verdict;
      this.#said[checker] = isHealthy;
    }
  }

  #statusOf(said: readonly (boolean | undefined)[]): boolean | undefined {
    const heard = said.filter(
      (one, place) => one !== undefined && (this.#countsLost || this.#checkers[place]?.sees !== undefined),
    );
    if (heard.length === 0) return undefined;
    return heard.filter((one) => one).length > heard.length * HEALTHY_SHARE;
  }

  #judge(): void {
    const status = this.#statusOf(this.#said);
    if (status === undefined || status === this.status) return;
    this.status = status;
    this.#changed();
  }

  /** Finds the next moment at which the status changes if all goes on as it is, and waits for it. */
  #plan(): void {
    this.end();
    const said = [...this.#said];
    for (const { atMs, checker, isHealthy } of this.#foreseen()) {
      said[checker] = isHealthy;
      const status = this.#statusOf(said);
      if (status === undefined || status === this.status) continue;
      this.#timer = this.#kernel.after(Math.max(0, atMs - this.#kernel.now()), () => {
        this.#timer = undefined;
        this.#count(atMs);
        this.#judge();
        this.#plan();
      });
      return;
    }
  }

  /** Verdicts to come if the endpoint stays as it is, one after the other. */
  #foreseen(): Verdict[] {
    const { FailureThreshold = 3 } = this.config;
    const coming = this.#checkers.flatMap((checker, place) => {
      const { sees } = checker;
      if (!sees || (checker.verdict === sees.isHealthy && checker.against === 0)) return [];
      const enoughMs = (FailureThreshold + 1) * (this.#intervalMs + sees.takesMs);
      const trial = { ...checker };
      return advance(trial, checker.nextAtMs + enoughMs, this.#intervalMs, FailureThreshold).map((flip) => ({
        ...flip,
        checker: place,
      }));
    });
    return [...this.#pending, ...coming].sort((a, b) => a.atMs - b.atMs);
  }
}
