/** stub replaced below */
export const reversedWords = (_claim: string, _passages: readonly string[]): string[] => [];
