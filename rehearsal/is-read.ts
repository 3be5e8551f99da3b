/**
 * True where a call changes nothing. Its name tells it, or it is a review of the caller's permissions, which
 * Kubernetes does not keep, or a role's session.
 */
export const isRead = (operation: string): boolean =>
  /^(Get|Describe|List|Query|Scan|BatchGet|Head)/.test(operation) ||
  operation === 'CreateSelfsubjectaccessreviews' ||
  operation === 'AssumeRole';
