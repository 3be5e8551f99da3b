import { readFileSync } from 'node:fs';
import { NotSimulated } from '../../aws-error.ts';

/** An AWS managed policy, from the AWS Managed Policy Reference Guide. */
export interface AwsManagedPolicy {
  readonly arn: string;
  readonly policyName: string;
  readonly path: string;
  readonly defaultVersionId: string;
  readonly updateDate: Date;
  readonly document: unknown;
}

interface DocumentFile {
  readonly policies: Readonly<Record<string, { version: string; updated: string; document: unknown }>>;
}

// Read as files and not imported: the transformer of our tests drops import attributes.
const readJson = (file: string): unknown => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));
const DOCUMENTS = (readJson('aws-managed-policies.json') as DocumentFile).policies;
const KNOWN: ReadonlySet<string> = new Set(
  (readJson('aws-managed-policy-names.json') as { names: readonly string[] }).names,
);
const AWS_OWNED = /^arn:aws[a-z-]*:iam::aws:policy\/(.+)$/;

export const isAwsManaged = (policyArn: string): boolean => AWS_OWNED.test(policyArn);

/** Whether AWS has a managed policy of this ARN. */
export function awsManagedPolicyExists(policyArn: string): boolean {
  const [, name = ''] = AWS_OWNED.exec(policyArn) ?? [];
  return KNOWN.has(name);
}

/** The name and the path of a policy that AWS has, whether or not its document is held. */
export function awsManagedPolicyName(
  policyArn: string,
): Pick<AwsManagedPolicy, 'policyName' | 'path'> | undefined {
  const [, name = ''] = AWS_OWNED.exec(policyArn) ?? [];
  if (!KNOWN.has(name)) return undefined;
  const slash = name.lastIndexOf('/');
  return { policyName: name.slice(slash + 1), path: `/${name.slice(0, slash + 1)}` };
}

/** Whether this project holds the policy's document. */
export function awsManagedPolicyIsHeld(policyArn: string): boolean {
  const [, name = ''] = AWS_OWNED.exec(policyArn) ?? [];
  return name in DOCUMENTS;
}

/**
 * The policy of an ARN under `arn:aws:iam::aws:policy/`, or undefined where AWS has none of that name. Throws
 * `NotSimulated` for the policies whose document this project does not hold: attaching them is fine, judging
 * by them is not.
 */
export function awsManagedPolicy(policyArn: string): AwsManagedPolicy | undefined {
  const [, name = ''] = AWS_OWNED.exec(policyArn) ?? [];
  const named = awsManagedPolicyName(policyArn);
  if (!named) return undefined;
  const entry = DOCUMENTS[name];
  if (!entry) throw new NotSimulated(`the document of the AWS managed policy ${policyArn}`);
  return {
    arn: policyArn,
    ...named,
    defaultVersionId: entry.version,
    updateDate: new Date(entry.updated),
    document: entry.document,
  };
}
