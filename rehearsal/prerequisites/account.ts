/** ARNs whose account the simulated account need not be: the far side of a role chain. */
const ELSEWHERE = new Set(['targetRoleARN']);

function* accountsIn(value: unknown, key?: string): Generator<string> {
  if (key !== undefined && ELSEWHERE.has(key)) return;
  if (typeof value === 'string') {
    const account = /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}):/.exec(value)?.[1];
    if (account !== undefined) yield account;
  } else if (Array.isArray(value)) {
    for (const item of value) yield* accountsIn(item, key);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* accountsIn(member, name);
  }
}

/**
 * The account to simulate: the one that the documents' ARNs name, if all of them name the same; else `otherwise`.
 * ARNs of other accounts then stay foreign, as they are to AWS.
 */
export function accountOf(documents: readonly { readonly value: unknown }[], otherwise: string): string {
  const named = new Set(documents.flatMap(({ value }) => [...accountsIn(value)]));
  const [only] = named;
  return named.size === 1 && only !== undefined ? only : otherwise;
}
