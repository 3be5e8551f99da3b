import type { Answer } from '../../domain/account-facts/answer.ts';
import type { ByName } from '../../domain/account-facts/facts.ts';
import { toTaskError } from '../errors.ts';

/** Runs a look of one action: a denial is an answer, other errors are thrown by our names. */
export async function asked<Value>(action: string, look: () => Promise<Value>): Promise<Answer<Value>> {
  try {
    return { known: await look() };
  } catch (error) {
    const named = toTaskError(error);
    if (named.name === 'AccessDenied') return { denied: action };
    throw named;
  }
}

/** As `asked`, of a thing that AWS may say is not there. */
export function askedOf<Value>(
  action: string,
  look: () => Promise<Value>,
): Promise<Answer<Value | undefined>> {
  return asked(action, async () => {
    try {
      return await look();
    } catch (error) {
      if (toTaskError(error).name === 'NotFound') return undefined;
      throw error;
    }
  });
}

/** Nothing was wanted, so that nothing has to be asked. */
export const unasked = <Value>(value: Value): Promise<Answer<Value>> => Promise.resolve({ known: value });

/** Looks at each name, so many at once: EKS, IAM and KMS answer about one thing a call. */
export async function each<Value>(
  names: readonly string[],
  look: (name: string) => Promise<Value>,
  atOnce = 8,
): Promise<ByName<Value>> {
  const found: [string, Value][] = [];
  const left = [...names];
  const work = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift())
      found.push([name, await look(name)]);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, names.length) }, work));
  return Object.fromEntries(found.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** All items of all pages. */
export async function allOf<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
