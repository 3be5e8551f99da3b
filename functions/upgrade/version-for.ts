import type { Decision } from '../../domain/decide/decision.ts';
import type { OperationRef } from '../../domain/operation/operation.ts';
import type { LaunchTemplatesPort, TemplateVersion } from '../../domain/ports/launch-templates.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { change, tokenOf } from '../runtime/change.ts';

/** The part of a `ChangeImage` by which a version of a launch template is found or made. */
interface ImageChange {
  readonly image: string;
  readonly like: TemplateVersion;
  readonly from?: number;
}

/**
 * The version of the launch template with the image that a decision wants; made where there is none, which by itself starts
 * nothing. Empty for decisions about anything else.
 */
export async function versionFor(
  decision: Decision,
  { operation, key }: { readonly operation: OperationRef; readonly key: string },
  ports: { readonly launchTemplates: LaunchTemplatesPort; readonly operations: OperationStore },
): Promise<string> {
  if (decision.do !== 'update' || decision.change.operation !== 'ChangeImage') return '';
  const { image, like, from } = decision.change.request as ImageChange;
  const known = await ports.launchTemplates.versionWith(image, like, from);
  const token = tokenOf(operation, key, decision.change);
  return (
    known ?? change(operation, ports.operations, () => ports.launchTemplates.addVersion(image, like, token))
  );
}
