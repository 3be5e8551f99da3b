import { type Definition, type Scope, type State, scopesIn } from './definition.ts';

/** A state, where it stands in its machine. */
export interface Place {
  /** `CreateCluster/ChangeContents/ApplyAddon` */
  readonly place: string;
  readonly name: string;
  readonly state: State;
  readonly scope: Scope;
  /** The states around it, from the inside out. */
  readonly around: readonly Place[];
}

/** Every state of a machine. */
export const placesIn = ({ definition }: { readonly definition: Definition }): readonly Place[] =>
  inScope(definition, []);

function inScope(scope: Scope, around: readonly Place[]): readonly Place[] {
  const path = [...around].reverse().map(({ name }) => name);
  return Object.entries(scope.States).flatMap(([name, state]) => {
    const own: Place = { place: [...path, name].join('/'), name, state, scope, around };
    return [own, ...scopesIn(state).flatMap((inner) => inScope(inner, [own, ...around]))];
  });
}

/** Every state of a scope to which one leads by itself, with that one: states behind a Catch are left out. */
export function ledTo({ States }: Scope, from: string): ReadonlySet<string> {
  const reached = new Set([from]);
  for (const name of reached) {
    const { Type, Choices = [], Default, Next } = States[name] ?? ({} as Partial<State>);
    const next = [...Choices.map((choice) => choice.Next), Type === 'Choice' ? Default : Next];
    for (const to of next) if (to !== undefined) reached.add(to);
  }
  return reached;
}

/** True where the scope ends well there. */
export const isSuccess = ({ Type, End }: State): boolean => Type === 'Succeed' || End === true;
