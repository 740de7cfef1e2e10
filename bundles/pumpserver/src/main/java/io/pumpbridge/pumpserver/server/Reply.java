// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.pumpserver.server;

import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.document.Fields;
import java.util.Optional;

/**
 * What a gateway answered.
 *
 * @param status Kura's response code: 200, 400, 404 or 500
 * @param message why it refused, if it did
 * @param body the answer's JSON, if it is any
 */
public record Reply(int status, Optional<String> message, Optional<Fields> body) {

  static Optional<Reply> from(KuraPayload payload) {
    return payload
        .findInt("response.code")
        .map(
            status ->
                new Reply(status, payload.findText("response.exception.message"), body(payload)));
  }

  private static Optional<Fields> body(KuraPayload payload) {
    try {
      return payload.body().length() == 0
          ? Optional.empty()
          : Optional.of(StrictJson.read(payload.body()));
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }

  public boolean isAccepted() {
    return status == 200;
  }

  /** The answer's short code, for programs. */
  public Optional<String> code() {
    return text("code");
  }

  /** Why, for people. */
  public Optional<String> reason() {
    return text("reason").or(this::message);
  }

  private Optional<String> text(String name) {
    try {
      return body.isEmpty() ? Optional.empty() : body.get().findText(name);
    } catch (DocumentException e) {
      return Optional.empty();
    }
  }
}
