// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.tls;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the check that failed in whatever a library made of it. Our own refusals travel as causes;
 * of the server's, JSSE keeps only a text.
 */
final class HandshakeFailures {
  /** Causes may form a ring. */
  private static final int MAX_CAUSES = 32;

  private static final Pattern ALERT = Pattern.compile("Received fatal alert: ([a-z_]+)");

  private static final Map<String, String> ABOUT_OUR_CERTIFICATE =
      Map.of(
          "certificate_required", "it got none",
          "unknown_ca", "it does not trust its authority",
          "bad_certificate", "it finds it wrong",
          "unsupported_certificate", "it does not take this kind",
          "certificate_revoked", "it has been revoked",
          "certificate_expired", "it has ended, or the server's clock is wrong",
          "certificate_unknown", "it does not accept it",
          "access_denied", "this gateway may not connect",
          "decrypt_error", "the proof of its key failed");

  /** A server that misses a certificate of a kind it takes may only say "handshake failure". */
  private static final Set<String> ABOUT_OUR_SIDE =
      Set.of(
          Refusal.SERVER_REFUSED_OUR_CERTIFICATE.code(),
          Refusal.SERVER_ENDED_HANDSHAKE.code(),
          Refusal.HANDSHAKE_REFUSED.code());

  private HandshakeFailures() {}

  /** A refusal of ours as sockets fail; {@link #explain} finds it again. */
  static IOException wrap(TrustException reason, IOException symptom) {
    SSLException failure = new SSLHandshakeException(reason.getMessage());
    failure.initCause(reason);
    failure.addSuppressed(symptom);
    return failure;
  }

  /** A connection that broke before the server said anything. */
  static IOException hungUp(IOException symptom) {
    return wrap(
        Refusal.SERVER_ENDED_HANDSHAKE.because(
            "The connection broke before the server said a word: it may refuse this gateway's"
                + " certificate (look into its log), or the network failed."),
        symptom);
  }

  /**
   * Whether the server does not want what we showed it, for all that can be seen from here: it says
   * so, or hangs up. Timeouts and our own refusals are no such thing.
   */
  static boolean meansRefused(IOException failure) {
    return explain(failure)
        .map(reason -> ABOUT_OUR_SIDE.contains(reason.code()))
        .orElse(failure instanceof SocketException);
  }

