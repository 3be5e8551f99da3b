import { EVERYTHING, type ReachAccount, trusting } from './account.ts';
import { rolesByDocument } from './documents.ts';
import { boundariesFrom } from './identities.ts';
import { rolesFrom } from './moves.ts';
import { putsRequests, rightByRole, rightsOf } from './rights.ts';

/** Rights that are reached from somewhere, each with the steps that lead there. */
export type Reached = ReadonlyMap<string, string>;

const STAGES = ['prod', 'dev'];

/** The answer of each question, asked once. */
function once<Key, Value>(ask: (key: Key) => Value): (key: Key) => Value {
  const answers = new Map<Key, Value>();
  return (key) => {
    if (!answers.has(key)) answers.set(key, ask(key));
    return answers.get(key) as Value;
  };
}

/** Steps of an account, each asked once: the searches from all principals share what they find. */
export function searcher(account: ReachAccount) {
  /** A principal that may give a role any right within a boundary counts as that role with all of them. */
  const everythingWithin = once((boundary: string | undefined) =>
    account.addRole({
      name: `everything-within-${boundary?.split('/').at(-1) ?? 'nothing'}`,
      path: '/reach/',
      trust: trusting('nobody.amazonaws.com'),
      boundary,
      policies: [{ PolicyName: 'everything', PolicyDocument: EVERYTHING }],
    }),
  );
  const byDocument = once((stage: string) => rolesByDocument(account, stage));
  const stepsFrom = async (from: string): Promise<readonly (readonly [string, string])[]> => {
    const found: (readonly [string, string])[] = [...rolesFrom(account, from)];
    for (const boundary of boundariesFrom(account, from))
      found.push([
        await everythingWithin(boundary),
        `gives a role everything within ${boundary ?? 'nothing'}`,
      ]);
    for (const stage of STAGES)
      if (putsRequests(account, from, stage))
        for (const role of await byDocument(stage)) found.push([role, 'asks for it by a document']);
    return found;
  };
  const onceFrom = once(stepsFrom);
  const rightsOnce = once((from: string) => rightsOf(account, from));

  return async (...starts: readonly string[]): Promise<Reached> => {
    const roles = new Map(starts.map((start) => [start, start.split('/').at(-1) ?? start]));
    const reached = new Map<string, string>();
    const note = (right: string | undefined, way: string) => {
      if (right !== undefined && !reached.has(right)) reached.set(right, way);
    };
    const queue = [...starts];
    for (let from = queue.shift(); from !== undefined; from = queue.shift()) {
      const way = roles.get(from) ?? '';
      for (const right of rightsOnce(from)) note(right, way);
      for (const [to, step] of await onceFrom(from)) {
        if (roles.has(to)) continue;
        const further = `${way}; ${step} → ${to.split('/').at(-1)}`;
        roles.set(to, further);
        note(rightByRole(to), further);
        queue.push(to);
      }
    }
    return reached;
  };
}
