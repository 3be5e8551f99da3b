/**
 * Whether a call changes nothing: by its name, a review of what the caller may do, which Kubernetes makes and keeps
 * nowhere, and a session of a role.
 */
export const isRead = (operation: string): boolean =>
  /^(Get|Describe|List|Query|Scan|BatchGet|Head)/.test(operation) ||
  operation === 'CreateSelfsubjectaccessreviews' ||
  operation === 'AssumeRole';
