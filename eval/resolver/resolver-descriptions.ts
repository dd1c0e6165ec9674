import type { Head } from './resolver-heads.ts';

/** A document asked for without its symbol, with every kept document that fits. */
export interface Described {
  kind: string;
  text: string;
  expected: readonly Head[];
}

const issuerNames: Readonly<Record<string, readonly string[]>> = {
  TW: ['Trung ương'],
  TU: ['Tỉnh ủy', 'tinh uy'],
  HU: ['Huyện ủy', 'huyện uỷ'],
  ĐUK: ['Đảng ủy Khối các cơ quan', 'Đảng ủy Khối'],
  BTCTW: ['Ban Tổ chức Trung ương', 'BTC Trung ương'],
  BTCTU: ['Ban Tổ chức Tỉnh ủy'],
  CP: ['Chính phủ'],
  HĐND: ['HĐND tỉnh', 'Hội đồng nhân dân tỉnh'],
  UBND: ['UBND tỉnh', 'Ủy ban nhân dân tỉnh'],
  QH15: ['Quốc hội'],
};

/** Describes a head by its title, as the newest of its kind, or by issuer, year and matter; null where it cannot be. */
export function describedAs(head: Head, heads: readonly Head[], random: () => number): Described | null {
  const pick = <T>(options: readonly T[]): T => options[Math.floor(random() * options.length)]!;
  const type = head.typeName.toLowerCase();
  const sameType = heads.filter((other) => other.typeName === head.typeName);
  const onMatter = sameType.filter((other) => other.subject === head.subject);
  const year = head.issuedOn.slice(0, 4);
  const body = issuerNames[head.issuer];
  switch (
    pick(['title', 'title-plain', 'latest', 'issuer-year', 'issuer-year-matter', 'year-matter'] as const)
  ) {
    case 'title':
      return { kind: 'title', text: `${type} về ${head.subject}`, expected: onMatter };
    case 'title-plain':
      return {
        kind: 'title-plain',
        text: `cho xem ${bare(`${type} ${head.subject}`)}`,
        expected: onMatter,
      };
    case 'latest': {
      const newest = onMatter.reduce((best, other) => (other.issuedOn > best.issuedOn ? other : best), head);
      const isTie = onMatter.some((other) => other !== newest && other.issuedOn === newest.issuedOn);
      return isTie
        ? null
        : { kind: 'latest', text: `${type} mới nhất về ${head.subject}`, expected: [newest] };
    }
    case 'issuer-year':
      if (!body) return null;
      return {
        kind: 'issuer-year',
        text: `${type} của ${pick(body)} năm ${year}`,
        expected: sameType.filter((other) => other.issuer === head.issuer && other.issuedOn.startsWith(year)),
      };
    case 'issuer-year-matter':
      if (!body) return null;
      return {
        kind: 'issuer-year-matter',
        text: `${type} của ${pick(body)} năm ${year} về ${head.subject}`,
        expected: onMatter.filter((other) => other.issuer === head.issuer && other.issuedOn.startsWith(year)),
      };
    case 'year-matter':
      return {
        kind: 'year-matter',
        text: `${type} ban hành năm ${year} về ${head.subject}`,
        expected: onMatter.filter((other) => other.issuedOn.startsWith(year)),
      };
  }
}

const bare = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('Đ', 'D')
    .toLowerCase();
