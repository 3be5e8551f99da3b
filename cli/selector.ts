import { CommandError } from './command-error.ts';

/** `key=value` pairs that must all hold; `name` is the cluster's name, anything else one of its tags. */
export type Selector = readonly (readonly [string, string])[];

export function parseSelector(texts: readonly string[] = []): Selector {
  return texts.map((text) => {
    const equals = text.indexOf('=');
    if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)] as const;
    throw new CommandError(`--select ${text} is not key=value`, 'for example --select env=prod name=shop');
  });
}

export function selects(
  selector: Selector,
  cluster: { readonly name: string; readonly tags: Readonly<Record<string, string>> },
): boolean {
  return selector.every(([key, value]) => (key === 'name' ? cluster.name : cluster.tags[key]) === value);
}
