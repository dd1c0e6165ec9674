import { describe, expect, it } from 'vitest';
import { listAccounts } from '../../access/account-store.ts';
import { ids } from './views-office.ts';
import { plain, useViews } from './views-pages.ts';

describe('changes on the pages beside the chat', () => {
  const views = useViews();
  const { get, post, taskOf, actions } = views;

  describe('tasks', () => {
    it('stand on the board by how they stand today', async () => {
      const { html } = await get('/nhiem-vu');
      const column = (name: string) =>
        plain(new RegExp(`aria-labelledby="cot-${name}".*?</section>`, 'u').exec(html)?.[0] ?? '');
      expect(column('overdue')).toMatch(/Quá hạn \(1\).*báo cáo quý.*quá hạn 9 ngày/u);
      expect(column('soon')).toMatch(/14 ngày \(1\).*bị tài liệu.*còn 5 ngày/u);
      expect(column('later')).toMatch(/\(1\).*soát danh sách/u);
      expect(column('done')).toContain('(0)');
      expect(plain((await get('/nhiem-vu?tinhtrang=all&chutri=to+thu+ky')).html)).toMatch(
        /bị tài liệu.* 1 mục/u,
      );
      expect((await get('/nhiem-vu/bang.xlsx?tinhtrang=overdue')).status).toBe(200);
    });

    it('change after they were shown, once, in one transaction with the trail', async () => {
      views.office.become('secretary', [ids.office]);
      const task = await taskOf('bị tài liệu');
      const path = `/nhiem-vu/${task.id}`;
      const fields = { viec: 'task-done', dong: 'Đã gửi các đồng chí' };
      const shown = await post(path, fields);
      expect(plain(shown.html)).toMatch(/chưa lưu\): “.*bị tài liệu.*”. Kết quả: Đã gửi các đồng chí/iu);
      expect((await taskOf('bị tài liệu')).doneAt).toBeNull();

      const confirmed = { ...fields, lan: String(task.revision) };
      expect(plain((await post(path, confirmed)).html)).toMatch(/Đã ghi nhận hoàn thành.*Lịch sử/u);
      expect(await taskOf('bị tài liệu')).toMatchObject({ result: 'Đã gửi các đồng chí', revision: 1 });
      expect(plain((await post(path, confirmed)).html)).toContain('Vừa có người khác sửa mục này');
      expect(await actions(task.id)).toEqual(['task.done']);

      // What was done last comes first, whatever was due first.
      const { id: before } = await taskOf('báo cáo quý');
      await views.db.query("UPDATE task SET done_at = '2026-07-20T01:00:00Z' WHERE id = $1", [before]);
      expect(plain((await get('/nhiem-vu')).html)).toMatch(/Đã xong \(2\).*bị tài liệu.*báo cáo quý/u);
    });

    it('say what is wrong with a line, in the words of the chat, and save nothing', async () => {
      const task = await taskOf('soát danh sách');
      const path = `/nhiem-vu/${task.id}`;
      const unread = await post(path, { viec: 'task-date', dong: 'khi nào xong thì thôi', lan: '0' });
      expect([unread.status, plain(unread.html)]).toEqual([
        422,
        expect.stringContaining('Tôi chưa đọc được ngày'),
      ]);
      expect((await post(path, { viec: 'task-cancel', dong: '', lan: '0' })).status).toBe(422);
      expect((await post(path, { viec: 'drop', dong: '', lan: '0' })).status).toBe(422);
      expect(await taskOf('soát danh sách')).toMatchObject({ revision: 0 });
    });
  });

  describe('accounts', () => {
    const entryOf = async (name: string) => (await listAccounts(views.db)).find((one) => one.name === name);

    it('are added with a code that is shown once, after they were shown', async () => {
      const fields = { ten: 'Lê Thị Hoa', vaitro: 'secretary', donvi: ids.hamlet };
      expect(plain((await post('/tai-khoan', { ...fields, donvi: '' })).html)).toContain(
        'cần gắn với ít nhất một đơn vị',
      );
      expect(plain((await post('/tai-khoan', fields)).html)).toMatch(
        /Thêm tài khoản:.*Lê Thị Hoa.*thư ký.*thôn 3/u,
      );
      expect(await entryOf('Lê Thị Hoa')).toBeUndefined();
      const added = plain((await post('/tai-khoan', { ...fields, xacnhan: 'co' })).html);
      expect(added).toMatch(/Mã liên kết của Lê Thị Hoa : \d{6}/u);
      const entry = await entryOf('Lê Thị Hoa');
      expect(entry).toMatchObject({ role: 'secretary', units: ['Chi bộ thôn 3 <b>'] });
      expect(plain((await get(`/tai-khoan/${entry?.id}`)).html)).not.toMatch(/\d{6}/u);
      expect(plain((await post('/tai-khoan', { ...fields, xacnhan: 'co' })).html)).toContain(
        'Đã có tài khoản tên',
      );
    });

    it('change role, lose one session or one channel, and end altogether, each with its event', async () => {
      const entry = await entryOf('Trần Bình');
      const path = `/tai-khoan/${entry?.id}`;
      const both = async (fields: Record<string, string>) => {
        const shown = await post(path, fields);
        expect(shown.html).toContain('name="xacnhan" value="co"');
        return plain((await post(path, { ...fields, xacnhan: 'co' })).html);
      };
      const { html } = await get(path);
      const session = /name="phien" value="([0-9a-f]+)"/u.exec(html)?.[1] ?? '';
      expect(plain(html)).toMatch(/Telegram.*5550001.*không hết hạn/u);
      expect(await both({ viec: 'role', vaitro: 'office' })).toContain('Đã đổi: Trần Bình là văn phòng');
      expect(await both({ viec: 'session', phien: session })).toContain('Không có phiên nào đang mở');
      expect(await both({ viec: 'identity', kenh: 'telegram', nguoi: '5550001' })).toContain(
        'Chưa liên kết kênh nào',
      );
      expect(plain((await post(path, { viec: 'session', phien: session, xacnhan: 'co' })).html)).toContain(
        'vừa được gỡ',
      );
      expect(await both({ viec: 'disable' })).toContain('đã khóa ngày 10/8/2026');
      expect((await entryOf('Trần Bình'))?.disabledAt).not.toBeNull();
      expect((await actions(entry?.id ?? '')).sort()).toEqual([
        'account.disable',
        'account.role',
        'identity.unlink',
        'session.end',
      ]);
    });

    it('are given units and lose them, a secretary never the last one', async () => {
      const entry = await entryOf('Lê Thị Hoa');
      const path = `/tai-khoan/${entry?.id}`;
      const change = async (viec: string, donvi: string) =>
        plain((await post(path, { viec, donvi, xacnhan: 'co' })).html);
      expect(plain((await post(path, { viec: 'give-unit', donvi: ids.office })).html)).toContain(
        'Giao cho Lê Thị Hoa phụ trách Chi bộ Văn phòng',
      );
      expect((await entryOf('Lê Thị Hoa'))?.ownUnitIds).toEqual([ids.hamlet]);
      expect(await change('give-unit', ids.office)).toContain('Đã đổi đơn vị phụ trách');
      expect(await change('give-unit', ids.office)).toContain('Đã đổi đơn vị phụ trách');
      await change('take-unit', ids.hamlet);
      expect((await entryOf('Lê Thị Hoa'))?.units).toEqual(['Chi bộ Văn phòng']);
      expect(await change('take-unit', ids.office)).toContain('cần ít nhất một đơn vị');
      expect((await actions(entry?.id ?? '')).filter((action) => action === 'account.units')).toHaveLength(2);
    });

    it('keep the last administrator', async () => {
      const fields = { viec: 'disable', xacnhan: 'co' };
      expect(plain((await post(`/tai-khoan/${ids.admin}`, fields)).html)).toContain(
        'tài khoản quản trị cuối cùng',
      );
      expect((await entryOf('Quản trị viên'))?.disabledAt).toBeNull();
    });
  });

  it('list what people say of answers, and take a remark off the queue of the chat', async () => {
    const { answer, account } = await views.addRemark();
    const waiting = await get('/gop-y?danhgia=wrong&xuly=waiting');
    expect(waiting.html).toContain('Nhà văn hóa &lt;do&gt; ai quản lý?');
    expect(plain(waiting.html)).toContain('Góp ý: Đúng ra là Điều 2');
    expect(plain((await post('/gop-y', { traloi: answer, nguoi: account })).html)).toContain(
      'Đã đánh dấu là đã xử lý',
    );
    expect(plain((await get('/gop-y?xuly=waiting')).html)).toContain('Không có đánh giá nào');
    expect(await actions(answer)).toEqual(['feedback.done']);
  });
});
