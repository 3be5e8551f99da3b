/** SNS topics of the function's own region and account, by name. */
export interface TopicsPort {
  exists(name: string): Promise<boolean>;
  /** `subject` is at most 100 characters of ASCII (SNS API reference, `Publish`). Throws `NotFound` for no such topic. */
  publish(name: string, subject: string, message: string): Promise<void>;
}
