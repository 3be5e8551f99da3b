import { formatError, validationError } from '../errors.ts';
import { resolve, type Scope } from '../template/intrinsics.ts';
import { noExport } from '../template/scope.ts';
import type { Deployment, Output, Stack, StackStore } from './stack.ts';

const isLive = ({ status }: Stack): boolean => status !== 'DELETE_COMPLETE';

function exporterOf(store: StackStore, name: string): Stack | undefined {
  return [...store.stacks.values()].find(
    (stack) => isLive(stack) && stack.outputs.some(({ exportName }) => exportName === name),
  );
}

/** The value of an export of this region and account; throws where no stack exports it. */
export function exportedValue(store: StackStore, name: string): string {
  const output = exporterOf(store, name)?.outputs.find(({ exportName }) => exportName === name);
  if (!output) throw noExport(name);
  return output.value;
}

export const isExported = (store: StackStore, name: string): boolean => exporterOf(store, name) !== undefined;

/** Throws where the deployment imports something that no stack exports; nothing is made then. */
export function assertImports(store: StackStore, deployment: Deployment): void {
  for (const name of [...deployment.imports.values()].flat()) exportedValue(store, name);
}

const importedBy = ({ deployment }: Stack): readonly string[] =>
  [...(deployment?.imports.values() ?? [])].flat();

export function importersOf(store: StackStore, name: string): string[] {
  return [...store.stacks.values()]
    .filter((stack) => isLive(stack) && importedBy(stack).includes(name))
    .map(({ stackName }) => stackName);
}

/** The reason why an export of the stack cannot be removed, or undefined where it can. */
export function exportInUse(store: StackStore, stack: Stack, kept: readonly Output[]): string | undefined {
  for (const { exportName, value } of stack.outputs) {
    if (exportName === undefined) continue;
    const importers = importersOf(store, exportName);
    const after = kept.find((output) => output.exportName === exportName);
    if (importers.length === 0 || after?.value === value) continue;
    const verb = after ? 'updated' : 'deleted';
    return `Export ${exportName} cannot be ${verb} as it is in use by ${importers.join(', ')}`;
  }
  return undefined;
}

/** The outputs whose condition holds; throws where an export's name is taken or a value is no text. */
export function outputsOf(store: StackStore, stack: Stack, deployment: Deployment, scope: Scope): Output[] {
  const exported = new Set<string>();
  return Object.entries(deployment.template.Outputs)
    .filter(([, { Condition }]) => Condition === undefined || scope.condition(Condition))
    .map(([key, { Value, Description, Export }]) => {
      const value = resolve(Value, scope);
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
        throw formatError(
          `Output ${key} is malformed. The Value field of every Outputs member must evaluate to a String.`,
        );
      }
      const exportName = Export === undefined ? undefined : String(resolve(Export.Name, scope));
      const owner = exportName === undefined ? undefined : exporterOf(store, exportName);
      const isTwice = exportName !== undefined && exported.has(exportName);
      if (exportName !== undefined) exported.add(exportName);
      if (isTwice || (owner && owner !== stack)) {
        throw validationError(
          `Export with name ${exportName} is already exported by stack ${(owner ?? stack).stackName}`,
        );
      }
      return { key, value: String(value), description: Description, exportName };
    });
}
