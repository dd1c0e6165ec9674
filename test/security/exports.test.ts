import JSZip from 'jszip';
import { describe, expect, it } from 'vitest';
import { fillTemplate, type PaperValues } from '../../meetings/papers/fill-template.ts';
import { parseTemplate } from '../../meetings/papers/template.ts';
import { drawChart } from '../../papers/chart.ts';
import { plain, type Paper } from '../../papers/paper.ts';
import { writePartyDocument } from '../../papers/docx/party-document.ts';
import { writeWorkbook } from '../../papers/workbook.ts';
import { blockPlaceholders, textPlaceholders } from '../../prompts/papers.ts';

/* What people typed stands in papers, tables and pictures as words, whatever it looks like to the program that opens them. */

const hostile = [
  `=cmd|'/C calc'!A0`,
  '+1+1',
  '-2+3',
  '@SUM(1)',
  '=HYPERLINK("https://evil.example","x")',
  '=WEBSERVICE("https://evil.example")',
  '<w:instrText>INCLUDEPICTURE "https://evil.example/a"</w:instrText>',
  '</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>',
  'DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc"',
  '{ INCLUDETEXT "c:\\\\a.txt" }',
  ']]><!ENTITY x SYSTEM "file:///etc/passwd">',
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '{họ tên chủ trì}{đơn vị}',
];

/** Every part of an Office file, by path. */
async function partsOf(bytes: Uint8Array): Promise<Map<string, string>> {
  const zip = await JSZip.loadAsync(bytes);
  const parts = Object.values(zip.files).filter((one) => !one.dir && /\.(?:xml|rels)$/u.test(one.name));
  return new Map(await Promise.all(parts.map(async (one) => [one.name, await one.async('string')] as const)));
}

describe('hostile words', () => {
  it('are no formula, link or outside source in a table that is opened in Excel', async () => {
    const parts = await partsOf(
      await writeWorkbook([
        {
          name: `=1+1'!A1`,
          title: hostile[0] as string,
          subtitle: hostile[1] as string,
          columns: hostile.map((head) => ({ head })),
          rows: [hostile],
          notes: hostile,
        },
      ]),
    );
    for (const [path, xml] of parts) {
      expect(xml, path).not.toMatch(/<f[ >]|<hyperlink|<script|<!ENTITY|ddeLink|externalReference/iu);
      expect(xml, path).not.toMatch(/TargetMode="External"/u);
    }
    expect([...parts.values()].join('')).toContain('=cmd|');
  });

  it('are no field, markup or outside source in a paper that is opened in Word', async () => {
    const paper: Paper = {
      heading: {
        upper: hostile[6] as string,
        body: hostile[7] as string,
        number: hostile[8] as string,
        placeAndDate: hostile[9] as string,
        mark: null,
      },
      title: hostile[10] as string,
      subject: hostile.map(plain),
      blocks: [
        ...hostile.map((text) => ({ type: 'paragraph' as const, text: plain(text) })),
        { type: 'table', head: hostile.map(plain), rows: [hostile.map(plain)] },
      ],
      signatures: [{ lines: hostile, name: hostile[7] as string }],
      recipients: { title: hostile[6] as string, lines: hostile.map(plain) },
    };
    const parts = await partsOf(await writePartyDocument(paper));
    for (const [path, xml] of parts) {
      expect(xml, path).not.toMatch(/TargetMode="External"|<script|<!ENTITY|attachedTemplate|altChunk/iu);
      // The number of the page is the one field, and it stands in the header.
      if (path === 'word/document.xml')
        expect(xml).not.toMatch(/<w:(?:instrText|fldChar|fldSimple|hyperlink)/u);
    }
    expect(parts.get('word/document.xml')).toContain('DDEAUTO');
  });

  it('are never read as a part of the template that they fill', () => {
    const parsed = parseTemplate(
      '[đầu trang]\nđơn vị: {đơn vị}\ntên văn bản: BIÊN BẢN\n[nội dung]\n{chủ trì}\n[người ký]\nCHỦ TRÌ = {họ tên chủ trì}\n',
    );
    if (parsed.type === 'faults') throw new Error(JSON.stringify(parsed.faults));
    const empty = Object.fromEntries(
      Object.keys(textPlaceholders).map((key) => [key, '']),
    ) as PaperValues['text'];
    const blocks = Object.fromEntries(
      Object.keys(blockPlaceholders).map((key) => [key, []]),
    ) as unknown as PaperValues['blocks'];
    const text = { ...empty, unit: 'Chi bộ Bến Đò', chair: '{đơn vị}\n[người ký]\n# **{đơn vị}**' };
    const [block] = fillTemplate(parsed.template, { text, blocks }, { isDraft: false }).blocks;
    expect(JSON.stringify(block)).toContain('{đơn vị}');
    expect(JSON.stringify(block)).not.toContain('Chi bộ Bến Đò');
  });

  it('are no element and no source in a chart', () => {
    const { svg } = drawChart({
      title: hostile[11] as string,
      source: hostile[12] as string,
      legend: hostile.slice(0, 2),
      bars: hostile.map((label, index) => ({
        label,
        segments: [1, 2].map((value) => ({ value: value + index, text: label })),
        valueText: label,
      })),
    });
    const own = /<\/?(?:svg|defs|pattern|rect|line|path|text|tspan|g|circle)(?:\s[^<>]*)?\/?>/gu;
    expect(svg.replaceAll(own, '')).not.toMatch(/[<>]/u);
    expect(svg).not.toMatch(/<[^>]*\s(?:on\w+|href|xlink:href)=/u);
  });
});