  static Optional<TrustException> explain(Throwable failure) {
    Optional<TrustException> fromServer = Optional.empty();
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof TrustException ours) {
        return Optional.of(ours);
      }
      if (cause instanceof SSLException tls && fromServer.isEmpty()) {
        fromServer = explainTls(tls);
      }
      cause = cause.getCause();
    }
    return fromServer;
  }

  private static Optional<TrustException> explainTls(SSLException failure) {
    String text = String.valueOf(failure.getMessage());
    Matcher alert = ALERT.matcher(text);
    if (alert.find()) {
      return Optional.of(explainAlert(alert.group(1), failure));
    }
    Optional<TrustException> broken = explainBroken(text, failure);
    if (broken.isPresent()) {
      return broken;
    }
    if (text.contains("protocol version") || text.contains("No appropriate protocol")) {
      return Optional.of(noCommonVersion(failure));
    }
    if (text.contains("ciphersuite") || text.contains("cipher suite")) {
      return Optional.of(noCommonSuite(failure));
    }
    if (text.contains("plaintext connection")
        || text.contains("unrecognized SSL message")
        || text.contains("Unsupported or unrecognized")) {
      return Optional.of(
          Refusal.SERVER_NOT_TLS.because(
              "What answers there does not speak TLS: check the server's port.", "", failure));
    }
    if (text.contains("terminated the handshake")
        || text.contains("closed connection during")
        || text.contains("close_notify during handshake")) {
      return Optional.of(
          Refusal.SERVER_ENDED_HANDSHAKE.because(
              "The server hung up during the handshake without a reason: look into its log.",
              "",
              failure));
    }
    return Optional.empty();
  }

  /** What a server did that no server may; of some things the JDK keeps only a text. */
  private static Optional<TrustException> explainBroken(String text, SSLException failure) {
    if (text.contains("downgrade attack")) {
      return Optional.of(breaksTls(failure));
    }
    if (text.contains("exceeds the maximum allowed size")) {
      return Optional.of(tooLarge("a message of the handshake"));
    }
    if (text.contains("certificate chain length")) {
      return Optional.of(
          Refusal.SERVER_CHAIN_UNTRUSTED.because(
              "The server's certificate is not trusted. Too many others came with it.",
              "",
              failure));
    }
    if (text.contains("parse server certificates")
        || text.contains("cert_data")
        || text.contains("ertificate chain")) {
      return Optional.of(unreadable(failure));
    }
    if (text.contains("CertificateVerify signature")
        || text.contains("ServerKeyExchange signature")) {
      return Optional.of(
          Refusal.SERVER_KEY_NOT_PROVEN.because(
              "The server shows a certificate whose key it does not have: it may have been copied.",
              "",
              failure));
    }
    return Optional.empty();
  }

  static TrustException unreadable(Exception why) {
    return Refusal.SERVER_CERTIFICATE_UNREADABLE.because(
        "The server's certificates cannot be read: they are damaged, or of a kind that nobody here"
            + " knows.",
        "",
        why);
  }

  /** What the server showed took the parser's whole stack. */
  static IOException nestedTooDeep() {
    IOException symptom = new SSLException("certificates nested too deep");
    return wrap(unreadable(symptom), symptom);
  }

  static TrustException tooLarge(String what) {
    return Refusal.SERVER_MESSAGE_TOO_LARGE.because(
        "The server sent " + what + ", which is larger than any server needs.");
  }

  private static TrustException breaksTls(SSLException failure) {
    return Refusal.SERVER_BREAKS_TLS.because(
        "The server breaks the rules of TLS, or somebody between does ("
            + failure.getMessage()
            + ").",
        "",
        failure);
  }

  /**
   * A failure that says why. Whatever TLS finds wrong and nobody has a better word for breaks its
   * rules; what the network did stays as it is.
   */
  static IOException named(IOException failure) {
    if (failure instanceof SSLException tls && explain(tls).isEmpty() && !isOfNetwork(tls)) {
      return wrap(breaksTls(tls), tls);
    }
    return failure;
  }

  /** Whether the connection broke, rather than that somebody found something wrong. */
  static boolean isOfNetwork(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof SocketException
          || cause instanceof EOFException
          || cause instanceof InterruptedIOException) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static TrustException explainAlert(String alert, SSLException failure) {
    String why = ABOUT_OUR_CERTIFICATE.get(alert);
    if (why != null) {
      return Refusal.SERVER_REFUSED_OUR_CERTIFICATE.because(
          "The server refused this gateway's certificate (" + alert + "): " + why + ".",
          "",
          failure);
    }
    return switch (alert) {
      case "protocol_version" -> noCommonVersion(failure);
      case "insufficient_security" -> noCommonSuite(failure);
      case "handshake_failure" ->
          Refusal.HANDSHAKE_REFUSED.because(
              "The server refused the handshake: no cipher suite in common, or it missed a"
                  + " certificate of a kind it takes.",
              "",
              failure);
      case "unrecognized_name" ->
          Refusal.SERVER_DOES_NOT_KNOW_NAME.because(
              "The server does not know the name by which it was called.", "", failure);
      default ->
          Refusal.SERVER_ALERT.because(
              "The server ended the connection with the alert " + alert + ".", "", failure);
    };
  }

  private static TrustException noCommonVersion(SSLException failure) {
    return Refusal.NO_COMMON_TLS_VERSION.because(
        "The server speaks neither TLS 1.3 nor TLS 1.2: it must be brought up to date.",
        "",
        failure);
  }

  private static TrustException noCommonSuite(SSLException failure) {
    return Refusal.NO_COMMON_CIPHER_SUITE.because(
        "The server offers no cipher suite with ECDHE and AEAD: it must be brought up to date.",
        "",
        failure);
  }
}
