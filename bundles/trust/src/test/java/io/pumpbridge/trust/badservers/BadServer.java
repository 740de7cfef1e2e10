// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.badservers;

import io.pumpbridge.trust.lab.BouncyServer;
import io.pumpbridge.trust.lab.Manner;
import io.pumpbridge.trust.lab.Peer;
import io.pumpbridge.trust.lab.Shown;
import io.pumpbridge.trust.refusal.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.bouncycastle.tls.ProtocolVersion;

/**
 * A server that must not get one byte of the application.
 *
 * @param name as it stands in the README
 * @param reason with which it is refused
 * @param host that the gateway looks for
 * @param ways to serve it, each of which must be refused
 * @param gateways what those know of revocation that must refuse it, each of them
 */
record BadServer(
    String name, Refusal reason, String host, List<Way> ways, List<Knowledge> gateways) {

  BadServer(String name, Refusal reason, String host, List<Way> ways) {
    this(name, reason, host, ways, List.of(Knowledge.UNASKED));
  }

  static final List<ProtocolVersion> VERSIONS =
      List.of(ProtocolVersion.TLSv13, ProtocolVersion.TLSv12);

  /** How it is served; it says itself when the time for the handshake is over. */
  interface Way {
    Peer serve(Runnable timeIsUp);
  }

  /** Shows that, and is good in all else, by TLS 1.3 and 1.2. */
  static BadServer showing(String name, Refusal reason, Supplier<Shown> what) {
    return showing(name, reason, Site.HOST, what);
  }

  static BadServer showing(String name, Refusal reason, String host, Supplier<Shown> what) {
    List<Way> ways = new ArrayList<>();
    for (ProtocolVersion version : VERSIONS) {
      ways.add(timeIsUp -> BouncyServer.showing(what.get(), Manner.of(version)));
    }
    return new BadServer(name, reason, host, List.copyOf(ways));
  }

  /** Shows a good certificate and behaves badly. */
  static BadServer behaving(String name, Refusal reason, Manner... manners) {
    List<Way> ways = new ArrayList<>();
    for (Manner manner : manners) {
      ways.add(timeIsUp -> BouncyServer.showing(ProtocolCases.good(), manner));
    }
    return new BadServer(name, reason, Site.HOST, List.copyOf(ways));
  }

  static BadServer talking(String name, Refusal reason, Way... ways) {
    return new BadServer(name, reason, Site.HOST, List.of(ways));
  }

  /** Refused by gateways that know this. */
  BadServer among(List<Knowledge> others) {
    return new BadServer(name, reason, host, ways, others);
  }

  @Override
  public String toString() {
    return name;
  }
}
