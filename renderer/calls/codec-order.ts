const HELPERS = new Set(['video/rtx', 'video/red', 'video/ulpfec', 'video/flexfec-03']);
/** The first is the one that every known client has. */
const ORDER = ['video/vp8', 'video/vp9', 'video/h264', 'video/av1'] as const;

/**
 * One profile for each video codec, VP8 first: a description with every profile is 5 kB that others have to parse, and nobody uses the rest.
 * Answers are left alone: there the other side's order counts, and one of their profiles may be the only one.
 */
export function offeredVideo(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const name = ({ mimeType }: RTCRtpCodec): string => mimeType.toLowerCase();
  const chosen = ORDER.flatMap(wanted => codecs.filter(codec => name(codec) === wanted && isPlain(codec)).slice(0, 1));
  return [...chosen, ...codecs.filter(codec => HELPERS.has(name(codec)))];
}

function isPlain({ mimeType, sdpFmtpLine = '' }: RTCRtpCodec): boolean {
  switch (mimeType.toLowerCase()) {
    case 'video/h264':
      // Constrained baseline, which every decoder has; packetization mode 1 as RFC 7742 §6.2 requires.
      return /profile-level-id=42e0/i.test(sdpFmtpLine) && /packetization-mode=1/.test(sdpFmtpLine);
    case 'video/vp9':
    case 'video/av1':
      return !/profile(-id)?=[1-9]/.test(sdpFmtpLine);
    default:
      return true;
  }
}
