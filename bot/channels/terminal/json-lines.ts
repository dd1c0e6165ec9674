import { parseBold } from '../../markup.ts';
import type { WireBlock } from '../channel.ts';

const unmarked = (text: string): string => parseBold(text).text;

/**
 * A reply block as one JSON object of `capuy chat --json`; the shapes are stable and described in docs/evaluation.md.
 * @param savedPath where the file of a file or image block was written, if it was
 */
export function toJsonLine(block: WireBlock, savedPath: string | null = null): Record<string, unknown> {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: unmarked(block.text) };
    case 'quote': {
      const { symbol, issuedOn, title, locator, file, url } = block.source;
      return {
        type: 'quote',
        text: block.text,
        source: { symbol, issuedOn, title, locator, file, ...(url === undefined ? {} : { url }) },
        status: block.status ?? null,
        ...(block.warning === undefined ? {} : { warning: block.warning }),
        ...(block.scan === undefined ? {} : { scan: block.scan }),
      };
    }
    case 'table':
      return {
        type: 'table',
        ...(block.title === undefined ? {} : { title: unmarked(block.title) }),
        head: block.head.map(unmarked),
        rows: block.rows.map((row) => row.map(unmarked)),
        ...(block.note === undefined ? {} : { note: unmarked(block.note) }),
      };
    case 'choices':
      return {
        type: 'choices',
        id: block.id,
        ...(block.prompt === undefined ? {} : { prompt: unmarked(block.prompt) }),
        options: block.options.map(({ label, position }) => ({
          ...(position > 0 ? { number: position } : {}),
          label: unmarked(label),
        })),
      };
    case 'link':
      return { type: 'link', label: block.label, url: block.url };
    case 'file':
    case 'image':
      return {
        type: block.type,
        name: block.file.name,
        mime: block.file.mime,
        sizeBytes: block.file.sizeBytes,
        ...(block.type === 'image' ? { alt: block.alt } : {}),
        path: savedPath,
      };
  }
}
