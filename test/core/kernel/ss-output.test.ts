// What `ss -tin` of iproute2 6.1 printed of a stall and of a dual-stack listener's connection, and what others print.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endKey } from '../../../server/core/kernel/socket-end.ts';
import { createSsVocabulary, parseSsOutput } from '../../../server/core/kernel/ss-output.ts';
import type { KernelDetails } from '../../../server/protocol/kernel.ts';

const HEADING = 'State Recv-Q Send-Q      Local Address:Port        Peer Address:Port Process      \n';

const STALL = `${HEADING}ESTAB  0      3782144 127.0.0.1:42613 127.0.0.1:52140
\t bbr wscale:10,10 rto:208 backoff:1 rtt:4.533/8.983 mss:47616 pmtu:65535 rcvmss:536 advmss:65483 cwnd:15 bytes_sent:176128 bytes_retrans:47616 bytes_acked:128512 segs_out:6 segs_in:6 data_segs_out:5 bbr:(bw:27209129880bps,mrtt:0.014,pacing_gain:2.88672,cwnd_gain:2.88672) send 1260516214bps lastsnd:256 lastrcv:512 lastack:44 pacing_rate 113510381048bps delivery_rate 15872000000bps delivered:6 busy:512ms rwnd_limited:508ms(99.2%) retrans:0/1 dsack_dups:1 rcv_space:65483 rcv_ssthresh:65483 notsent:3782144 minrtt:0.014
ESTAB  128512 0       127.0.0.1:52140 127.0.0.1:42613
\t bbr wscale:10,10 rto:200 rtt:0.094/0.047 ato:80 mss:32768 pmtu:65535 rcvmss:47616 advmss:65483 cwnd:10 bytes_acked:1 bytes_received:128512 segs_out:6 segs_in:7 data_segs_in:5 bbr:(bw:0bps,mrtt:0.094,pacing_gain:1,cwnd_gain:1) send 27887659574bps lastsnd:512 lastrcv:256 lastack:256 pacing_rate 79633112208bps delivered:1 app_limited rcv_rtt:0.019 rcv_space:65495 rcv_ssthresh:95232 minrtt:0.094 snd_wnd:65536                                             
`;

const SENDER: KernelDetails = {
  rttMs: 4.533,
  rttVariationMs: 8.983,
  congestionWindow: 15,
  segmentBytes: 47_616,
  peerWindowBytes: 0,
  retransmissions: 1,
  bytesSent: 176_128,
  bytesAcknowledged: 128_512,
  bytesReceived: 0,
  windowLimitedMs: 508,
};

const READER: KernelDetails = {
  rttMs: 0.094,
  rttVariationMs: 0.047,
  congestionWindow: 10,
  segmentBytes: 32_768,
  peerWindowBytes: 65_536,
  retransmissions: 0,
  bytesSent: 0,
  bytesAcknowledged: 1,
  bytesReceived: 128_512,
  windowLimitedMs: 0,
};

function key(local: number, remote: number, address = '127.0.0.1'): string {
  return endKey({ local: { address, port: local }, remote: { address, port: remote } });
}

function parse(text: string, vocabulary = createSsVocabulary()): [string, KernelDetails][] {
  return [...parseSsOutput(text, vocabulary)];
}

describe('figures', () => {
  it('are those of both ends of a stall, zero window and all', () => {
    expect(parse(STALL)).toEqual([
      [key(42613, 52140), SENDER],
      [key(52140, 42613), READER],
    ]);
  });

  it('are the same on one line a socket', () => {
    expect(parse(STALL.replaceAll('\n\t', ' '))).toEqual(parse(STALL));
  });

  it('are absent when this ss or kernel has never told them, and 0 when it leaves them out', () => {
    const bare = 'ESTAB 0 0 127.0.0.1:1 127.0.0.1:2\n\t cubic rtt:1e+06/2.5 mss:1448 cwnd:10\n';
    const figures = { rttMs: 1e6, rttVariationMs: 2.5, congestionWindow: 10, segmentBytes: 1448 };
    const vocabulary = createSsVocabulary();
    expect(parse(bare, vocabulary)).toEqual([[key(1, 2), { ...figures, retransmissions: 0 }]]);
    parse('ESTAB 0 0 127.0.0.1:3 127.0.0.1:4\n\t cubic cwnd:10 snd_wnd:65536\n', vocabulary);
    expect(parse(bare, vocabulary)).toEqual([
      [key(1, 2), { ...figures, retransmissions: 0, peerWindowBytes: 0 }],
    ]);
  });

  it('are none of a socket that the kernel keeps without them', () => {
    expect(parse('TIME-WAIT 0 0 127.0.0.1:1 127.0.0.1:2\nFIN-WAIT-2 0 0 127.0.0.1:3 127.0.0.1:4\n')).toEqual(
      [],
    );
  });
});

describe('endpoints', () => {
  it.each([
    ['[::ffff:127.0.0.1]:1', '[::ffff:127.0.0.1]:2', '127.0.0.1'],
    ['::ffff:127.0.0.1:1', '::ffff:127.0.0.1:2', '127.0.0.1'],
    ['[::1]:1', '[::1]:2', '::1'],
    ['::1:1', '::1:2', '::1'],
    ['[fe80::1]%eth0:1', '[fe80::1]:2', 'fe80::1%eth0'],
    ['127.0.0.1%lo:1', '127.0.0.1:2', '127.0.0.1'],
  ])('are read from %s', (local, remote, address) => {
    expect(parse(`ESTAB 0 0 ${local} ${remote}\n\t cwnd:7\n`)).toEqual([
      [key(1, 2, address), { congestionWindow: 7, retransmissions: 0 }],
    ]);
  });
});

describe('bad input', () => {
  it('leaves out what is no figure', () => {
    const words =
      'cwnd:x rtt:1 mss:-1 snd_wnd:1.5 bytes_sent:99999999999999999999 rwnd_limited:5 retrans:7 bytes_acked:';
    expect(parse(`ESTAB 0 0 127.0.0.1:1 127.0.0.1:2\n\t ${words}\n`)).toEqual([[key(1, 2), {}]]);
  });

  it('does not give a line of details to the wrong socket', () => {
    expect(parse(`\t cwnd:1\nESTAB 0 0 *:* *:*\n\t cwnd:2\n\nusage\n\t cwnd:3\n`)).toEqual([]);
  });

  it('never throws', () => {
    const cut = fc.tuple(fc.nat(STALL.length), fc.nat(STALL.length), fc.string({ maxLength: 80 }));
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 6 }), (cuts) => {
        const text = cuts.reduce(
          (all, [from, to, between]) => all.slice(0, from) + between + all.slice(to),
          STALL,
        );
        for (const [, details] of parse(text)) {
          expect(Object.values(details).every((figure = -1) => Number.isFinite(figure) && figure >= 0)).toBe(
            true,
          );
        }
      }),
    );
  });
});
