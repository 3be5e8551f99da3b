import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { projectFiles, read, root } from './project-files.ts';

const documents = projectFiles().filter((path) => path.endsWith('.md'));

/** The anchor that GitHub gives a heading. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replace(/\s/g, '-');

const anchors = (path: string) =>
  [...read(path).matchAll(/^#+\s+(.*)$/gm)].map(([, heading]) => anchor(heading ?? ''));

/** Relative links of a document, code blocks left out. */
const links = (path: string) =>
  [
    ...read(path)
      .replace(/```[\s\S]*?```/g, '')
      .matchAll(/\]\(([^)\s]+)\)/g),
  ]
    .map(([, target]) => target ?? '')
    .filter((target) => !/^[a-z]+:/.test(target));

describe('documents', () => {
  it('link to files and headings that exist', () => {
    const broken = documents.flatMap((document) =>
      links(document)
        .filter((link) => {
          const [path = '', heading] = link.split('#');
          const target = path === '' ? document : join(dirname(document), path);
          if (!existsSync(join(root, target))) return true;
          return heading !== undefined && target.endsWith('.md') && !anchors(target).includes(heading);
        })
        .map((link) => `${document} → ${link}`),
    );
    expect(broken).toEqual([]);
  });

  it('number the decisions from 0001 on, without a gap and with a title', () => {
    const decisions = documents.filter((path) => path.startsWith('docs/adr/')).sort();
    expect(decisions.map((path) => path.slice('docs/adr/'.length, 'docs/adr/'.length + 5))).toEqual(
      decisions.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
    );
    for (const decision of decisions) expect(read(decision)).toMatch(/^# .+/);
  });
});
