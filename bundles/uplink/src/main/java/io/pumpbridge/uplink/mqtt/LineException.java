// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.uplink.mqtt;

import java.io.IOException;

/** What we end a connection for, when nobody else would. */
final class LineException extends IOException {
  private static final long serialVersionUID = 1;

  /** Why, as {@link Failure} has it. */
  enum Reason {
    /** The broker announces more than any of its messages may have. */
    OVERSIZED_PACKET("oversized-packet", "The server sends packets that are too large to be real."),
    /** The broker's bytes are no MQTT, or nothing that it has to say to us. */
    MALFORMED_PACKET("malformed-packet", "What the server sends is no MQTT."),
    /** The broker began a packet and did not say how long it is. */
    STALLED_PACKET("stalled-packet", "The server began to send something and fell silent."),
    /** Whoever knows names is silent. */
    NO_NAME_SERVICE("no-name-service", "The name service does not answer.");

    private final String code;
    private final String sentence;

    Reason(String code, String sentence) {
      this.code = code;
      this.sentence = sentence;
    }
  }

  private final Reason reason;

  LineException(Reason reason) {
    super(reason.sentence);
    this.reason = reason;
  }

  Failure failure() {
    return Failure.of(reason.code, reason.sentence);
  }
}
