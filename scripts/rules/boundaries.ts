import { type Product, writtenIn } from './product.ts';
import { ofType, type Resources, text } from './resources.ts';
import type { Finding, Rule } from './rule.ts';
import { type Grant, grants } from './statements.ts';

interface Boundary {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource: unknown;
}

interface Allowed {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

const listOf = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

/** Whether a pattern takes in all that another one names: every `*` of the other is within one of its own. */
const takesIn = (pattern: string, other: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 'is').test(other);

/** The calls that each boundary allows, by its logical id. */
function boundariesIn(resources: Resources): ReadonlyMap<string, readonly Allowed[]> {
  return new Map(
    ofType(resources, 'AWS::IAM::ManagedPolicy')
      .filter(({ logicalId }) => logicalId.endsWith('Boundary'))
      .map(({ logicalId, properties }) => {
        const { Statement } = properties.PolicyDocument as { readonly Statement: readonly Boundary[] };
        const allowed = Statement.filter(({ Effect }) => Effect === 'Allow').map(
          ({ Action = [], Resource }) => ({
            actions: listOf(Action),
            resources: listOf(Resource).map((resource) => text(resource, resources)),
          }),
        );
        return [logicalId, allowed] as const;
      }),
  );
}

/** The boundary of each role that has one of the template's. */
const boundaryOf = (resources: Resources): ReadonlyMap<string, string> =>
  new Map(
    ofType(resources, 'AWS::IAM::Role').flatMap(({ logicalId, properties }) => {
      const boundary = (properties.PermissionsBoundary as { readonly Ref?: string } | undefined)?.Ref;
      return boundary === undefined ? [] : [[logicalId, boundary] as const];
    }),
  );

const isWithin = (action: string, resource: string, allowed: readonly Allowed[]): boolean =>
  allowed.some(
    ({ actions, resources }) =>
      actions.some((pattern) => takesIn(pattern, action)) &&
      resources.some((pattern) => takesIn(pattern, resource)),
  );

function findingsOf(
  product: Product,
  { role, actions, resources }: Grant,
  allowed: readonly Allowed[],
  boundary: string,
): readonly Finding[] {
  return actions.flatMap((action) =>
    resources
      .filter((resource) => !isWithin(action, resource, allowed))
      .map((resource) => ({
        file: writtenIn(product, role),
        place: `${role}, ${action}`,
        found: `on ${resource}, which ${boundary} does not allow`,
        allowed: 'what the boundary of the role allows as well: widen the one, or take the other away',
      })),
  );
}

/** A role may do nothing that its boundary does not allow, whatever its own policy says. */
export const boundaries: Rule = {
  name: 'boundaries',
  why: 'a grant that reads as if it were given is denied when it is first needed',
  check: (product) => {
    const { global } = product.templates;
    const all = boundariesIn(global);
    const ofRole = boundaryOf(global);
    return grants(global).flatMap((grant) => {
      const boundary = ofRole.get(grant.role);
      const allowed = boundary === undefined ? undefined : all.get(boundary);
      return allowed ? findingsOf(product, grant, allowed, boundary ?? '') : [];
    });
  },
};
