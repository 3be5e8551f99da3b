/** A launch template's version, as far as groups of custom AMIs need it. */
export interface TemplateVersion {
  readonly id: string;
  readonly version: string;
}

/** The launch templates of an account. */
export interface LaunchTemplatesPort {
  /**
   * The newest version that has the image and is else as this one, of those from a number on; undefined where there is none.
   */
  versionWith(image: string, like: TemplateVersion, from?: number): Promise<string | undefined>;
  /** Makes a version that is as this one but for its image, and answers its number. Twice, by token: the same one. */
  addVersion(image: string, like: TemplateVersion, token: string): Promise<string>;
}
