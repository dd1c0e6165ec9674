import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDocument } from '../../ingest/ingest.ts';
import type { History } from '../../web/wire.ts';
import type { Person } from './person.ts';
import { startOffice, type RunningOffice } from './running-office.ts';

/*
 * An office at work: figures entered and asked back, accounts with roles, a meeting from the command to its minutes, and
 * the machine switched off in the middle of it.
 * Units and people are made up.
 */

let office: RunningOffice;
let admin: Person;
let secretary: Person;
beforeAll(async () => {
  office = await startOffice();
  admin = await office.signInAdmin();
});
afterAll(() => office.stop());

/** Enters a figure and saves it, for a unit that is new where `newUnit` names it. */
async function enter(line: string, newUnit?: string): Promise<string> {
  await admin.say(`/solieu nhap ${line}`);
  const saved = await admin.press(newUnit ? `Thêm đơn vị “${newUnit}” và lưu` : 'Lưu');
  return saved.text;
}

describe('figures from reports', () => {
  it('are saved with their parts and asked back by command and by sentence', async () => {
    const bloc = 'Đảng bộ Khối các cơ quan tỉnh Sông Lam';
    const saved = await enter(
      `tccsd ${bloc} 70 = 28 đảng bộ cơ sở + 42 chi bộ cơ sở, đến 31/10/2023, nguồn: bản tin tháng 10/2023`,
      bloc,
    );
    expect(saved).toContain('Đã lưu');
    await enter('dang vien dang bo khoi cac co quan tinh song lam 3.193, den 31/10/2023, nguon: ban tin');

    for (const asked of [
      `/solieu tccsd ${bloc}`,
      'dang bo khoi cac co quan tinh song lam co bao nhieu tccsd?',
    ]) {
      const { text } = await admin.say(asked);
      expect(text).toContain(`${bloc}: 70 tổ chức`);
      expect(text).toContain('70 = 28 đảng bộ cơ sở + 42 chi bộ cơ sở');
      expect(text).toContain('đến ngày 31/10/2023');
      expect(text).toContain('Nguồn: bản tin tháng 10/2023 (nháp, chưa duyệt)');
    }
    const members = await admin.say(`/solieu đảng viên ${bloc}`);
    expect(members.text).toContain('3.193 người');
  });

  it('of two units whose names begin alike stay apart', async () => {
    const other = 'Đảng bộ Khối các cơ quan tỉnh Bắc Sơn';
    await enter(`tccsd ${other} 63 = 39 + 24, đến 30/6/2020, nguồn: bài báo`, other);
    const { text } = await admin.say(`/solieu tccsd ${other}`);
    expect(text).toContain('63 = 39 đảng bộ cơ sở + 24 chi bộ cơ sở');
    expect(text).not.toContain('70');
    const both = await admin.say('/solieu tccsd');
    expect(both.text).toMatch(/70 = 28[^]*63 = 39/u);
    expect(both.text).toContain('không cộng được với nhau');
  });

  it('of a whole province are approved by the office', async () => {
    const province = 'Đảng bộ tỉnh Hòa An';
    await enter(
      `817 tổ chức cơ sở đảng toàn ${province} = 301 đảng bộ cơ sở + 516 chi bộ cơ sở, đến tháng 9/2023, nguồn: bài viết`,
      province,
    );
    const asked = await admin.say('dang bo tinh hoa an co bao nhieu to chuc co so dang');
    expect(asked.text).toContain('817 = 301 đảng bộ cơ sở + 516 chi bộ cơ sở');
    expect((await admin.press('Duyệt số liệu này')).text).toContain('Đã duyệt');
    expect((await admin.say(`/solieu tccsd ${province}`)).text).toContain('(đã duyệt)');
  });

  it('with a wrong sum are refused, with the sum shown, and nothing is saved', async () => {
    const refused = await admin.say(
      '/solieu nhap tccsd Đảng bộ tỉnh Hòa An 818 = 301 + 516, đến 30/9/2023, nguồn: bài viết',
    );
    expect(refused.text).toContain('301 + 516 = 817, không bằng 818');
    expect(refused.blocks.some((block) => block.type === 'choices')).toBe(false);
    expect((await admin.say('/solieu')).text).not.toContain('818');
  });
});

