/** Puts the outlined lines into the middle of what is seen of the pictures of pages under `within`. */
export function centreOutlines(within: ParentNode): void {
  for (const sheet of within.querySelectorAll('.sheet')) {
    const toOutline = (): void => {
      const lines = sheet.querySelector('.tint')?.getBoundingClientRect();
      const seen = sheet.getBoundingClientRect();
      if (lines) sheet.scrollTop += (lines.top + lines.bottom) / 2 - (seen.top + seen.bottom) / 2;
    };
    toOutline();
    // A picture of another shape than a sheet of paper has its height only now.
    sheet.querySelector('img')?.addEventListener('load', toOutline);
  }
}
