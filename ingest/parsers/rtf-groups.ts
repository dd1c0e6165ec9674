/** Where text of a group goes. */
export type RtfTarget = 'body' | 'mark' | 'note' | 'box' | 'fonts' | 'none';

/** Groups whose text is no part of the document. */
const skippedGroups = new Set(
  (
    'stylesheet colortbl listtable listoverridetable revtbl rsidtbl generator pict object themedata colorschememapping ' +
    'latentstyles datastore fldinst datafield atrfstart atrfend annotation atnid atnauthor atndate atnicn atnref atnparent ' +
    'xmlnstbl mmathPr filetbl bkmkstart bkmkend pn pnseclvl nonshppict shpinst listpicture blipuid panose falt ' +
    'author operator manager company category hlinkbase creatim revtim printim buptim verno edmins nofpages nofwords ' +
    'nofchars nofcharsws id ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn userprops wgrffmtfilter docvar xe tc template'
  ).split(' '),
);
/** Groups that are marks: text beside the body. */
const markGroups = new Set(
  'header headerl headerr headerf footer footerl footerr footerf title subject keywords doccomm'.split(' '),
);
/** What a starred group must be known by to be read. */
const starredButRead = new Set('footnote shptxt pntext listtext shpinst'.split(' '));

/**
 * Where the text of a group goes that begins with the word `name`, inside one whose text goes to `outer`; null where the
 * word says nothing about its group.
 */
export function targetOfGroup(name: string, isStarred: boolean, outer: RtfTarget): RtfTarget | null {
  if (outer === 'none' || name === 'shpinst') return outer;
  if (name === 'fonttbl') return 'fonts';
  if (markGroups.has(name)) return 'mark';
  if (name === 'footnote') return 'note';
  if (name === 'shptxt') return 'box';
  if (name === 'shprslt' || skippedGroups.has(name)) return 'none';
  return isStarred && !starredButRead.has(name) && outer !== 'fonts' ? 'none' : null;
}
