/** What is used of yauzl, which ships no types. */
declare module 'yauzl' {
  export interface Entry {
    fileNameRaw: Buffer;
    extraFields: { id: number; data: Buffer }[];
    generalPurposeBitFlag: number;
    versionMadeBy: number;
    externalFileAttributes: number;
    compressionMethod: number;
    compressedSize: number;
    uncompressedSize: number;
    crc32: number;
    isEncrypted(): boolean;
  }
  export interface ZipFile {
    entryCount: number;
    comment: Buffer;
    readEntry(): void;
    readLocalFileHeader(
      entry: Entry,
      options: { minimal: true },
      done: (error: Error | null, header: { fileDataStart: number }) => void,
    ): void;
    on(event: 'entry', handler: (entry: Entry) => void): this;
    on(event: 'end', handler: () => void): this;
    on(event: 'error', handler: (error: Error) => void): this;
  }
  const yauzl: {
    fromBuffer(
      buffer: Buffer,
      options: { lazyEntries: boolean; decodeStrings: boolean; validateEntrySizes: boolean },
      done: (error: Error | null, file: ZipFile) => void,
    ): void;
    getFileNameLowLevel(
      flags: number,
      name: Buffer,
      extraFields: Entry['extraFields'],
      strictFileNames: boolean,
    ): string;
  };
  export default yauzl;
}
