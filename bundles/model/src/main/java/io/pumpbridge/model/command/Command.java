// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.command;

import io.pumpbridge.model.measure.Bytes;

/**
 * Something the server asks; untrusted until its handler has verified it.
 *
 * @param requestId the requester's id; each is answered once, also across restarts; but for GET, of
 *     which only the newest answers are kept, and in memory
 * @param resource the first element of the request's resource path, for example {@code library}
 * @param body as sent, at most {@link #MAX_BODY} bytes
 */
public record Command(String requestId, Verb verb, String resource, Bytes body) {
  /** A library of 10 000 entries takes about 4 MB. */
  public static final int MAX_BODY = 8 * 1024 * 1024;

  /** Kura's verbs. */
  public enum Verb {
    GET,
    PUT,
    POST,
    DEL,
    EXEC
  }
}