describe('a meeting', () => {
  let neighbour: Person;
  let cadre: Person;
  /** Adds an account by command and signs it in with the code that is shown. */
  async function hire(line: string): Promise<Person> {
    await admin.say(`/taikhoan thêm ${line}`);
    const added = await admin.press('Lưu');
    return office.signIn(/\*\*(\d{6})\*\*/u.exec(added.text)?.[1] ?? added.text);
  }

  it('is the business of those who were given a code for it', async () => {
    const source = 'đến 30/6/2026, nguồn: danh sách';
    await enter(`đảng viên Chi bộ Bến Đò 17, ${source}`, 'Chi bộ Bến Đò');
    await enter(`đảng viên Chi bộ Đồng Rộc 23, ${source}`, 'Chi bộ Đồng Rộc');
    secretary = await hire('Trần Thị Ví Dụ, thư ký, Chi bộ Bến Đò');
    neighbour = await hire('Ngô Văn Thử, thư ký, Chi bộ Đồng Rộc');
    cadre = await hire('Phạm Thị Giả Định, cán bộ');
    expect((await secretary.say('/toi')).text).toMatch(/thư ký[^]*Chi bộ Bến Đò/u);
    await expect(office.signIn('000000')).rejects.toThrow('not signed in: 401');
  });

  it('is logged in one line', async () => {
    const review = await secretary.say(
      '/hop chi bo ben do thuong ky hom qua 14h-15h40 tai phong hop so 2, chu tri Lê Văn Mẫu, thu ky Trần Thị Ví Dụ',
    );
    expect(review.text).toMatch(
      /Chi bộ Bến Đò[^]*thường kỳ[^]*14:00 - 15:40[^]*phong hop so 2[^]*Lê Văn Mẫu/u,
    );
    expect((await secretary.press('Lưu')).text).toContain('Đã lưu cuộc họp');
  });

  it('takes no attendance that does not add up', async () => {
    const refused = await secretary.say('/diemdanh tổng 17 miễn 1 có mặt 13 vắng có lý do 2');
    expect(refused.text).toContain('17 (tổng số) - 1 (miễn) = 16; 13 (có mặt) + 2 (vắng có lý do) = 15');
    expect(refused.text).toContain('16 khác 15');
    const shown = await secretary.say('/diemdanh tổng 17 miễn 1 có mặt 14 vắng có lý do 2');
    expect(shown.text).toContain('chưa lưu');
    expect((await secretary.press('Lưu')).text).toContain('Đã lưu điểm danh');
  });

  it('turns a conclusion into a task', async () => {
    const shown = await secretary.say('/ketluan giao đồng chí Bí thư hoàn thiện báo cáo, hạn 15/12/2030');
    expect(shown.text).toContain('Hoàn thiện báo cáo (chủ trì: đồng chí Bí thư; hạn 15/12/2030)');
    await secretary.press('Lưu');
    expect((await secretary.say('/nhiemvu')).text).toContain(
      'Hoàn thiện báo cáo | đồng chí Bí thư | 15/12/2030',
    );
  });

  it('gives minutes to download that say all of it', async () => {
    const { file } = await secretary.say('/bienban');
    const response = await secretary.get(file?.url ?? '');
    expect(response.status).toBe(200);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const { text } = await readDocument(bytes, file?.name ?? '');
    for (const words of [
      'BIÊN BẢN',
      'Lê Văn Mẫu',
      '17 (tổng số) - 1 (miễn) = 16; 14 (có mặt) + 2 (vắng có lý do) = 16',
      'Giao đồng chí Bí thư hoàn thiện báo cáo',
      '15/12/2030',
    ])
      expect(text).toContain(words);

    expect((await neighbour.get(file?.url ?? '')).status).toBe(404);
    expect((await fetch(office.url + (file?.url ?? ''))).status).toBe(401);
  });

  it('has its minutes read back, approved in the name of the chair, locked, and added to', async () => {
    const aloud = await secretary.say('/docbienban');
    expect(aloud.text).toMatch(/BIÊN BẢN[^]*Giao đồng chí Bí thư[^]*không bắt buộc[^]*Trình chủ trì duyệt/u);
    await secretary.press('Trình chủ trì duyệt');
    expect((await secretary.press('Chủ trì đã duyệt')).text).toMatch(/Lê Văn Mẫu[^]*01-BB\/CB/u);
    expect((await secretary.press('Ghi nhận, cấp số và khóa')).text).toContain('01-BB/CB');
    await secretary.say('/phuluc Bổ sung: cuộc họp có đại biểu xã dự');
    expect((await secretary.press('Lưu')).text).toContain('phụ lục bổ sung số 01');
    expect((await secretary.say('/bienban')).text).toMatch(/số 01-BB\/CB[^]*Kèm 1 phụ lục/u);
  });

  it('shows nothing of itself to the secretary of another unit, not even by a copied button', async () => {
    const own = await secretary.say('/cuochop');
    const open = own.blocks.flatMap((block) => (block.type === 'choices' ? block.options : []))[0];
    expect(open?.label).toContain('Chi bộ Bến Đò');
    const seen = [
      await neighbour.say('/cuochop'),
      await neighbour.say('/nhiemvu tất cả'),
      await neighbour.say('/bienban'),
      await neighbour.say('/solieu'),
      await neighbour.pressKey(open?.key ?? ''),
      await neighbour.say('/hop chi bộ Bến Đò thường kỳ hôm qua'),
    ];
    for (const { text, file } of seen) {
      expect(file).toBeNull();
      expect(text).not.toMatch(/Lê Văn Mẫu|Hoàn thiện báo cáo|Đã lưu/u);
    }
    expect(seen[0]?.text).toContain('Chưa có cuộc họp nào');
    expect(seen[3]?.text).toContain('23 người');
    expect(seen[3]?.text).not.toContain('Bến Đò');
    expect(seen.at(-1)?.text).toContain('chưa tìm thấy tổ chức đảng');
  });

  it('cannot be logged by a cadre', async () => {
    for (const command of [
      '/hop chi bộ Bến Đò thường kỳ hôm qua',
      '/cuochop',
      '/solieu',
      '/taikhoan',
      '/nap',
    ]) {
      const { text } = await cadre.say(command);
      if (command !== '/nap') expect(text).toContain('chưa được giao quyền');
    }
    expect(office.errors).toEqual([]);
  });
});

