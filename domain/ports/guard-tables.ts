import type { SeenTable } from '../failover/preparation/guard-stack.ts';

/** Guard tables, by their replica in the function's own region. */
export interface GuardTablesPort {
  find(table: string): Promise<SeenTable | undefined>;
}
