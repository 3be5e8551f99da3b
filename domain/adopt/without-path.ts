/** The steps of a path as `formatPath` writes it: `a.b[0].c["x/y"]`. */
function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name]) =>
    index === undefined ? (quoted ?? name ?? '') : Number(index),
  );
}

type Container = Record<string, unknown> | unknown[];
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;
const at = (container: Container, step: string | number) =>
  (container as Record<string | number, unknown>)[step];

export interface WithoutPath {
  readonly left: Record<string, unknown>;
  /** The path that was taken away, or its deepest part that was there. */
  readonly removed: string;
}

/**
 * A document without the member at a path. Where the member is missing, the problem is in the object that should hold
 * it, so that the object is taken away.
 */
export function withoutPath(document: Readonly<Record<string, unknown>>, path: string): WithoutPath {
  const left = structuredClone(document) as Record<string, unknown>;
  let steps = stepsOf(path);
  for (;;) {
    const parents = steps.slice(0, -1);
    const last = steps.at(-1);
    const holder = parents.reduce<unknown>(
      (value, step) => (isContainer(value) ? at(value, step) : undefined),
      left,
    );
    if (last === undefined) return { left, removed: '' };
    if (isContainer(holder) && at(holder, last) !== undefined) {
      if (Array.isArray(holder)) holder.splice(Number(last), 1);
      else delete holder[String(last)];
      return { left, removed: textOf(steps) };
    }
    steps = parents;
  }
}

const textOf = (steps: readonly (string | number)[]): string =>
  steps
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('');
