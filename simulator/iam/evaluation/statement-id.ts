/** A statement of a policy of a role, by which its uses are counted. */
export interface StatementId {
  readonly roleArn: string;
  /** An inline policy's name, or a managed policy's ARN. */
  readonly policy: string;
  /** The statement's place in the document, from 0. */
  readonly index: number;
}
