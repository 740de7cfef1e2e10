// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** The least a connection must be: TLS 1.3, or 1.2 with ECDHE and AEAD, and no SHA-1 in it. */
final class TlsFloor {
  static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  private TlsFloor() {}

  /**
   * What remains of a wish. A library may ask for less than we allow, never for more.
   *
   * @throws IllegalArgumentException if nothing remains
   */
  static String[] within(List<String> allowed, String[] wished) {
    List<String> remaining = new ArrayList<>(allowed);
    remaining.retainAll(List.of(wished));
    if (remaining.isEmpty()) {
      throw new IllegalArgumentException("only " + allowed + " are allowed");
    }
    return remaining.toArray(new String[0]);
  }

  static void applyTo(SSLSocket socket) {
    socket.setEnabledProtocols(PROTOCOLS.toArray(new String[0]));
    socket.setEnabledCipherSuites(within(CIPHER_SUITES, socket.getSupportedCipherSuites()));
    var parameters = socket.getSSLParameters();
    parameters.setAlgorithmConstraints(new NothingOldOrSlow());
    socket.setSSLParameters(parameters);
  }

  /**
   * Keeps SHA-1 out of the handshake's own signatures too, where TLS 1.2 still allows it, and
   * finite fields out of its key exchange: a server could ask for one of 8192 bits, which takes
   * seconds.
   */
  private static final class NothingOldOrSlow implements AlgorithmConstraints {
    private static final Pattern OLD =
        Pattern.compile("SHA-?1(?![0-9])|MD[245]|SHA-?224|DIFFIEHELLMAN|FFDHE");

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives,
        String algorithm,
        @Nullable AlgorithmParameters parameters) {
      return !OLD.matcher(algorithm.toUpperCase(Locale.ROOT)).find();
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives,
        String algorithm,
        Key key,
        @Nullable AlgorithmParameters parameters) {
      return permits(primitives, algorithm, parameters);
    }
  }
}
