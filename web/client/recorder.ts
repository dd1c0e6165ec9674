/*
 * A question that is spoken. Browsers give the microphone to pages over https and to pages of this machine
 * (localhost) only; elsewhere there is no button, and a recording can be sent as a file.
 */

/** A recording that is under way. */
export interface Recording {
  /** Ends it; null where nothing was recorded. */
  finish(): Promise<File | null>;
  /** Ends it and forgets what was recorded. */
  cancel(): void;
}

/** Longer than any question, in milliseconds; then it ends by itself. */
const longestMs = 120_000;

/** True where this page may ask for the microphone at all. */
export const canRecord = (): boolean =>
  typeof MediaRecorder === 'function' && typeof navigator.mediaDevices?.getUserMedia === 'function';

/**
 * Asks for the microphone and records; `onEnd` is told once when the longest time is over or the microphone goes away.
 * Rejects where the person or the browser refuses.
 */
export async function startRecording(onEnd: () => void): Promise<Recording> {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const type = ['audio/webm', 'audio/mp4', 'audio/ogg'].find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(stream, type ? { mimeType: type } : {});
  const pieces: Blob[] = [];
  const ended = new Promise<void>((resolve) => recorder.addEventListener('stop', () => resolve()));
  recorder.addEventListener('dataavailable', ({ data }) => pieces.push(data));
  const timer = setTimeout(onEnd, longestMs);
  stream.getAudioTracks()[0]?.addEventListener('ended', onEnd);
  const release = (): void => {
    clearTimeout(timer);
    // The light of the microphone goes out with its last track.
    for (const track of stream.getTracks()) track.stop();
  };
  recorder.start();
  return {
    async finish() {
      if (recorder.state !== 'inactive') recorder.stop();
      await ended;
      release();
      const recorded = new Blob(pieces, { type: recorder.mimeType });
      if (recorded.size === 0) return null;
      const [media = ''] = recorder.mimeType.split(';');
      return new File([recorded], `cau-hoi.${media.split('/')[1] ?? 'webm'}`, { type: media });
    },
    cancel() {
      if (recorder.state !== 'inactive') recorder.stop();
      release();
    },
  };
}
