import type { Kernel } from '../../kernel/kernel.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The name that CloudFormation gives a resource without one: stack name, logical id and 12 random characters. For
 * types with short names, the first two are shortened by the same length (CloudFormation guide, "Name type").
 */
export function generatedName(
  kernel: Kernel,
  { stackName, logicalId }: { readonly stackName: string; readonly logicalId: string },
  longest = 64,
): string {
  const suffix = kernel.random('cloudformation/generated-names').text(12, ALPHABET);
  const room = longest - suffix.length - 2;
  const idLength = Math.max(Math.ceil(room / 2), room - stackName.length);
  const id = logicalId.slice(0, idLength);
  return `${stackName.slice(0, room - id.length)}-${id}-${suffix}`;
}
