import * as z from 'zod';
import { clusterConfigJsonSchema } from '../../domain/cluster-config/schema/cluster-config.ts';
import { fleetJsonSchema } from '../../domain/policy/schema.ts';
import { scenario } from '../../rehearsal/scenario/schema.ts';
import { type OutputFormat, printResult } from '../output.ts';

const SCHEMAS = {
  cluster: clusterConfigJsonSchema,
  fleet: fleetJsonSchema,
  scenario: () => z.toJSONSchema(scenario, { io: 'input', target: 'draft-7' }),
} as const;

/** `schema NAME`: a JSON Schema on stdout; a table of one would be no use, so it is JSON too. */
export function runSchema(name: keyof typeof SCHEMAS, { output }: { readonly output: OutputFormat }): void {
  const schema = SCHEMAS[name]();
  printResult(output, schema, () => JSON.stringify(schema, null, 2));
}
