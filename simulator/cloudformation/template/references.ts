import { isRecord } from './record.ts';

/** The CloudFormation guide, "Pseudo parameters reference". */
export const PSEUDO_PARAMETERS: readonly string[] = [
  ...['AccountId', 'NoValue', 'NotificationARNs', 'Partition', 'Region', 'StackId', 'StackName', 'URLSuffix'],
].map((name) => `AWS::${name}`);

/** A reference in a template's value. `attribute` is set for `Fn::GetAtt` and `${X.Y}`. */
export interface Reference {
  readonly name: string;
  readonly attribute?: string;
  /** Whether it is written as `Fn::GetAtt`, whose unknown targets CloudFormation reports otherwise. */
  readonly getAtt?: boolean;
}

/** The single `Fn::…`, `Ref` or `Condition` of an object that is a function call, else undefined. */
export function functionOf(value: unknown): readonly [string, unknown] | undefined {
  if (!isRecord(value)) return undefined;
  const [first, second] = Object.entries(value);
  if (!first || second) return undefined;
  const [name] = first;
  return name === 'Ref' || name.startsWith('Fn::') || name === 'Condition' ? first : undefined;
}

/** `['Logical', 'Attr.Path']` from either way of writing `Fn::GetAtt`. */
export function getAttParts(argument: unknown): readonly [string, unknown] | undefined {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return dot > 0 && dot < argument.length - 1
      ? [argument.slice(0, dot), argument.slice(dot + 1)]
      : undefined;
  }
  if (!Array.isArray(argument) || typeof argument[0] !== 'string' || argument.length < 2) return undefined;
  const rest: unknown[] = argument.slice(1);
  return [argument[0], rest.length === 1 ? rest[0] : rest.join('.')];
}

/** The `${…}` names of a text of `Fn::Sub`, without the literal `${!…}`. */
export function subNames(text: string): string[] {
  return [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
}

/**
 * Collects the references of a value. `pick` chooses the branch of an `Fn::If` where its condition is known; without
 * it both branches count.
 */
export function referencesOf(value: unknown, pick?: (condition: string) => boolean | undefined): Reference[] {
  const found: Reference[] = [];
  visit(value, pick, found);
  return found;
}

function visit(
  value: unknown,
  pick: ((condition: string) => boolean | undefined) | undefined,
  found: Reference[],
): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, pick, found);
    return;
  }
  const call = functionOf(value);
  if (!call) {
    if (isRecord(value)) for (const item of Object.values(value)) visit(item, pick, found);
    return;
  }
  const [name, argument] = call;
  if (name === 'Ref' && typeof argument === 'string') found.push({ name: argument });
  else if (name === 'Fn::GetAtt') {
    const parts = getAttParts(argument);
    if (parts) found.push({ name: parts[0], attribute: String(parts[1]), getAtt: true });
    if (parts) visit(parts[1], pick, found);
  } else if (name === 'Fn::Sub') visitSub(argument, pick, found);
  else if (name === 'Fn::If' && Array.isArray(argument)) {
    const chosen = typeof argument[0] === 'string' ? pick?.(argument[0]) : undefined;
    if (chosen !== false) visit(argument[1], pick, found);
    if (chosen !== true) visit(argument[2], pick, found);
  } else if (name !== 'Condition' || typeof argument !== 'string') visit(argument, pick, found);
}

function visitSub(
  argument: unknown,
  pick: ((condition: string) => boolean | undefined) | undefined,
  found: Reference[],
): void {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return;
  const own = isRecord(variables) ? variables : {};
  for (const name of subNames(text)) {
    // A name that is none is refused where the text is resolved.
    if (name in own || !/^[\w.:]+$/.test(name)) continue;
    const dot = name.indexOf('.');
    found.push(dot < 0 ? { name } : { name: name.slice(0, dot), attribute: name.slice(dot + 1) });
  }
  visit(own, pick, found);
}
