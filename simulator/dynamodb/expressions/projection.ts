import { validationError } from '../errors.ts';
import { type AttributeValue, copyValue, type Item } from '../items/attribute-value.ts';
import { valueAt } from './evaluate.ts';
import { assertPathsApart } from './paths.ts';
import type { Path, Placeholders } from './placeholders.ts';
import { assertNoReservedWord, type PathSyntax, parsePath } from './syntax.ts';
import { TokenReader } from './tokens.ts';

/** Parses and checks a ProjectionExpression. */
export function parseProjection(expression: string, placeholders: Placeholders): readonly Path[] {
  if (expression === '') throw validationError('The expression can not be empty;');
  const reader = new TokenReader(expression);
  const syntaxes: PathSyntax[] = [parsePath(reader)];
  while (reader.accept(',')) syntaxes.push(parsePath(reader));
  if (reader.peek().kind !== 'end') throw reader.unexpected();
  assertNoReservedWord(syntaxes);
  const paths = syntaxes.map((syntax) => placeholders.path(syntax));
  assertPathsApart(paths);
  return paths;
}

/** The parts of an item that lie at the paths, as a new item: maps keep their keys, lists close their gaps. */
export function project(item: Item, paths: readonly Path[]): Record<string, AttributeValue> {
  const present = paths.filter((path) => valueAt(item, path) !== undefined);
  return projectMap(item, present);
}

function projectMap(map: Item, paths: readonly Path[]): Record<string, AttributeValue> {
  const kept: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(map)) {
    const inner = paths.filter(([first]) => first === name).map(([, ...rest]) => rest);
    if (inner.length > 0) kept[name] = projectValue(value, inner);
  }
  return kept;
}

function projectValue(value: AttributeValue, paths: readonly Path[]): AttributeValue {
  if (paths.some((path) => path.length === 0)) return copyValue(value);
  if (value.M) return { M: projectMap(value.M, paths) };
  const elements = (value.L ?? []).flatMap((element, index) => {
    const inner = paths.filter(([first]) => first === index).map(([, ...rest]) => rest);
    return inner.length > 0 ? [projectValue(element, inner)] : [];
  });
  return { L: elements };
}
