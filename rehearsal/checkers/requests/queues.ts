import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { TakenEvent } from '../../../simulator/fault.ts';
import type { SqsService } from '../../../simulator/sqs/sqs.ts';
import type { Checker, Watched } from '../checker.ts';
import { listNow } from '../own-look.ts';

interface Refused {
  readonly region: string;
  readonly stage: string;
  readonly requestId: unknown;
  /** All of it, as JSON. */
  readonly detail: string;
  readonly atMs: number;
}
interface Queued {
  readonly body: string;
  readonly sentAt: number;
}

const STAGE = /^eks-fleet-([a-z][a-z0-9]*)$/;
const OF_FLEET = /^eks-fleet-/;
/** Events that a bus has taken so lately may still be on its way: it is tried again every eight minutes, and may come late. */
const UNDER_WAY_MS = 3 * 3_600_000;
/** The fourteen days for which SQS keeps a message at most, but for some hours. */
const KEPT_MS = 13 * 86_400_000;
/** An alarm over a queue looks at it within so long. */
const SEEN_MS = 15 * 60_000;

const detailIn = (body: string): string | undefined => {
  try {
    return JSON.stringify((JSON.parse(body) as { readonly detail?: unknown }).detail);
  } catch {
    return undefined;
  }
};

/**
 * The one who has put a request hears of its refusal: it lies in the rejects queue of its region with its reason, and an alarm is
 * over each queue of the fleet's that holds anything. It goes by the refusals that buses took, the messages of SQS, and
 * CloudWatch's state of alarms.
 */
export class QueuesChecker implements Checker {
  readonly #watched: Watched;
  readonly #refused: Refused[] = [];
  readonly #violations: string[] = [];
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['refusals are in their queue, and an alarm is over it'];
  }

  findings(): readonly string[] {
    return this.#violations;
  }

  heard({ region, bus, detailType, detail, isForwarded }: TakenEvent): void {
    const stage = STAGE.exec(bus)?.[1];
    if (detailType !== 'RequestRejected' || isForwarded || stage === undefined) return;
    const { requestId } = detail;
    this.#refused.push({
      region,
      stage,
      requestId,
      detail: JSON.stringify(detail),
      atMs: this.#watched.now(),
    });
  }

  async ended(): Promise<void> {
    for (const region of this.#watched.world().regionNames()) {
      this.#violations.push(...this.#unheard(region), ...(await this.#unseen(region)));
    }
  }

  #queues(region: string): SqsService['state']['queues'] {
    return (this.#watched.world().region(region).service('sqs') as SqsService).state.queues;
  }

  #unheard(region: string): readonly string[] {
    const queues = this.#queues(region);
    const now = this.#watched.now();
    const all = (name: string): readonly Queued[] => queues.get(name)?.messages ?? [];
    return this.#refused
      .filter((one) => one.region === region && queues.has(`eks-fleet-${one.stage}-rejects`))
      .filter(({ atMs }) => now - atMs > UNDER_WAY_MS && now - atMs < KEPT_MS)
      .flatMap(({ stage, requestId, detail }) => {
        this.#held++;
        const queued = [...all(`eks-fleet-${stage}-rejects`), ...all(`eks-fleet-${stage}-dead-letters`)];
        if (queued.some(({ body }) => detailIn(body) === detail)) return [];
        return [
          `the refusal of request ${requestId} in ${region} is neither in the rejects nor in the dead letters`,
        ];
      });
  }

  /** Queues with messages that no alarm is over. */
  async #unseen(region: string): Promise<readonly string[]> {
    const now = this.#watched.now();
    const full = [...this.#queues(region).values()].filter(
      ({ name, messages }) =>
        OF_FLEET.test(name) &&
        messages.some(
          ({ sentAt, visibleAt }) => now - sentAt > SEEN_MS && now - sentAt < KEPT_MS && visibleAt <= now,
        ),
    );
    if (full.length === 0) return [];
    const alarms = await listNow<MetricAlarm>(this.#watched.world(), region, [
      'monitoring',
      'DescribeAlarms',
      'MetricAlarms',
    ]);
    const isTold = (queue: string) =>
      alarms.some(
        ({ Dimensions = [], StateValue, ActionsEnabled, AlarmActions = [] }) =>
          StateValue === 'ALARM' &&
          ActionsEnabled !== false &&
          AlarmActions.length > 0 &&
          Dimensions.some(({ Name, Value }) => Name === 'QueueName' && Value === queue),
      );
    return full
      .filter(({ name }) => !isTold(name))
      .map(
        ({ name, messages }) =>
          `${messages.length} messages wait in ${name} of ${region}, and no alarm is over it`,
      );
  }
}
