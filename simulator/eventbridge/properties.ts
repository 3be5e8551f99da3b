import type { Properties, ResourceContext } from '../service.ts';

export const textOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : String(value);
export const jsonOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function tagsOf(properties: Properties): { Key: string; Value: string }[] {
  const tags = (properties.Tags ?? []) as readonly { readonly Key: string; readonly Value: string }[];
  return tags.map(({ Key, Value }) => ({ Key, Value: String(Value) }));
}

/** The tags of a resource: its own over those of its stack. */
export function allTags(properties: Properties, context: ResourceContext): { Key: string; Value: string }[] {
  const merged = new Map(Object.entries(context.tags));
  for (const { Key, Value } of tagsOf(properties)) merged.set(Key, Value);
  return [...merged].map(([Key, Value]) => ({ Key, Value }));
}
