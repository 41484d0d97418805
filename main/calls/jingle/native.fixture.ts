import type { TestEngine } from './two-sides.fixture.ts';

/** For tests: a connection of the native engine, as a keeper drives it. */
export const driving = (pc: RTCPeerConnection): TestEngine => ({
  offer: async restart => {
    const offer = await pc.createOffer({ iceRestart: restart });
    await pc.setLocalDescription(offer);
    return offer.sdp ?? '';
  },
  answer: async () => {
    const answer = await pc.createAnswer();
    await pc.setLocalDescription(answer);
    return answer.sdp ?? '';
  },
  remote: async (type, sdp) => {
    // A browser does this by itself.
    if (type === 'offer' && pc.signalingState === 'have-local-offer') await pc.setLocalDescription({ type: 'rollback' });
    await pc.setRemoteDescription({ type, sdp });
  },
  rollback: () => pc.setLocalDescription({ type: 'rollback' }),
  candidate: ({ mid, candidate, ufrag }) => pc.addIceCandidate({ candidate, sdpMid: mid, usernameFragment: ufrag }),
  onCandidate: heard =>
    pc.addEventListener('icecandidate', ({ candidate }) => {
      if (candidate?.candidate) heard(candidate.sdpMid ?? '', candidate.candidate);
    }),
});
