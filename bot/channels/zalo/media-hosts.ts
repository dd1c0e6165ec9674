/** Zalo's own file servers, as far as they are known; `ZALO_MEDIA_HOSTS` names others. */
export const zaloMediaHosts: readonly string[] = [
  'zdn.vn',
  'zadn.vn',
  'zalo.me',
  'zaloapp.com',
  'zaloplatforms.com',
  'zapps.me',
  'zapps.vn',
];
