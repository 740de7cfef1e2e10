// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import static io.pumpbridge.trust.badservers.BadServer.behaving;
import static io.pumpbridge.trust.badservers.BadServer.talking;
import static io.pumpbridge.trust.refusal.Refusal.CLIENT_CERTIFICATE_NOT_REQUESTED;
import static io.pumpbridge.trust.refusal.Refusal.HANDSHAKE_REFUSED;
import static io.pumpbridge.trust.refusal.Refusal.NO_COMMON_CIPHER_SUITE;
import static io.pumpbridge.trust.refusal.Refusal.NO_COMMON_TLS_VERSION;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_BREAKS_TLS;
import static io.pumpbridge.trust.refusal.Refusal.SERVER_NOT_TLS;
import static org.bouncycastle.tls.ProtocolVersion.SSLv3;
import static org.bouncycastle.tls.ProtocolVersion.TLSv10;
import static org.bouncycastle.tls.ProtocolVersion.TLSv11;
import static org.bouncycastle.tls.ProtocolVersion.TLSv12;
import static org.bouncycastle.tls.ProtocolVersion.TLSv13;

import io.pumpbridge.trust.lab.Manner;
import io.pumpbridge.trust.lab.Manner.Asking;
import io.pumpbridge.trust.lab.RawPeer;
import io.pumpbridge.trust.lab.Shown;
import io.pumpbridge.trust.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.tls.CipherSuite;

/** Servers with a good certificate that do not speak TLS as we want it, or not at all. */
final class ProtocolCases {
  private static final String RANDOM = "11".repeat(32);

  /** RFC 8446, 4.1.3: a server of 1.3 says with it that somebody made it speak an older one. */
  private static final String DOWNGRADED_TO_12 = "11".repeat(24) + "444f574e47524401";

  private static final String DOWNGRADED_TO_11 = "11".repeat(24) + "444f574e47524400";

  /** The same section: a ServerHello with it is a HelloRetryRequest. */
  private static final String RETRY =
      "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";

  private static final String ECDHE_GCM = "c02b";
  private static final int COMPRESSED_CERTIFICATE = 25;
  private static final int FINISHED = 20;

  private ProtocolCases() {}

  static Shown good() {
    return ChainCases.deep(1);
  }

