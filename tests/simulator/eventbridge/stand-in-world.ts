import { AwsError } from '../../../simulator/aws-error.ts';
import type { AwsEvent } from '../../../simulator/eventbridge/aws-event.ts';
import { createEventBridge } from '../../../simulator/eventbridge/event-bridge.ts';
import {
  DEFAULT_EVENTBRIDGE_SETTINGS,
  type EventBridgeSettings,
} from '../../../simulator/eventbridge/settings.ts';
import type { Region } from '../../../simulator/region.ts';
import type { Authorization, Caller } from '../../../simulator/service.ts';
import { standInKernel, standInRegion, standInServiceLinked } from '../stand-in-region.ts';

export const ACCOUNT = '111122223333';
export const USER: Caller = {
  kind: 'administrator',
  arn: `arn:aws:iam::${ACCOUNT}:root`,
  accountId: ACCOUNT,
};
export const QUEUE = `arn:aws:sqs:us-east-1:${ACCOUNT}:inbox`;
export const DEAD_LETTERS = `arn:aws:sqs:us-east-1:${ACCOUNT}:dead-letters`;

export interface SentMessage {
  readonly queueArn: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly caller: Caller;
  readonly at: number;
}

interface WorldOptions {
  readonly seed?: number;
  readonly settings?: Partial<EventBridgeSettings>;
  /** Errors that queues answer instead of taking a message; looked up by the queue's ARN at each send. */
  readonly refusals?: Readonly<Record<string, AwsError>>;
  readonly parts?: Partial<Omit<Region, 'settings'>>;
  readonly quotas?: Readonly<Record<string, number>>;
}

/** EventBridge in two regions, with queues that keep their messages. */
export function eventBridgeWorld(options: WorldOptions = {}) {
  const { kernel, settle } = standInKernel(options.seed ?? 1);
  const sent: SentMessage[] = [];
  const asked: { caller: Caller; authorization: Authorization }[] = [];
  const services = new Map<string, ReturnType<typeof createEventBridge>>();
  const regions = new Map<string, Region>();
  const build = (name: string): Region => {
    const region = standInRegion({
      kernel,
      name,
      settings: { quotas: options.quotas ?? {} },
      elsewhere: (other) => regions.get(other) as Region,
      authorize: (caller, authorization) => {
        asked.push({ caller, authorization });
      },
      queues: {
        send: (queueArn, body, attributes, caller) => {
          const refusal = options.refusals?.[queueArn];
          if (refusal) throw refusal;
          sent.push({ queueArn, body, attributes, caller, at: kernel.now() });
        },
      },
      roles: {
        find: () => undefined,
        holdInProfile: () => () => undefined,
        serviceLinked: standInServiceLinked,
        assertPassable: () => undefined,
        assume: (roleArn) => ({ kind: 'role', arn: roleArn, roleArn, accountId: ACCOUNT }),
      },
      events: {
        publishServiceEvent: (event) => services.get(name)?.publishServiceEvent(event),
        receive: (busArn, event, caller) => services.get(name)?.receive(busArn, event, caller),
      },
      ...options.parts,
    });
    services.set(name, createEventBridge(region, { ...DEFAULT_EVENTBRIDGE_SETTINGS, ...options.settings }));
    regions.set(name, region);
    return region;
  };
  build('us-east-1');
  build('us-west-2');
  const call = async (operation: string, input: object, region = 'us-east-1'): Promise<Answer> => {
    const run = services.get(region)?.operations[operation];
    if (!run) throw new Error(`no operation ${operation}`);
    return ((await run(input, { operation, caller: USER, requestId: 'r' })) ?? {}) as Answer;
  };
  return { kernel, settle, sent, asked, call, services, regions };
}

/** An answer; tests look at some of its members. */
export interface Answer {
  readonly [member: string]: unknown;
}

/** The refusal of a call. */
export async function refusalOf(answer: Promise<unknown>): Promise<AwsError> {
  try {
    await answer;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
  throw new Error('the call was not refused');
}

export const entry = (members: object = {}) => ({
  Source: 'app',
  DetailType: 'Happened',
  Detail: '{"n":1}',
  ...members,
});

export const eventsOf = (sent: readonly SentMessage[]): AwsEvent[] =>
  sent.map(({ body }) => JSON.parse(body) as AwsEvent);
