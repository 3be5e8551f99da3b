import { validationError } from '../errors.ts';
import { type AttributeType, type AttributeValue, TYPE_NAMES, typeOf } from '../items/attribute-value.ts';
import { assertPathsApart } from './paths.ts';
import type { Path, Placeholders } from './placeholders.ts';
import type { OperandSyntax } from './syntax.ts';
import { type ClauseSyntax, parseUpdateSyntax, type Section } from './update-syntax.ts';

export type UpdateOperand =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: UpdateOperand }
  | { readonly kind: 'list_append'; readonly operands: readonly UpdateOperand[] }
  | {
      readonly kind: 'sum';
      readonly operator: '+' | '-';
      readonly left: UpdateOperand;
      readonly right: UpdateOperand;
    };

export interface UpdateClause {
  readonly section: Section;
  readonly path: Path;
  /** Absent for REMOVE. */
  readonly operand?: UpdateOperand;
}

const ADDABLE: readonly AttributeType[] = ['N', 'SS', 'NS', 'BS'];
const DELETABLE: readonly AttributeType[] = ['SS', 'NS', 'BS'];

/** A call or sum whose placeholders are resolved, but whose operands were not looked at yet. */
type Resolved =
  | { readonly kind: 'path'; readonly path: Path }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'call'; readonly name: string; readonly operands: readonly Resolved[] };

/**
 * Parses and checks an UpdateExpression in AWS's order: the text, undefined names and values, paths that
 * overlap, and only then the operands.
 */
export function parseUpdate(expression: string, placeholders: Placeholders): readonly UpdateClause[] {
  const resolved = parseUpdateSyntax(expression).map((clause) => ({
    clause,
    path: placeholders.path(clause.path),
    operands: clause.operands.map((operand) => resolve(operand, placeholders)),
  }));
  assertPathsApart(resolved.map(({ path }) => path));
  return resolved.map(({ clause, path, operands }) => checkedClause(clause, path, operands));
}

function resolve(syntax: OperandSyntax, placeholders: Placeholders): Resolved {
  if (syntax.kind === 'path') return { kind: 'path', path: placeholders.path(syntax) };
  if (syntax.kind === 'value') return { kind: 'value', value: placeholders.value(syntax.name) };
  const operands = syntax.operands.map((operand) => resolve(operand, placeholders));
  return { kind: 'call', name: syntax.name, operands };
}

function checkedClause(clause: ClauseSyntax, path: Path, operands: readonly Resolved[]): UpdateClause {
  const { section } = clause;
  const [first, second] = operands.map(checkedOperand);
  if (!first) return { section, path };
  if (section !== 'SET') {
    if (first.kind === 'value') assertSectionType(section, first.value);
    return { section, path, operand: first };
  }
  if (!clause.operator || !second) return { section, path, operand: first };
  for (const operand of [first, second]) assertOperandType(clause.operator, operand, 'N');
  return { section, path, operand: { kind: 'sum', operator: clause.operator, left: first, right: second } };
}

function assertSectionType(section: Section, value: AttributeValue): void {
  const type = typeOf(value);
  if ((section === 'ADD' ? ADDABLE : DELETABLE).includes(type)) return;
  throw validationError(
    `Incorrect operand type for operator or function; operator: ${section}, operand type: ${TYPE_NAMES[type]}`,
  );
}

function assertOperandType(name: string, operand: UpdateOperand, wanted: AttributeType): void {
  const type =
    operand.kind === 'value'
      ? typeOf(operand.value)
      : operand.kind === 'list_append'
        ? ('L' as const)
        : undefined;
  if (type && type !== wanted) {
    throw validationError(
      `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`,
    );
  }
}

function checkedOperand(operand: Resolved): UpdateOperand {
  if (operand.kind !== 'call') return operand;
  const { name, operands } = operand;
  const [first, second] = operands;
  if (!first || !second || operands.length !== 2) {
    throw validationError(
      `Incorrect number of operands for operator or function; operator or function: ${name}, number of operands: ${operands.length}`,
    );
  }
  if (name === 'if_not_exists') {
    if (first.kind !== 'path') {
      throw validationError(`Operator or function requires a document path; operator or function: ${name}`);
    }
    return { kind: 'if_not_exists', path: first.path, otherwise: checkedOperand(second) };
  }
  const checked = operands.map(checkedOperand);
  for (const each of checked) assertOperandType(name, each, 'L');
  return { kind: 'list_append', operands: checked };
}
