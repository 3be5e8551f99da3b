import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { CallFacts, TakenEvent } from '../../simulator/fault.ts';
import { readItem } from '../read-item.ts';

type Item = Record<string, AttributeValue>;
type Detail = Readonly<Record<string, unknown>>;

/** A request as the bus of a region took it. */
export interface AskedFor {
  readonly requestId: string;
  readonly detailType: string;
  readonly region: string;
  readonly stage: string;
  readonly detail: Detail;
  readonly atMs: number;
  /** The number of events of this id, and the time of the last one; else all that follow count as the first. */
  times: number;
  lastAtMs: number;
}

/** A fact that a bus has taken. */
export interface Told {
  readonly detailType: string;
  readonly detail: Detail;
  readonly atMs: number;
}

/** An end that was written into the record of an operation. */
export interface WrittenEnd {
  readonly status: string;
  readonly atMs: number;
  readonly failure?: { readonly step: string; readonly error: string; readonly reason: string };
}

/** An operation, from the claim that DynamoDB has taken on. */
export interface Followed {
  readonly id: string;
  readonly kind: string;
  readonly stage: string;
  readonly region: string;
  /** Its subject's name and ARN: a cluster's, or a Fleet document's. */
  readonly name: string;
  readonly arn: string;
  readonly executionArn: string;
  readonly requestId: string;
  readonly claimedAtMs: number;
  /** The request's event; absent where none of this id was taken by a bus. */
  readonly asked: AskedFor | undefined;
  readonly ends: WrittenEnd[];
  readonly facts: Told[];
}

interface TransactedWrite {
  readonly Put?: { readonly TableName: string; readonly Item: Item };
  readonly Update?: Updated;
}
interface Updated {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeValues?: Item;
}
interface OperationItem {
  readonly id: string;
  readonly kind: string;
  readonly cluster: { readonly name: string; readonly arn: string };
  readonly executionArn: string;
  readonly status: string;
  readonly endedAt?: string;
  readonly failure?: WrittenEnd['failure'];
}

const SOURCE = 'eks-fleet';
const BUS = /^eks-fleet-([a-z][a-z0-9]*)$/;
const stageOf = (name: string | undefined): string | undefined => BUS.exec(name ?? '')?.[1];

/**
 * All that came to pass, in one place for all checkers: requests and facts as buses took them, claims and ends as DynamoDB
 * wrote them. It is read off the calls, by the names of items alone, and never asks the product.
 */
export class Ledger {
  readonly #now: () => number;
  readonly #requests = new Map<string, AskedFor>();
  readonly #operations = new Map<string, Followed>();
  readonly #rejections = new Map<string, Told[]>();
  readonly #toldOfPlans: Told[] = [];
  readonly #unclaimed: Told[] = [];
  /** Tokens of transactions: one that is repeated is answered again, and written once. */
  readonly #tokens = new Set<string>();

  /** `now` answers milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get operations(): IterableIterator<Followed> {
    return this.#operations.values();
  }

  get requests(): IterableIterator<AskedFor> {
    return this.#requests.values();
  }

  /** Facts of operations that no claim has begun. */
  get unclaimed(): readonly Told[] {
    return this.#unclaimed;
  }

  /** Questions about failover plans, and plans that are held. */
  get toldOfPlans(): readonly Told[] {
    return this.#toldOfPlans;
  }

  operation(id: string | undefined): Followed | undefined {
    return this.#operations.get(id ?? '');
  }

  request(stage: string, region: string, requestId: string): AskedFor | undefined {
    return this.#requests.get(`${stage} ${region} ${requestId}`);
  }

  /** Refusals of a request, by its region and id. */
  rejectionsOf({
    stage,
    region,
    requestId,
  }: Pick<AskedFor, 'stage' | 'region' | 'requestId'>): readonly Told[] {
    return this.#rejections.get(`${stage} ${region} ${requestId}`) ?? [];
  }

  /** Called with every event that a bus has taken. */
  heard({ region, bus, source, detailType, detail, isForwarded }: TakenEvent): void {
    const stage = stageOf(bus);
    if (source !== SOURCE || isForwarded || stage === undefined) return;
    const told = { detailType, detail, atMs: this.#now() };
    const { requestId, operationId } = detail as {
      readonly requestId?: string;
      readonly operationId?: string;
    };
    if (/^Failover(Asked|Held)$/.test(detailType)) this.#toldOfPlans.push(told);
    const key = `${stage} ${region} ${requestId}`;
    const isRequest = detailType.endsWith('Requested');
    if (detailType === 'RequestRejected')
      this.#rejections.set(key, [...(this.#rejections.get(key) ?? []), told]);
    else if (operationId !== undefined && !isRequest)
      (this.#operations.get(operationId)?.facts ?? this.#unclaimed).push(told);
    else if (requestId !== undefined) {
      const known = this.#requests.get(key);
      if (known) Object.assign(known, { times: known.times + 1, lastAtMs: told.atMs });
      else this.#requests.set(key, { ...told, requestId, region, stage, times: 1, lastAtMs: told.atMs });
    }
  }

  /** Called with every call that is made. */
  observe({ service, operation, region, input }: CallFacts, moment: 'begun' | 'done'): void {
    if (service !== 'dynamodb' || moment !== 'done') return;
    if (operation === 'UpdateItem') this.#ended(input as Updated);
    if (operation !== 'TransactWriteItems') return;
    const { ClientRequestToken: token, TransactItems = [] } = input as {
      readonly ClientRequestToken?: string;
      readonly TransactItems?: readonly TransactedWrite[];
    };
    if (token !== undefined && this.#tokens.has(token)) return;
    if (token !== undefined) this.#tokens.add(token);
    this.#claimed(region, TransactItems);
    for (const { Update } of TransactItems) if (Update) this.#ended(Update);
  }

  #claimed(region: string, items: readonly TransactedWrite[]): void {
    const puts = items.flatMap(({ Put }) => (Put ? [Put] : []));
    const claim = puts.find(({ Item }) => Item.pk?.S?.startsWith('claim#'));
    const written = puts.find(({ Item }) => Item.sk?.S?.startsWith('operation#'));
    const stage = stageOf(written?.TableName);
    if (!claim || !written || stage === undefined) return;
    const { id, kind, cluster, executionArn, status, failure } = readItem<OperationItem>(written.Item);
    const requestId = (claim.Item.pk?.S ?? '').slice('claim#'.length);
    if (this.#operations.has(id)) return;
    const asked = this.request(stage, region, requestId);
    const { name, arn } = cluster;
    const atMs = this.#now();
    const end = { status, atMs, ...(failure ? { failure } : {}) };
    this.#operations.set(id, {
      ...{ id, kind, stage, region, name, arn, executionArn, requestId, asked, claimedAtMs: atMs },
      ends: status === 'Running' ? [] : [end],
      facts: [],
    });
  }

  #ended({ Key, UpdateExpression = '', ExpressionAttributeValues = {} }: Updated): void {
    const id = /^operation#(.+)$/.exec(Key?.sk?.S ?? '')?.[1];
    if (id === undefined || !UpdateExpression.includes('endedAt')) return;
    const values = readItem<Record<string, unknown>>(ExpressionAttributeValues);
    const failure = values[':failure'] as WrittenEnd['failure'] | null | undefined;
    const status = String(values[':status']);
    this.#operations.get(id)?.ends.push({ status, atMs: this.#now(), ...(failure ? { failure } : {}) });
  }
}
