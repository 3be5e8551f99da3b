import { validationError } from '../errors.ts';
import type { Condition, Operand } from '../expressions/condition.ts';
import type { Path } from '../expressions/placeholders.ts';
import type { Table } from '../tables/table.ts';

/** The paths that a condition names. */
export function pathsOf(condition: Condition): readonly Path[] {
  const ofOperand = (operand: Operand): readonly Path[] => {
    if (operand.kind === 'path') return [operand.path];
    return operand.kind === 'call' ? operand.operands.flatMap(ofOperand) : [];
  };
  if ('left' in condition) return [...pathsOf(condition.left), ...pathsOf(condition.right)];
  if (condition.kind === 'not') return pathsOf(condition.condition);
  return condition.operands.flatMap(ofOperand);
}

/** Nothing may look inside of a key: neither of the table's nor of an index's (dynalite, held against AWS). */
export function assertScalarKeys(table: Table, paths: readonly Path[] = []): void {
  if (paths.every((path) => path.length === 1)) return;
  const nested = new Set(paths.filter((path) => path.length > 1).map(([name]) => String(name)));
  const check = (what: string, names: readonly string[]): void => {
    const name = names.find((each) => nested.has(each));
    if (name === undefined) return;
    throw validationError(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${what}: ${name}`,
    );
  };
  check('Key', table.keys.all);
  for (const index of table.indexes) check('IndexKey', index.keys.all);
}
