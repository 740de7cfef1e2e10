// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import io.pumpbridge.model.trust.TlsContexts;
import io.pumpbridge.model.trust.TrustException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.jspecify.annotations.Nullable;

/** Puts what went wrong into words that say whose fault it is. */
public final class Failures {
  /** Causes of causes; a ring of them would have no end. */
  private static final int MAX_DEPTH = 16;

  private Failures() {}

  public static Failure of(@Nullable Throwable thrown, TlsContexts tls) {
    if (thrown != null) {
      Optional<TrustException> check = tls.explain(thrown);
      if (check.isPresent()) {
        return of(check.get());
      }
    }
    Throwable cause = thrown;
    Failure best = Failure.of("connection-lost", "The connection broke off.");
    for (int depth = 0; cause != null && depth < MAX_DEPTH; depth++) {
      best = name(cause).orElse(best); // the deepest known cause says most
      cause = cause.getCause();
    }
    return best;
  }

  public static Failure of(TrustException check) {
    String reason = Objects.requireNonNullElse(check.getMessage(), check.code());
    return new Failure(check.code(), reason, check.subject(), true);
  }

  private static Optional<Failure> name(Throwable cause) {
    if (cause instanceof LineException ours) {
      return Optional.of(ours.failure());
    }
    if (cause instanceof UnknownHostException) {
      return failure("unknown-host", "No address is known for the server's name.");
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return failure("unreachable", "The server cannot be reached; is it, or the network, down?");
    }
    if (cause instanceof SocketTimeoutException) {
      return failure("no-answer", "The server did not answer in time.");
    }
    if (cause instanceof SSLException) {
      return failure(
          "tls-failed",
          "No secure connection came about; perhaps the server does not accept our certificate.");
    }
    return cause instanceof MqttException mqtt ? name(mqtt) : Optional.empty();
  }

  private static Optional<Failure> name(MqttException cause) {
    return switch (cause.getReasonCode()) {
      case MqttException.REASON_CODE_CLIENT_TIMEOUT ->
          failure("no-answer", "The server did not answer in time.");
      case MqttException.REASON_CODE_INVALID_CLIENT_ID ->
          verdict("client-id-refused", "The server does not accept this gateway's id.");
      case MqttException.REASON_CODE_BROKER_UNAVAILABLE ->
          failure("server-unavailable", "The server says that it is not available.");
      case MqttException.REASON_CODE_FAILED_AUTHENTICATION,
          MqttException.REASON_CODE_NOT_AUTHORIZED ->
          verdict("not-authorised", "The server does not let this gateway in.");
      case MqttException.REASON_CODE_SUBSCRIBE_FAILED ->
          verdict("subscription-refused", "The server refuses the gateway's own topics.");
      default -> Optional.empty();
    };
  }

  private static Optional<Failure> failure(String code, String reason) {
    return Optional.of(Failure.of(code, reason));
  }

  private static Optional<Failure> verdict(String code, String reason) {
    return Optional.of(new Failure(code, reason, "", true));
  }
}
