import type { CallFacts } from '../../../simulator/fault.ts';

interface Entry {
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
}
type Attribute = { readonly S?: string };
type Item = Readonly<Record<string, Attribute>>;

interface Detail {
  readonly requestId?: string;
  readonly operationId?: string;
  readonly fleet?: unknown;
  readonly revision?: number;
}

/** A region's schedules are to be as a revision of a Fleet document says. No operation comes of it. */
interface Reconciliation {
  readonly region: string;
  readonly fleet: string;
  readonly revision: number;
}

/** Requests whose execution is no operation and tells no end: the next one comes by the clock. */
const WITHOUT_END: readonly string[] = ['FailoverPreparationRequested', 'FailoverWatchRequested'];

/** A detail that is no JSON object is refused by EventBridge, inside an answer that is a success. */
function detailOf(text: string): Detail | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Follows every request from its event to its end, from the calls alone: the claim that accepts it, and the fact
 * that tells how its operation ended. It never asks the product.
 */
export class RequestChecker {
  /** Request ids, with the type of their event. */
  readonly #published = new Map<string, string>();
  readonly #operations = new Map<string, string>();
  readonly #facts = new Set<string>();
  readonly #rejected = new Set<string>();
  /** By request id. */
  readonly #reconciliations = new Map<string, Reconciliation>();
  readonly #reconciled: Reconciliation[] = [];
  readonly #notReconciled = new Set<string>();

  /** Called with every call that is made. */
  observe(call: CallFacts, moment: 'begun' | 'done'): void {
    if (moment !== 'done') return;
    if (call.service === 'events' && call.operation === 'PutEvents')
      for (const entry of (call.input.Entries ?? []) as readonly Entry[]) this.#put(entry, call.region);
    if (call.service === 'dynamodb' && call.operation === 'TransactWriteItems')
      for (const { Put } of (call.input.TransactItems ?? []) as readonly {
        readonly Put?: { readonly Item: Item };
      }[])
        this.#claimed(Put?.Item);
  }

  /** Requests that vanished, and those that were accepted and never ended; `deadLettered` are request ids. */
  findings(deadLettered: ReadonlySet<string>): readonly string[] {
    return [...this.#published].flatMap(([requestId, detailType]) => {
      const operationId = this.#operations.get(requestId);
      if (operationId !== undefined)
        return this.#facts.has(operationId) || this.#rejected.has(requestId)
          ? []
          : [
              `${detailType} ${requestId} was accepted as operation ${operationId}, and no fact tells its end`,
            ];
      if (this.#rejected.has(requestId) || deadLettered.has(requestId)) return [];
      if (this.#isReconciled(requestId)) return [];
      return [`${detailType} ${requestId} was neither accepted nor refused, and is in no dead-letter queue`];
    });
  }

  /** By a fact of the document as it was asked for, or of a newer one. */
  #isReconciled(requestId: string): boolean {
    const asked = this.#reconciliations.get(requestId);
    if (!asked) return false;
    if (this.#notReconciled.has(asked.region)) return true;
    return this.#reconciled.some(
      ({ region, fleet, revision }) =>
        region === asked.region && fleet === asked.fleet && revision >= asked.revision,
    );
  }

  #put({ Source, DetailType = '', Detail = '' }: Entry, region: string): void {
    const detail = detailOf(Detail);
    if (Source !== 'eks-fleet' || !detail || WITHOUT_END.includes(DetailType)) return;
    const { requestId = '', fleet, revision } = detail;
    if (DetailType === 'SchedulesReconciliationFailed') this.#notReconciled.add(region);
    if (typeof fleet === 'string' && revision !== undefined) {
      if (DetailType === 'SchedulesReconciled') this.#reconciled.push({ region, fleet, revision });
      else if (requestId !== '') this.#reconciliations.set(requestId, { region, fleet, revision });
    }
    if (DetailType === 'RequestRejected') this.#rejected.add(detail.requestId ?? 'unknown');
    else if (detail.operationId !== undefined) this.#facts.add(detail.operationId);
    else if (detail.requestId !== undefined) this.#published.set(detail.requestId, DetailType);
  }

  #claimed(item: Item | undefined): void {
    const requestId = item?.pk?.S?.startsWith('claim#') ? item.pk.S.slice('claim#'.length) : undefined;
    if (requestId !== undefined && item?.operationId?.S !== undefined)
      this.#operations.set(requestId, item.operationId.S);
  }
}
