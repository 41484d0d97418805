// The package's own declarations are of a bundle that Node cannot import by name; these are the parts we call.
declare module 'wrtc' {
  export interface AudioData {
    /** Interleaved where there is more than one channel. */
    readonly samples: Int16Array;
    readonly sampleRate: number;
    readonly channelCount?: number;
  }
  export interface PictureData {
    readonly width: number;
    readonly height: number;
    /** I420: the brightness of each pixel, then the two colours at a quarter of the size. */
    readonly data: Uint8ClampedArray;
  }
  class RTCAudioSource {
    createTrack(): MediaStreamTrack;
    onData(data: AudioData): void;
  }
  class RTCAudioSink {
    constructor(track: MediaStreamTrack);
    ondata: ((data: AudioData) => void) | null;
    stop(): void;
  }
  class RTCVideoSource {
    createTrack(): MediaStreamTrack;
    onFrame(frame: PictureData): void;
  }
  class RTCVideoSink {
    constructor(track: MediaStreamTrack);
    onframe: ((event: { readonly frame: PictureData }) => void) | null;
    stop(): void;
  }
  const engine: {
    readonly RTCPeerConnection: typeof RTCPeerConnection;
    readonly MediaStream: typeof MediaStream;
    readonly nonstandard: {
      readonly RTCAudioSource: typeof RTCAudioSource;
      readonly RTCAudioSink: typeof RTCAudioSink;
      readonly RTCVideoSource: typeof RTCVideoSource;
      readonly RTCVideoSink: typeof RTCVideoSink;
    };
  };
  export default engine;
}
