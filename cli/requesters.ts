import { isArnLike } from '../aws/deployment/requesters.ts';

/** The option that names them, for a shell. */
const option = (arns: readonly string[]): string => `--requesters '${arns.join(',')}'`;

/**
 * A note for a person who deploys a fleet and may not put requests on its buses; undefined if they may. No refusal: a
 * pipeline that deploys may leave requests to others.
 */
export function notAmong(requesters: readonly string[], caller: string): string | undefined {
  if (requesters.some((pattern) => isArnLike(caller, pattern))) return undefined;
  return (
    `note: ${caller} deploys, and may not request: the buses will deny what it asks for; ` +
    `who may is ${requesters.join(', ')}; to be among them: eks-fleet deploy ${option([...requesters, caller])}`
  );
}

/** The message for a person whose request the bus denied. */
export const denied = (region: string, caller: string, reason: string): string =>
  `the bus of ${region} takes no request of ${caller}: ${reason}; ` +
  `it takes those of the principals that eks-fleet deploy --requesters names, whose own policies allow events:PutEvents: ` +
  `let whoever deploys add ${caller} to them (what is given there replaces what was given before)`;
