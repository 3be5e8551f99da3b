import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { readItem } from '../../read-item.ts';
import type { Checker, Watched } from '../checker.ts';
import { lookAt } from '../own-look.ts';

type Item = Record<string, AttributeValue>;
interface Page {
  readonly Items?: readonly Item[];
  readonly LastEvaluatedKey?: Item;
}

/** The members by which a person tells from a list what an operation is, whose, and what became of it. */
const SHOWN = ['id', 'kind', 'action', 'cluster', 'requestedBy', 'startedAt', 'status', 'endedAt', 'failure'];
const INDEX = 'operations';

/**
 * A list of operations and the operations themselves say the same. Each record is held against the table's index, in each
 * region's replica, once all has ended.
 */
export class OperationsListChecker implements Checker {
  readonly #watched: Watched;
  readonly #violations = new Set<string>();
  #held = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
  }

  get checked(): readonly string[] {
    return this.#held === 0 ? [] : ['the list of operations says what their records say'];
  }

  findings(): readonly string[] {
    return [...this.#violations];
  }

  async ended(): Promise<void> {
    const stages = new Set([...this.#watched.ledger.operations].map(({ stage }) => stage));
    const [home] = this.#watched.world().regionNames();
    if (home === undefined) return;
    for (const stage of stages) await this.#compare(home, `eks-fleet-${stage}`);
  }

  async #compare(region: string, TableName: string): Promise<void> {
    const records = await this.#scan(region, { TableName });
    const listed = new Map(
      (await this.#scan(region, { TableName, IndexName: INDEX })).map((item) => [item.id, item]),
    );
    for (const record of records) {
      if (!String(record.sk).startsWith('operation#')) continue;
      this.#held++;
      const shown = listed.get(record.id) ?? {};
      const lacking = SHOWN.filter((name) => JSON.stringify(shown[name]) !== JSON.stringify(record[name]));
      if (lacking.length > 0)
        this.#violations.add(
          `the list of operations of ${TableName} does not have the record's ${lacking.join(', ')}`,
        );
    }
  }

  async #scan(region: string, of: object): Promise<readonly Record<string, unknown>[]> {
    const found: Record<string, unknown>[] = [];
    let start: Item | undefined;
    do {
      const input = { ...of, ...(start ? { ExclusiveStartKey: start } : {}) };
      const page: Page | undefined = await lookAt<Page>(
        this.#watched.world(),
        region,
        ['dynamodb', 'Scan'],
        input,
      );
      found.push(...(page?.Items ?? []).map((item) => readItem(item)));
      start = page?.LastEvaluatedKey;
    } while (start);
    return found;
  }
}
