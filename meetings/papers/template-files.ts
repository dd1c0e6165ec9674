import { copyFile, mkdir, readFile, constants } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templateNames, type TemplateName } from './paper-kinds.ts';
import { parseTemplate, type Template, type TemplateFault } from './template.ts';

/** A template to print with. `faults`: the office's own copy cannot be used, so the shipped one is. */
export interface LoadedTemplate {
  template: Template;
  isOwn: boolean;
  faults: readonly TemplateFault[];
}

/** Templates of papers: the office's own where it has one that can be used, else those shipped with the program. */
export interface TemplateFiles {
  /** Where the office's copies lie. */
  folder: string;
  load(name: TemplateName): Promise<LoadedTemplate>;
  /** Copies shipped templates that the office has no copy of; returns the names of those copied. */
  copyDefaults(): Promise<TemplateName[]>;
}

const shipped = fileURLToPath(new URL('../../prompts/papers/', import.meta.url));
const fileOf = (name: TemplateName): string => `${name}.txt`;

/** Templates whose copies an office keeps in `folder`; they are read anew for every paper. */
export function createTemplateFiles(folder: string): TemplateFiles {
  return {
    folder,
    async load(name) {
      const own = await readFile(join(folder, fileOf(name))).catch(() => null);
      const parsed = own && parseTemplate(decode(own));
      if (parsed?.type === 'template') return { template: parsed.template, isOwn: true, faults: [] };
      const standard = parseTemplate(await readFile(join(shipped, fileOf(name)), 'utf8'));
      if (standard.type === 'faults')
        throw new Error(`the shipped template ${name} has faults: ${JSON.stringify(standard.faults)}`);
      return { template: standard.template, isOwn: false, faults: parsed?.faults ?? [] };
    },
    async copyDefaults() {
      await mkdir(folder, { recursive: true });
      const copied: TemplateName[] = [];
      for (const name of templateNames) {
        // Never over a copy that somebody has edited.
        const isCopied = await copyFile(
          join(shipped, fileOf(name)),
          join(folder, fileOf(name)),
          constants.COPYFILE_EXCL,
        ).then(
          () => true,
          (error: NodeJS.ErrnoException) => {
            if (error.code === 'EEXIST') return false;
            throw error;
          },
        );
        if (isCopied) copied.push(name);
      }
      return copied;
    },
  };
}

/** Editors on Windows save as UTF-16 or with a mark in front; anything else is read as UTF-8. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return Buffer.from(bytes).swap16().toString('utf16le');
  return bytes.toString('utf8');
}