  static List<BadServer> all() {
    return List.of(
        behaving("TLS 1.1 only", NO_COMMON_TLS_VERSION, Manner.of(TLSv11)),
        behaving("TLS 1.0 only", NO_COMMON_TLS_VERSION, Manner.of(TLSv10)),
        behaving("SSL 3 only", NO_COMMON_TLS_VERSION, Manner.of(SSLv3)),
        saying("TLS 1.1 whatever we offer", NO_COMMON_TLS_VERSION, hello("0302", ECDHE_GCM)),
        saying("SSL 3 whatever we offer", NO_COMMON_TLS_VERSION, hello("0300", ECDHE_GCM)),
        offering("CBC only", CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256),
        offering("key exchange by RSA only", CipherSuite.TLS_RSA_WITH_AES_128_GCM_SHA256),
        offering("finite fields only", CipherSuite.TLS_DHE_RSA_WITH_AES_256_GCM_SHA384),
        offering("3DES only", CipherSuite.TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA),
        offering("RC4 only", CipherSuite.TLS_ECDHE_RSA_WITH_RC4_128_SHA),
        offering("no encryption", CipherSuite.TLS_ECDHE_ECDSA_WITH_NULL_SHA),
        offering("anonymous only", CipherSuite.TLS_ECDH_anon_WITH_AES_128_CBC_SHA),
        saying("CBC whatever we offer", NO_COMMON_CIPHER_SUITE, hello("0303", "c023")),
        saying("RSA whatever we offer", NO_COMMON_CIPHER_SUITE, hello("0303", "009c")),
        saying("no encryption whatever we offer", NO_COMMON_CIPHER_SUITE, hello("0303", "c006")),
        saying("anonymous whatever we offer", NO_COMMON_CIPHER_SUITE, hello("0303", "c018")),
        saying(
            "compression",
            SERVER_BREAKS_TLS,
            "16 0303 002a 02 000026 0303" + RANDOM + "00" + ECDHE_GCM + "01"),
        saying("downgrade from 1.3", SERVER_BREAKS_TLS, hello("0303", DOWNGRADED_TO_12, ECDHE_GCM)),
        saying("downgrade to 1.1", SERVER_BREAKS_TLS, hello("0303", DOWNGRADED_TO_11, ECDHE_GCM)),
        saying(
            "no certificate in its list",
            Refusal.SERVER_CERTIFICATE_UNREADABLE,
            hello("0303", ECDHE_GCM) + "16 0303 0007 0b000003000000"),
        saying(
            "certificate left out",
            SERVER_BREAKS_TLS,
            hello("0303", ECDHE_GCM) + "16 0303 0004 0e000000"),
        behaving(
            "certificate left out in 1.3",
            SERVER_BREAKS_TLS,
            Manner.of(TLSv13).early(wire -> wire.handshake(message(FINISHED, 32)))),
        behaving(
            "compressed certificate",
            SERVER_BREAKS_TLS,
            Manner.of(TLSv13).early(wire -> wire.handshake(message(COMPRESSED_CERTIFICATE, 40)))),
        behaving(
            "application data before the end of the handshake",
            SERVER_BREAKS_TLS,
            Manner.of(TLSv13).early(wire -> wire.record(23, new byte[9])),
            Manner.of(TLSv12).early(wire -> wire.record(23, new byte[9]))),
        retrying("hello retried without end", "0018"),
        retrying("hello retried for a slow group", "0104"),
        behaving(
            "does not ask who we are",
            CLIENT_CERTIFICATE_NOT_REQUESTED,
            Manner.of(TLSv13).asking(Asking.NOBODY),
            Manner.of(TLSv12).asking(Asking.NOBODY)),
        behaving(
            "asks for an RSA certificate",
            CLIENT_CERTIFICATE_NOT_REQUESTED,
            Manner.of(TLSv13).asking(Asking.RSA),
            Manner.of(TLSv12).asking(Asking.RSA)),
        saying("garbage", SERVER_NOT_TLS, "6e".repeat(100)),
        saying("HTTP", SERVER_NOT_TLS, text("HTTP/1.1 400 Bad Request\r\n\r\n")),
        saying("SSH", SERVER_NOT_TLS, text("SSH-2.0-OpenSSH_9.2\r\n")),
        talking("hangs up", Refusal.SERVER_ENDED_HANDSHAKE, timeIsUp -> hangingUp()),
        saying(
            "says goodbye during the handshake",
            Refusal.SERVER_ENDED_HANDSHAKE,
            "15 0303 0002 0100"),
        saying(
            "says goodbye after its hello",
            Refusal.SERVER_ENDED_HANDSHAKE,
            hello("0303", ECDHE_GCM) + "15 0303 0002 0100"),
        saying("record of an unknown type", SERVER_NOT_TLS, "99 0303 0001 00"));
  }

  private static io.pumpbridge.trust.lab.Peer hangingUp() {
    return RawPeer.talking(
        (client, hello) -> {
          client.close();
        });
  }

  private static BadServer saying(String name, Refusal reason, String hex) {
    return talking(name, reason, timeIsUp -> RawPeer.saying(hex));
  }

  private static BadServer offering(String name, int suite) {
    return behaving(name, HANDSHAKE_REFUSED, Manner.of(TLSv12).withSuite(suite));
  }

  private static String hello(String version, String suite) {
    return hello(version, RANDOM, suite);
  }

  private static String hello(String version, String random, String suite) {
    return "16" + version + "002a 02 000026" + version + random + "00" + suite + "00";
  }

  /** Asks for another hello with this group, again and again. */
  private static BadServer retrying(String name, String group) {
    return talking(
        name,
        SERVER_BREAKS_TLS,
        timeIsUp ->
            RawPeer.talking(
                (client, hello) -> {
                  byte[] retry = RawPeer.handshake(retry(hello, group));
                  client.write(retry);
                  client.write(retry);
                }));
  }

  private static String retry(byte[] hello, String group) {
    int at = 4 + 2 + 32;
    byte[] session = Arrays.copyOfRange(hello, at, at + 1 + hello[at]);
    String body =
        "0303"
            + RETRY
            + HexFormat.of().formatHex(session)
            + "1301 00"
            + "000c 002b 0002 0304 0033 0002"
            + group;
    int length = body.replace(" ", "").length() / 2;
    return "02" + String.format("%06x", length) + body;
  }

  private static byte[] message(int type, int length) {
    byte[] whole = new byte[4 + length];
    whole[0] = (byte) type;
    whole[3] = (byte) length;
    return whole;
  }

  private static String text(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
  }
}
