import { validationError } from '../errors.ts';
import { type AttributeValue, copyValue, type Item, typeOf } from '../items/attribute-value.ts';
import { addDecimals, formatDecimal, negateDecimal, parseDecimal } from '../items/decimal.ts';
import { valueAt } from './evaluate.ts';
import type { Path } from './placeholders.ts';
import type { UpdateClause, UpdateOperand } from './update.ts';

type MutableMap = Record<string, AttributeValue>;
/** A container that the update may change, since it belongs to the copy. */
type Container = { readonly M: MutableMap } | { readonly L: AttributeValue[] };

const incorrectType = (): Error =>
  validationError('An operand in the update expression has an incorrect data type');
const invalidPath = (): Error =>
  validationError('The document path provided in the update expression is invalid for update');

/**
 * The item after an update. Every operand is read from the item as it was before ("Update expressions"). The given
 * item is not changed: values along a path are copied first. All other values belong to both items, since stored
 * values are never changed in place.
 */
export function applyUpdate(before: Item, clauses: readonly UpdateClause[]): Record<string, AttributeValue> {
  const changes = clauses.map((clause) => ({ clause, value: newValue(before, clause) }));
  const after = { ...before };
  for (const name of namesLookedInto(clauses)) {
    const value = after[name];
    if (value) after[name] = copyValue(value);
  }
  for (const { clause, value } of inOrderOfElements(changes)) if (value) put(after, clause.path, value);
  remove(
    after,
    changes.filter(({ value }) => !value).map(({ clause }) => clause.path),
  );
  return after;
}

/** The attributes in which a clause changes a part. */
function namesLookedInto(clauses: readonly UpdateClause[]): ReadonlySet<string> {
  return new Set(clauses.filter(({ path }) => path.length > 1).map(({ path }) => String(path[0])));
}

/** Elements that one SET adds to a list are put in the order of their numbers ("Adding elements to a list"). */
function inOrderOfElements<Change extends { readonly clause: UpdateClause }>(
  changes: readonly Change[],
): readonly Change[] {
  const elementOf = ({ clause }: Change): number => Number(clause.path.at(-1));
  const isElement = ({ clause }: Change): boolean => typeof clause.path.at(-1) === 'number';
  const elements = changes.filter(isElement).sort((a, b) => elementOf(a) - elementOf(b));
  return [...changes.filter((change) => !isElement(change)), ...elements];
}

/** The value that the clause puts at its path; undefined if it removes the path. */
function newValue(before: Item, clause: UpdateClause): AttributeValue | undefined {
  if (!clause.operand) return undefined;
  const value = operandValue(before, clause.operand);
  if (clause.section === 'SET') return value;
  const current = valueAt(before, clause.path);
  return clause.section === 'ADD' ? addTo(current, value) : deleteFrom(current, value);
}

function operandValue(item: Item, operand: UpdateOperand): AttributeValue {
  switch (operand.kind) {
    case 'value':
      return operand.value;
    case 'path': {
      const value = valueAt(item, operand.path);
      if (!value) {
        throw validationError(
          'The provided expression refers to an attribute that does not exist in the item',
        );
      }
      return value;
    }
    case 'if_not_exists':
      return valueAt(item, operand.path) ?? operandValue(item, operand.otherwise);
    case 'list_append': {
      const lists = operand.operands.map((each) => operandValue(item, each).L);
      return { L: lists.flatMap((list) => list ?? fail(incorrectType())) };
    }
    default: {
      const left = operandValue(item, operand.left).N ?? fail(incorrectType());
      const right = operandValue(item, operand.right).N ?? fail(incorrectType());
      return { N: sum(left, right, operand.operator) };
    }
  }
}

function fail(error: Error): never {
  throw error;
}

function sum(left: string, right: string, operator: '+' | '-'): string {
  const second = parseDecimal(right);
  return formatDecimal(addDecimals(parseDecimal(left), operator === '+' ? second : negateDecimal(second)));
}

type SetMember = string | Uint8Array;

function members(value: AttributeValue): readonly SetMember[] {
  return value.SS ?? value.NS ?? value.BS ?? [];
}

const memberKey = (member: SetMember): string =>
  typeof member === 'string' ? member : Buffer.from(member).toString('hex');

function addTo(current: AttributeValue | undefined, added: AttributeValue): AttributeValue {
  if (!current) return added;
  const type = typeOf(current);
  if (type !== typeOf(added)) throw incorrectType();
  if (current.N !== undefined && added.N !== undefined) return { N: sum(current.N, added.N, '+') };
  const union = new Map(
    [...members(current), ...members(added)].map((member) => [memberKey(member), member]),
  );
  return { [type]: [...union.values()] };
}

/** A set without the given members; undefined if none is left, as DynamoDB keeps no empty sets. */
function deleteFrom(
  current: AttributeValue | undefined,
  deleted: AttributeValue,
): AttributeValue | undefined {
  if (!current) return undefined;
  const type = typeOf(current);
  if (type !== typeOf(deleted)) throw incorrectType();
  const gone = new Set(members(deleted).map(memberKey));
  const left = members(current).filter((member) => !gone.has(memberKey(member)));
  return left.length > 0 ? { [type]: left } : undefined;
}

/** The map or list that holds the last step of a path. */
function containerOf(item: MutableMap, path: Path): Container {
  let container: Container = { M: item };
  for (const step of path.slice(0, -1)) {
    const inner: AttributeValue | undefined =
      typeof step === 'number'
        ? 'L' in container
          ? container.L[step]
          : undefined
        : memberOf(container, step);
    if (!inner?.M && !inner?.L) throw invalidPath();
    container = inner as Container;
  }
  const last = path.at(-1);
  if ((typeof last === 'number') !== 'L' in container) throw invalidPath();
  return container;
}

function memberOf(container: Container, name: string): AttributeValue | undefined {
  return 'M' in container && Object.hasOwn(container.M, name) ? container.M[name] : undefined;
}

function put(item: MutableMap, path: Path, value: AttributeValue): void {
  const container = containerOf(item, path);
  const last = path.at(-1) as string | number;
  // An index beyond the end appends: lists have no holes ("Adding elements to a list").
  if ('L' in container) container.L[Math.min(last as number, container.L.length)] = value;
  else container.M[last] = value;
}

/** Removes all paths as they stood before any was removed: later elements of a list shift only afterwards. */
function remove(item: MutableMap, paths: readonly Path[]): void {
  const targets = paths.map((path) => ({
    container: containerOf(item, path),
    last: path.at(-1) as string | number,
  }));
  for (const { container, last } of targets) if ('M' in container) delete container.M[last];
  const indexes = targets.flatMap(({ container, last }) =>
    'L' in container ? [{ list: container.L, index: Number(last) }] : [],
  );
  for (const { list, index } of indexes.sort((a, b) => b.index - a.index)) list.splice(index, 1);
}
