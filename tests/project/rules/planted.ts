import type { Product } from '../../../scripts/rules/product.ts';
import type { Resource, Resources } from '../../../scripts/rules/resources.ts';

export type Plant = (product: Product) => Product;
type Plain = Record<string, unknown>;
type Edit = (target: Plain) => void;

const memberOf = (target: unknown, name: string): unknown => (target as Plain | undefined)?.[name];

/**
 * Something else at a path of names, `Retry.0.MaxAttempts`: a value, one that is made of the old value, or nothing.
 */
export const put =
  (path: string, value: unknown): Edit =>
  (target) => {
    const names = path.split('.');
    const last = names.pop() as string;
    const holder = names.reduce(memberOf, target as unknown) as Plain | undefined;
    if (holder === undefined) throw new Error(`there is no ${path}`);
    if (value === undefined) delete holder[last];
    else holder[last] = typeof value === 'function' ? value(holder[last]) : value;
  };

interface Handlers {
  readonly ErrorEquals: readonly string[];
}

/** Every Retry or Catch without one error. */
export const drop =
  (error: string) =>
  (handlers: readonly Handlers[]): readonly Handlers[] =>
    handlers.map((one) => ({ ...one, ErrorEquals: one.ErrorEquals.filter((name) => name !== error) }));

interface Scope {
  readonly States?: Readonly<Record<string, Plain>>;
}

/** A product in which one state is another: `path` is of states, `AdoptCluster/EnsureAccess`. */
export const state =
  (machine: string, path: string, edit: Edit): Plant =>
  (product) => {
    const machines = structuredClone(product.machines) as Product['machines'];
    let scopes = machines.flatMap(({ name, definition }): Scope[] =>
      name === machine ? [definition as never] : [],
    );
    let found: Plain | undefined;
    for (const name of path.split('/')) {
      found = scopes.map(({ States }) => States?.[name]).find((one) => one !== undefined);
      const { Branches = [], ItemProcessor } = (found ?? {}) as { Branches?: Scope[]; ItemProcessor?: Scope };
      scopes = [...Branches, ...(ItemProcessor ? [ItemProcessor] : [])];
    }
    if (!found) throw new Error(`there is no state ${path} in ${machine}`);
    edit(found);
    return { ...product, machines };
  };

/** A product in which one resource of a template is another. */
export const resource =
  (template: 'global' | 'regional', logicalId: string, edit: Edit): Plant =>
  (product) => {
    const resources = structuredClone(product.templates[template]) as Record<string, Resource>;
    const properties = resources[logicalId]?.Properties;
    if (!properties) throw new Error(`there is no resource ${logicalId}`);
    edit(properties as Plain);
    return { ...product, templates: { ...product.templates, [template]: resources as Resources } };
  };

interface Policy {
  readonly PolicyDocument: { readonly Statement: readonly Plain[] };
}

/** In the statements of a role that allow an action, something else. */
export const inStatement =
  (action: string, path: string, value: unknown): Edit =>
  ({ Policies }) => {
    const all = (Policies as readonly Policy[]).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const found = all.filter(({ Action }) => [Action].flat().includes(action));
    if (found.length === 0) throw new Error(`nothing allows ${action}`);
    for (const statement of found) put(path, value)(statement);
  };

/** A product in which something else stands in a source. */
export const source =
  (path: string, find: string, replace: string): Plant =>
  (product) => {
    const text = product.sources.get(path);
    if (!text?.includes(find)) throw new Error(`${path} does not have ${find}`);
    return {
      ...product,
      sources: new Map(product.sources).set(
        path,
        text.replace(find, () => replace),
      ),
    };
  };

export const both =
  (...plants: readonly Plant[]): Plant =>
  (product) =>
    plants.reduce((planted, plant) => plant(planted), product);