describe('a machine that is switched off and on', () => {
  /** What the page would show, without links that are signed anew each time. */
  const shown = ({ messages }: History): string[] =>
    messages.map((message) =>
      message.kind === 'said'
        ? `> ${message.text}`
        : JSON.stringify(message.blocks.map((block) => block.type)),
    );

  it('goes on with session, history, dialogue and buttons where they were', async () => {
    for (const answer of ['/hop', 'chi bộ Bến Đò', 'chuyên đề', '3/6/2026', '14h-15h40'])
      await secretary.say(answer);
    const asked = await secretary.say('Nhà văn hóa thôn');
    expect(asked.text).toContain('Ai chủ trì');
    const before = shown(await secretary.history());

    await office.restart();
    const again = await office.comeBack(secretary.cookie);
    expect(shown(await again.history())).toEqual(before);
    expect((await again.pressKey(asked.key('Bỏ qua'))).text).toContain('Ai ghi biên bản');
    for (const answer of ['Trần Thị Ví Dụ', 'bỏ qua', 'Bàn về chuyển đổi số', 'xong'])
      await again.say(answer);
    const review = await again.say('xong');
    expect(review.text).toMatch(
      /Bến Đò[^]*chuyên đề[^]*14:00 - 15:40[^]*Nhà văn hóa thôn[^]*Bàn về chuyển đổi số/u,
    );
    expect((await again.press('Lưu')).text).toContain('Đã lưu cuộc họp ngày 03/6/2026');
    // The button is used up: pressed again it logs nothing.
    await again.pressKey(review.key('Lưu'));
    expect((await again.say('/cuochop')).text.match(/Sinh hoạt chi bộ chuyên đề/gu)).toHaveLength(1);
  });

  it('prints a new sign-in link', async () => {
    const other = await office.signInAdmin();
    expect((await other.history()).messages.length).toBeGreaterThan(10);
    expect(office.errors).toEqual([]);
  });
});
