// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.lab;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.tls.ProtocolVersion;

/**
 * How a {@link BouncyServer} behaves; well unless something is asked otherwise.
 *
 * @param suites empty for the usual ones
 * @param early does something once it has said what is encrypted first, or before its certificate
 * @param late does something once the handshake is done
 */
public record Manner(
    ProtocolVersion version,
    List<Integer> suites,
    Asking asking,
    Optional<Deed> early,
    Optional<Deed> late) {

  /** Which certificates it takes from clients. */
  public enum Asking {
    ECDSA,
    RSA,
    NOBODY
  }

  /** What it does on its own account. */
  public interface Deed {
    void on(Wire wire) throws IOException;
  }

  /** What it does it with: messages go out under the connection's present keys. */
  public interface Wire {
    void handshake(byte[] message) throws IOException;

    void record(int type, byte[] content) throws IOException;

    void updateKeys() throws IOException;
  }

  public static Manner of(ProtocolVersion version) {
    return new Manner(version, List.of(), Asking.ECDSA, Optional.empty(), Optional.empty());
  }

  public Manner withSuite(int only) {
    return new Manner(version, List.of(only), asking, early, late);
  }

  public Manner asking(Asking whom) {
    return new Manner(version, suites, whom, early, late);
  }

  public Manner early(Deed deed) {
    return new Manner(version, suites, asking, Optional.of(deed), late);
  }

  public Manner late(Deed deed) {
    return new Manner(version, suites, asking, early, Optional.of(deed));
  }

  boolean isTls13() {
    return version.equals(ProtocolVersion.TLSv13);
  }
}
